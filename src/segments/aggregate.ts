import { snakeCase } from '../model/columns.js';
import { formatDecimal } from '../model/decimal.js';
import type { Field } from '../model/record-kind.js';
import { allOf, FALSE, isTrue, literal, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import type { Within } from '../sql/sum.js';
import { validateAggregate } from './aggregate-issues.js';
import type { AggregateNode, Measurable, MeasuredNode, Measuring } from './aggregate-node.js';
import { limitWord, returnsWords } from './aggregate-words.js';
import type { Value } from './comparisons.js';
import type { ConditionKind, EvaluationContext, PersonTest, PersonView, SegmentAsk } from './condition.js';
import { type CountedRow, cellOf, countedRows, type ReturnMode, type Row } from './counted-rows.js';
import { isMoney } from './measures/figure.js';
import type { Measured, MeasuredSql, MeasureTwin } from './measures/measure-twin.js';
import { measureTwin } from './measures.js';
import { preparedComparison } from './prepared-comparison.js';
import { profileValue } from './profile-field.js';
import { rateMissing, rateOf } from './rates.js';
import { comparisonOf, holds, readValues, showValue, valueLiteral } from './row-comparisons.js';
import { ownColumn, ownExtra, type RowExtra } from './row-extras.js';
import { columnName, filterSql, profileFieldsOf, type RowFilter } from './row-filter.js';
import { countedUntil, type RowKind } from './row-kinds.js';
import { presenceSql } from './row-presence.js';
import { describeWhere, whereFilter } from './where.js';
import { describeWindow, type Interval, resolveWindow } from './window.js';
import { localDayNumber } from './zone.js';

/** A person's rows of a kind. */
const rowsOf: { readonly [K in RowKind]: (person: PersonView) => readonly Row[] } = {
  purchase: ({ purchases }) => purchases,
  event: ({ events }) => events,
  contact: ({ contacts }) => contacts,
  delivery: ({ deliveries }) => deliveries,
  permission: ({ permissions }) => permissions,
};

const filterOf = (node: Measurable, twin: MeasureTwin, context: EvaluationContext): RowFilter => [
  ...whereFilter(node.over, node.where, context),
  ...twin.filter,
];

/** The rows of a person that count for an aggregate. */
const counted = (
  node: Measurable,
  person: PersonView,
  context: EvaluationContext,
  interval: Interval,
): readonly CountedRow[] => counting(node, context, interval)(person);

/** The same for many persons. */
function counting(
  node: Measurable,
  context: EvaluationContext,
  interval: Interval,
): (person: PersonView) => readonly CountedRow[] {
  const read = rowsOf[node.over];
  const asked = {
    filter: filterOf(node, measureTwin(node.measure, node.over), context),
    interval,
    until: countedUntil(node.over, context.asOf),
    returns: node.returns ?? 'net',
  };
  return (person) => countedRows(read(person), { ...asked, own: (field) => profileValue(person, field) });
}

const windowOf = ({ over, in: window }: Pick<AggregateNode, 'over' | 'in'>, context: EvaluationContext): Interval =>
  resolveWindow(window, context, countedUntil(over, context.asOf));

/** What is measured of a person in the window; `undefined` is missing. */
export const evaluateMeasure = (
  node: MeasuredNode,
  person: PersonView,
  context: EvaluationContext,
): Measured | undefined =>
  measureTwin(node.measure, node.over).evaluate(counted(node, person, context, windowOf(node, context)), context);

/** The same in SQL; `undefined` where no source declares the kind, so that nobody has a row. */
export const compileMeasure = (node: MeasuredNode, ask: SegmentAsk): MeasuredSql | undefined =>
  measureIn(node, ask, fixedInterval(windowOf(node, ask)));

/** Whether the rows of an interval measure up to the value. */
export const holdsIn = (node: Measuring, person: PersonView, context: EvaluationContext, interval: Interval): boolean =>
  isMetBy(node, measureTwin(node.measure, node.over).evaluate(counted(node, person, context, interval), context));

/** {@link holdsIn} for many persons. */
function preparedIn(node: Measuring, context: EvaluationContext, interval: Interval): PersonTest {
  const rows = counting(node, context, interval);
  const twin = measureTwin(node.measure, node.over);
  const limits = limitsOf(node, twin);
  const test = preparedComparison(node.is, limits);
  return (person) => {
    const measured = twin.evaluate(rows(person), context);
    if (measured === undefined) return false;
    const { value, of } = measured;
    return of === undefined
      ? test(value)
      : holds(
          node.is,
          value,
          limits.map((limit) => (limit as bigint) * of),
        );
  };
}

/** The values it is held against. INVARIANT: the node is valid. */
function limitsOf({ is, value }: Pick<AggregateNode, 'is' | 'value'>, { type }: MeasureTwin): readonly Value[] {
  if (type === 'whole') return [value].flat().map((one) => BigInt(one as string | number));
  return readValues(type as Field, is, value);
}

/** Missing is false, however it is compared. */
function isMetBy(node: Measuring, measured: Measured | undefined): boolean {
  if (measured === undefined) return false;
  const { value, of } = measured;
  const limits = limitsOf(node, measureTwin(node.measure, node.over));
  return holds(node.is, value, of === undefined ? limits : limits.map((limit) => (limit as bigint) * of));
}

/** Everything beyond its own columns that a relation of rows is asked for. */
export const extrasOf = (twin: MeasureTwin, filter: RowFilter, returns: ReturnMode): readonly RowExtra[] => [
  ...twin.needs,
  ...profileFieldsOf(filter).map(ownExtra),
  ...(returns === 'exclude_order' ? (['in_returned_order'] as const) : []),
];

const returnsSql: Readonly<Record<ReturnMode, readonly Sql[]>> = {
  net: [],
  ignore: [sql`type = ${'sale'}`],
  exclude_order: [sql`type = ${'sale'}`, sql`not in_returned_order`],
};

/** The interval of an aggregate in SQL: the same for everybody, or each row's own. */
export interface IntervalSql {
  /** Around every interval. */
  readonly widest: Interval;
  readonly from: Sql;
  readonly to: Sql;
  /** The rows with what the two ends are made of. */
  readonly rows: (relation: Sql) => Sql;
}

const fixedInterval = (widest: Interval): IntervalSql => ({
  widest,
  from: literal(widest.from),
  to: literal(widest.to),
  rows: (relation) => relation,
});

function measureIn(
  node: Measurable,
  ask: SegmentAsk,
  { widest, from, to, rows }: IntervalSql,
): MeasuredSql | undefined {
  const { over, returns = 'net' } = node;
  const twin = measureTwin(node.measure, over);
  const filter = filterOf(node, twin, ask);
  // What the person's profile says is not the rows' own, so that it cannot choose which of them are read.
  const own = (tests: RowFilter): readonly Sql[] =>
    filterSql(tests.filter((test) => profileFieldsOf([test]).length === 0));
  const need = { ...widest, where: own(filter), part: own(whereFilter(over, node.where, ask)) };
  const counting = ask.rows(over, need, extrasOf(twin, filter, returns));
  if (counting === undefined) return undefined;
  const relation = rows(counting);
  const conditions = [
    sql`counted_at >= ${from}`,
    sql`counted_at < ${to}`,
    ...(over === 'purchase' ? returnsSql[returns] : []),
    ...filterSql(filter, (field) => name(ownColumn(field))).filter((test) => !ask.passes(over, counting, test)),
  ];
  refuseUnconverted(node, ask, relation, conditions);
  return twin.compile({
    asOf: ask.asOf,
    zone: ask.zone,
    over,
    filter: conditions,
    answer: (aggregate, unit) => ask.aggregate({ relation, aggregate, ...(unit === undefined ? {} : { unit }) }),
    sum: (value, filter) => ask.aggregate({ relation, aggregate: { value, filter, ...withinOf(twin) } }),
  });
}

/** The one currency or unit that every row of a measure has, if it has one. */
function withinOf({ filter: [test, ...others] }: MeasureTwin): { readonly within?: Within } {
  if (test === undefined || others.length > 0 || !('in' in test) || test.in.length !== 1) return {};
  const [only] = filterSql([test]);
  return only === undefined ? {} : { within: { column: snakeCase(test.field), test: only } };
}

export function compileIn(node: Measuring, ask: SegmentAsk, interval: IntervalSql): Sql {
  const twin = measureTwin(node.measure, node.over);
  const seen = measureIn(node, ask, interval);
  // Without a source of the kind nobody has a row: the same as a source that is empty.
  if (seen === undefined) return isMetBy(node, twin.evaluate([], ask)) ? TRUE : FALSE;
  const { value, of } = seen;
  const raw = limitsOf(node, twin);
  const limits = raw.map((limit) => {
    const written = twin.type === 'whole' ? literal(limit) : valueLiteral(limit);
    return of === undefined ? written : sql`(${written} * ${of})`;
  });
  return isTrue(comparisonOf(node.is).compile(value, raw, limits));
}

/** The figure that a measure converts, if it does. */
function convertedField({ measure, over }: Measurable): string | undefined {
  if (!('convert' in measure) || measure.convert !== true) return undefined;
  const fields = [...Object.entries(measure)]
    .filter(([key]) => !['currency', 'unit', 'convert', 'per', 'q'].includes(key))
    .map(([, field]) => String(field));
  return fields.find((field) => isMoney(over, field));
}

/** Rows whose amount counts and has no rate of its day. */
export function unconverted(
  node: AggregateNode,
  person: PersonView,
  context: EvaluationContext,
): readonly { readonly currency: string | undefined; readonly day: number }[] {
  const field = convertedField(node);
  const { rates } = context;
  if (field === undefined || rates === undefined) return [];
  return counted(node, person, context, windowOf(node, context)).flatMap((row) => {
    const { currency } = row.row as { readonly currency?: string };
    const day = localDayNumber(context.zone, row.at);
    return cellOf(row, field) === undefined || rateOf(rates, currency, day) !== undefined ? [] : [{ currency, day }];
  });
}

/** The same in SQL. */
function refuseUnconverted(node: Measurable, ask: SegmentAsk, relation: Sql, filter: readonly Sql[]): void {
  const field = convertedField(node);
  if (field === undefined) return;
  const lacking = allOf([...filter, sql`${columnName(field)} is not null`, sql`rate is null`]);
  ask.refuse({
    query: sql`select currency, local_day from ${relation} where ${lacking} and ${ask.isPerson(sql`person_id`)} order by coalesce(currency, ''), local_day limit 1`,
    error: (_, { currency, local_day: day }) =>
      rateMissing(currency === null ? undefined : String(currency), Number(day)),
  });
}

export const aggregate: ConditionKind<AggregateNode> = {
  kind: 'aggregate',
  parts: () => [],
  validate: validateAggregate,
  reads: ({ over }) => [over],
  targets: () => true,
  evaluate: (node, person, context) => holdsIn(node, person, context, windowOf(node, context)),
  prepare: (node, { context }) => preparedIn(node, context, windowOf(node, context)),
  saw: (node, person, context) => sawIn(node, person, context, windowOf(node, context)),
  compile: (node, ask) => {
    const interval = windowOf(node, ask);
    return presenceSql(node, ask, interval) ?? compileIn(node, ask, fixedInterval(interval));
  },
  describe: (node) => describeIn(node, describeWindow(node.in)),
};

export function describeIn({ over, where, measure, returns = 'net', is, value }: Measuring, when: string): string {
  const twin = measureTwin(measure, over);
  const tests = describeWhere(over, where);
  const rows = tests === '' ? '' : ` with ${tests}`;
  const shown = limitWords({ is, value }, twin).join(is === 'between' ? ' and ' : ', ');
  return `${twin.words}${rows} ${when}${returnsWords[returns]}: ${limitWord[is] ?? comparisonOf(is).words} ${shown}`;
}

const limitWords = (node: Pick<AggregateNode, 'is' | 'value'>, twin: MeasureTwin): readonly string[] =>
  limitsOf(node, twin).map((one) => (twin.type === 'whole' ? String(one) : showValue(one, twin.type.type)));

/** What was measured, with how many rows were skipped because they do not say. */
export function sawIn(node: Measuring, person: PersonView, context: EvaluationContext, interval: Interval): string {
  const twin = measureTwin(node.measure, node.over);
  const rows = counted(node, person, context, interval);
  const skipped = twin.skipped?.(rows, context) ?? 0;
  const seen = showMeasured(twin.evaluate(rows, context), twin);
  return skipped === 0 ? seen : `${seen} (${skipped} of ${rows.length} rows say nothing of it)`;
}

function showMeasured(measured: Measured | undefined, { type }: MeasureTwin): string {
  if (measured === undefined) return 'missing';
  const { value, of } = measured;
  if (type === 'whole') return String(value);
  if (of === undefined) return showValue(value, type.type);
  const cut = (value as bigint) / of;
  return `${formatDecimal(cut)}${cut * of === value ? '' : '…'}`;
}
