import type { Issue } from '../errors.js';
import { formatDecimal, parseDecimal } from '../model/decimal.js';
import { allOf, decimalLiteral, isTrue, literal, type Sql, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode, EvaluationContext, PersonView } from './condition.js';
import {
  type Behaviour,
  countedRows,
  countedRowsSql,
  type Measure,
  type MeasureTwin,
  measureTwin,
} from './measures.js';
import { filterSql, type RowFilter } from './row-filter.js';
import { describeWindow, resolveWindow, validateWindow, type Window } from './window.js';
import { localDayNumber } from './zone.js';

export const limits = ['eq', 'lt', 'lte', 'gt', 'gte'] as const;
export type Limit = (typeof limits)[number];

/** Which rows count; each value one or several of them. A category stands for everything under it. */
export interface BehaviourFilter {
  readonly category?: string | readonly string[];
  readonly product?: string | readonly string[];
  readonly controller?: string | readonly string[];
  /** The event's type. */
  readonly type?: string | readonly string[];
}

/**
 * A measure over a person's purchases or events in a window, against a value.
 *
 * Units: counts and days are whole numbers, quantities and amounts exact decimals. A person without rows has count
 * and sum 0, so `lte` and `eq 0` take the silent in; days since the last are missing then, and compare false.
 */
export interface AggregateNode extends ConditionNode {
  readonly kind: 'aggregate';
  readonly over: 'purchase' | 'event';
  readonly where: BehaviourFilter;
  readonly measure: Measure;
  readonly in: Window;
  readonly is: Limit;
  readonly value: number | string;
}

const FIELDS = { purchase: ['category', 'product', 'controller'], event: ['type', 'controller'] } as const;

function rowFilter(node: AggregateNode, twin: MeasureTwin): RowFilter {
  const tests = Object.entries(node.where).map(([field, value]) => {
    const values = [value].flat() as string[];
    return field === 'category' ? { field, under: values } : { field, in: values };
  });
  return [...tests, ...(twin.filter ?? [])];
}

const threshold = (node: AggregateNode, twin: MeasureTwin): bigint =>
  twin.decimal ? (parseDecimal(String(node.value)) as bigint) : BigInt(node.value);

const rowsOf = (person: PersonView, over: AggregateNode['over']): readonly Behaviour[] =>
  over === 'purchase' ? person.purchases : person.events;

function measured(node: AggregateNode, person: PersonView, context: EvaluationContext): bigint | undefined {
  const twin = measureTwin(node.measure);
  const rows = countedRows(rowsOf(person, node.over), rowFilter(node, twin), resolveWindow(node.in, context));
  return twin.evaluate(rows, context.zone, localDayNumber(context.zone, context.asOf));
}

const holds: Record<Limit, (seen: bigint, value: bigint) => boolean> = {
  eq: (seen, value) => seen === value,
  lt: (seen, value) => seen < value,
  lte: (seen, value) => seen <= value,
  gt: (seen, value) => seen > value,
  gte: (seen, value) => seen >= value,
};

const operators: Record<Limit, string> = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const words: Record<Limit, string> = { eq: 'exactly', lt: 'below', lte: 'at most', gt: 'above', gte: 'at least' };

function compile(node: AggregateNode, ask: Parameters<ConditionKind<AggregateNode>['compile']>[1]): Sql {
  const twin = measureTwin(node.measure);
  const today = localDayNumber(ask.zone, ask.asOf);
  const filter = rowFilter(node, twin);
  const interval = resolveWindow(node.in, ask);
  const need = { ...interval, where: allOf(filterSql(filter)) };
  const relation = twin.byDay === true ? ask.withLocalDay(node.over, need) : ask.relation(node.over, need);
  const value = threshold(node, twin);
  const limit = twin.decimal ? decimalLiteral(value) : literal(value);
  const against = (seen: Sql): Sql =>
    isTrue(sql`${seen} ${{ parts: [{ is: 'text', text: operators[node.is] }] }} ${limit}`);
  // Without a source of the kind nobody has a row: the same as a source that is empty.
  if (relation === undefined) return against(twin.finish(sql`cast(null as bigint)`, today));
  const counted = countedRowsSql(filter, interval);
  return against(twin.finish(ask.aggregate({ relation, ...twin.compile(node.over, counted) }), today));
}

export const aggregate: ConditionKind<AggregateNode> = {
  kind: 'aggregate',
  parts: () => [],
  validate,
  reads: ({ over }) => [over],
  targets: () => true,
  evaluate: (node, person, context) => {
    const seen = measured(node, person, context);
    return seen !== undefined && holds[node.is](seen, threshold(node, measureTwin(node.measure)));
  },
  saw: (node, person, context) => {
    const seen = measured(node, person, context);
    if (seen === undefined) return 'missing';
    return measureTwin(node.measure).decimal ? formatDecimal(seen) : String(seen);
  },
  compile,
  describe: ({ over, where, measure, in: window, is, value }) => {
    const tests = Object.entries(where).map(([field, values]) => `${field} ${[values].flat().join(' or ')}`);
    const rows = tests.length === 0 ? '' : ` with ${tests.join(' and ')}`;
    return `${measureTwin(measure).words(over)}${rows} ${describeWindow(window)}: ${words[is]} ${value}`;
  },
};

function validate(node: AggregateNode, _: unknown, at: string): readonly Issue[] {
  const fields: readonly string[] = FIELDS[node.over];
  const issues: Issue[] = Object.keys(node.where)
    .filter((field) => !fields.includes(field))
    .map((field) => ({
      at: `${at}.where.${field}`,
      message: `${node.over} has no ${field}; there are ${fields.join(', ')}`,
    }));
  const { measure } = node;
  if (node.over === 'event' && ('sum' in measure || ('count' in measure && measure.count === 'receipt'))) {
    issues.push({ at: `${at}.measure`, message: 'events have no receipts, quantities or amounts' });
  }
  const decimal = 'sum' in measure;
  if (decimal ? parseDecimal(String(node.value)) === undefined : !/^-?\d{1,15}$/.test(String(node.value))) {
    issues.push({
      at: `${at}.value`,
      message: `${JSON.stringify(node.value)} is no ${decimal ? 'decimal' : 'whole number'}`,
    });
  }
  return [...issues, ...validateWindow(node.in, `${at}.in`)];
}
