import { allOf, join, name, type Sql, sql } from './fragment.js';
import { type Answer, type NarrowAnswers, narrowQuery, type PlacedTruth } from './narrow-answers.js';
import { contentOf, type PlanBuilder } from './plan.js';
import { type Presence, presenceQuery } from './presence.js';
import { heldWithin, splitBy, splitQuery } from './split-sums.js';
import { type Sum, summed } from './sum.js';

/**
 * Aggregates asked for by many, worked out together.
 *
 * Everything asked of one relation by the same keys becomes one `group by` with conditional aggregates, so that each
 * source is read once however many definitions ask. A group without rows gives no row: whoever joins the result says
 * what silence means.
 */
export interface AggregateAsk {
  /** What to read: a table or view of the plan. */
  readonly relation: Sql;
  /** Columns of the relation to group by. */
  readonly by: readonly string[];
  /** An aggregate over the relation's rows, conditions as `filter (where …)`; or a sum of them; or whether there is one. */
  readonly aggregate: Sql | Sum | Presence;
  /** Counts the units of a group for which the aggregate over the unit's own rows is positive. */
  readonly unit?: AggregateUnit;
  /** The stage of the plan that the reading belongs to, where it is another than that of the others. */
  readonly stage?: string;
}

/** What is counted once however many rows it has: receipts, days. */
export interface AggregateUnit {
  /** Tells units apart; rows where it is null belong to none. */
  readonly key: Sql;
  /** Parts whose rows are never added up with those of another: a unit counts if one of its parts is positive. */
  readonly part?: Sql;
}

/** One table of answers. */
export interface AnswerTable {
  readonly alias: string;
  readonly table: Sql;
  readonly by: readonly string[];
  readonly columns: readonly string[];
}

interface Scan extends Omit<AggregateAsk, 'aggregate'> {
  readonly alias: string;
  /** By their content. */
  readonly columns: Map<string, ScanColumn>;
}

interface ScanColumn {
  readonly column: string;
  readonly aggregate: Sql;
  readonly sum?: Sum;
  readonly presence?: Presence;
}

export class Aggregates {
  readonly #scans = new Map<string, Scan>();

  /** @param hint What the tables of answers are named by. */
  constructor(private readonly hint = 'scan') {}

  ask({ relation, by, aggregate: asked, unit, stage }: AggregateAsk): Answer {
    const presence = 'passes' in asked ? asked : undefined;
    // What is kept of each group is another thing, and of other rows.
    const key = contentOf(
      [presence === undefined ? 'scan' : 'presence', ...by],
      sql`${relation} ${unit?.key ?? sql`-`} ${unit?.part ?? sql`-`}`,
    );
    const scan: Scan = this.#scans.get(key) ?? {
      alias: `${this.hint}_${this.#scans.size + 1}`,
      relation,
      by,
      ...(unit === undefined ? {} : { unit }),
      ...(stage === undefined ? {} : { stage }),
      columns: new Map(),
    };
    this.#scans.set(key, scan);
    const sum = 'value' in asked ? asked : undefined;
    const aggregate = aggregateOf(asked);
    const content = contentOf([], aggregate);
    const known: ScanColumn = scan.columns.get(content) ?? {
      column: `a${scan.columns.size + 1}`,
      aggregate,
      ...(sum === undefined ? {} : { sum }),
      ...(presence === undefined ? {} : { presence }),
    };
    scan.columns.set(content, known);
    const { within } = known.sum ?? {};
    return { alias: scan.alias, column: known.column, ...(within === undefined ? {} : { within }) };
  }

  /**
   * Adds the tables of answers to the plan; to be called when everything has been asked.
   *
   * @param narrow What of each table is read, by its alias; all answers where it is not given.
   */
  build(plan: PlanBuilder, stage: string, narrow?: ReadonlyMap<string, NarrowAnswers>): readonly AnswerTable[] {
    return [...this.#scans.values()].map((scan) => {
      const own = narrow?.get(scan.alias);
      return {
        alias: scan.alias,
        table: plan
          .at(scan.stage ?? stage)
          .table(scan.alias, own === undefined ? everyQuery(scan) : ownQuery(scan, own)),
        by: scan.by,
        columns:
          own === undefined
            ? [...scan.columns.values()].map(({ column }) => column)
            : [...own.raw, ...new Set(own.truths.map(({ word }) => word))],
      };
    });
  }
}

function aggregateOf(asked: AggregateAsk['aggregate']): Sql {
  if ('value' in asked) return summed(asked.value, asked.filter);
  return 'passes' in asked ? allOf(asked.passes) : asked;
}

function everyQuery(scan: Scan): Sql {
  const presences = [...scan.columns.values()].flatMap(({ column, presence }): [string, Presence][] =>
    presence === undefined ? [] : [[column, presence]],
  );
  if (presences.length > 0) return presenceQuery({ ...scan, presences: new Map(presences) });
  return scan.unit === undefined ? plainQuery(scan) : unitQuery(scan, scan.unit);
}

function ownQuery(scan: Scan, own: NarrowAnswers): Sql {
  const columns = [...scan.columns.values()];
  const sums = columns.flatMap(({ column, sum }): [string, Sum][] => (sum === undefined ? [] : [[column, sum]]));
  const split = sums.length === columns.length ? splitBy(sums.map(([, sum]) => sum)) : undefined;
  if (split === undefined || scan.unit !== undefined) return narrowQuery(everyQuery(scan), scan.by, own);
  const told = (truth: PlacedTruth): Sql => (truth.within === undefined ? truth.holds : heldWithin(truth));
  return narrowQuery(splitQuery({ ...scan, split, sums: new Map(sums) }, own), scan.by, own, told);
}

const keys = (scan: Scan): Sql =>
  join(
    scan.by.map((column) => name(column)),
    ', ',
  );

const aggregated = (scan: Scan): Sql =>
  join(
    [...scan.columns.values()].map(({ column, aggregate }) => sql`${aggregate} as ${name(column)}`),
    ', ',
  );

const plainQuery = (scan: Scan): Sql =>
  sql`select ${keys(scan)}, ${aggregated(scan)} from ${scan.relation} group by ${keys(scan)}`;

function unitQuery(scan: Scan, { key, part }: AggregateUnit): Sql {
  const columns = [...scan.columns.values()].map(({ column }) => name(column));
  const rows = sql`from ${scan.relation} where ${key} is not null group by ${keys(scan)}, ${key}`;
  // The greatest of the parts is positive if one of them is.
  const greatest = join(
    columns.map((column) => sql`max(${column}) as ${column}`),
    ', ',
  );
  const perUnit =
    part === undefined
      ? sql`select ${keys(scan)}, ${key} as unit_key, ${aggregated(scan)} ${rows}`
      : sql`select ${keys(scan)}, unit_key, ${greatest} from (select ${keys(scan)}, ${key} as unit_key, ${aggregated(scan)} ${rows}, ${part}) as r group by ${keys(scan)}, unit_key`;
  const counts = columns.map((column) => sql`count(*) filter (where ${column} > 0) as ${column}`);
  return sql`select ${keys(scan)}, ${join(counts, ', ')} from (${perUnit}) as u group by ${keys(scan)}`;
}
