import { ALWAYS, DAY, MINUTE } from '../model/instant.js';
import { profileColumn } from '../segments/profile-field.js';
import { readRates } from '../segments/rates.js';
import { ownColumn, type RowExtra } from '../segments/row-extras.js';
import { countedUntil, type RowKind } from '../segments/row-kinds.js';
import { offsetTable } from '../segments/sequence-time.js';
import { call, decimalLiteral, join, literal, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { RowNeed } from '../sql/rows-part.js';
import type { RowReader } from '../sql/shared-rows.js';
import { countedColumns, isLinked, orderKey } from './counted-columns.js';
import type { SegmentRun } from './engine.js';

/** What rows are counted from: those of one kind with `person_id`, and what their sources can say. */
export interface CountedSources {
  readonly rows: RowReader;
  readonly profile: Sql;
  /** Whether any source of the kind says a field; one that none says needs no work. */
  readonly says: (field: string) => boolean;
}

/** Which of them, and with what. */
export interface CountedAsk {
  readonly need: RowNeed;
  readonly extras: readonly RowExtra[];
}

/**
 * The rows of a kind that can count, as `countedRows` has them in memory: seen, voids left out, each with the time and
 * the receipt that it counts at, and with the columns of the extras.
 */
export function countedRelation(
  plan: PlanBuilder,
  kind: RowKind,
  { rows: shared, profile, says }: CountedSources,
  { need, extras }: CountedAsk,
  run: SegmentRun,
): Sql {
  const linked = isLinked(kind, says);
  // Where rows count, or whether they do, can depend on other rows of the person, whenever those were.
  const alone = !linked && !extras.includes('in_returned_order');
  const until = countedUntil(kind, run.asOf);
  const rows = shared.rows(alone ? need : { from: ALWAYS, to: until });
  const seen = shared.isCounted ? rows : plan.view(`${kind}_counted`, countedSql(plan, kind, rows, linked, run));
  const wanted = [...new Set(extras)].sort();
  // A rate is that of the local day.
  const days = wanted.includes('rate') || wanted.includes('local_day') ? [localDay(plan, run)] : [];
  const others = wanted.flatMap((extra) => {
    if (extra === 'local_day') return [];
    if (extra === 'in_returned_order') return [inReturnedOrder(plan, seen)];
    return extra === 'rate' ? [rate(plan, run)] : [ownField(extra.slice('profile.'.length), profile)];
  });
  const withDays = days.reduce((rows, extra, i) => extended(plan, `${kind}_extra_${i}`, rows, extra), seen);
  return others.reduce((rows, extra) => extended(plan, `${kind}_extra`, rows, extra), withDays);
}

/** Columns added to rows `b` by a join that finds one row at most. */
interface Extension {
  readonly columns: readonly Sql[];
  readonly join: Sql;
}

const extended = (plan: PlanBuilder, hint: string, rows: Sql, { columns, join: joined }: Extension): Sql =>
  plan.view(hint, sql`select b.*, ${join(columns, ', ')} from ${rows} as b ${joined}`);

/** The rows with the columns of {@link countedColumns}, which of a return can be those of its sale. */
function countedSql(plan: PlanBuilder, kind: RowKind, rows: Sql, linked: boolean, run: SegmentRun): Sql {
  const until = countedUntil(kind, run.asOf);
  if (!linked) {
    const columns = countedColumns(kind, run.asOf).map(
      ({ name: column, value }) => sql`${value ?? NULL} as ${name(column)}`,
    );
    return sql`select b.*, ${join(columns, ', ')} from ${rows} as b`;
  }
  const own = orderKey(sql`b.receipt`, sql`b.id`);
  const sold = (hint: string, by: string, named: string, columns: Sql): Sql =>
    plan.view(
      hint,
      sql`select person_id, ${name(by)} as sold_key, min(occurred_at) as sold_at${columns} from ${rows} where type = ${'sale'} and occurred_at < ${until} and ${name(by)} in (select ${name(named)} from ${rows} where type = ${'return'} and ${name(named)} is not null) group by person_id, ${name(by)}`,
    );
  const lines = sold('sold_line', 'id', 'original_line', sql`, min(receipt) as sold_on`);
  const receipts = sold('sold_receipt', 'receipt', 'original_receipt', sql``);
  const returned = sql`b.type = ${'return'}`;
  const receipt = sql`coalesce(l.sold_on, b.original_receipt, b.receipt)`;
  const orderOfReturn = sql`case when l.sold_key is null then ${orderKey(receipt, sql`b.id`)} else ${orderKey(sql`l.sold_on`, sql`b.original_line`)} end`;
  return sql`select b.*, case when ${returned} then coalesce(l.sold_at, r.sold_at, b.occurred_at) else b.occurred_at end as counted_at, case when ${returned} then ${receipt} else b.receipt end as receipt_key, case when ${returned} then ${orderOfReturn} else ${own} end as order_key from ${rows} as b left join ${lines} as l on ${returned} and l.person_id = b.person_id and l.sold_key = b.original_line left join ${receipts} as r on ${returned} and r.person_id = b.person_id and r.sold_key = b.original_receipt where b.occurred_at < ${until} and b.type <> ${'void'}`;
}

function inReturnedOrder(plan: PlanBuilder, seen: Sql): Extension {
  const orders = plan.view(
    'returned_order',
    sql`select distinct person_id, order_key from ${seen} where counted_at is not null and type = ${'return'} and order_key is not null`,
  );
  return {
    columns: [sql`o.order_key is not null as in_returned_order`],
    join: sql`left join ${orders} as o on o.person_id = b.person_id and o.order_key = b.order_key`,
  };
}

function localDay(plan: PlanBuilder, run: SegmentRun): Extension {
  const day = call('floor_divide', sql`b.counted_at + z.minutes * ${MINUTE}`, literal(DAY));
  return {
    columns: [sql`${day} as local_day`],
    join: sql`join ${offsetTable({ ...run, plan })} as z on b.counted_at >= z.from_at and b.counted_at < z.to_at`,
  };
}

/** What one unit of the row's currency is worth, as a decimal; null where the table does not say. */
function rate(plan: PlanBuilder, { rates }: SegmentRun): Extension {
  const table = plan.fill(
    'rates',
    [
      { name: 'currency', type: 'text' },
      { name: 'from_day', type: 'integer' },
      { name: 'to_day', type: 'integer' },
      { name: 'rate', type: 'decimal' },
    ],
    (rates === undefined ? [] : readRates(rates)).map((one) => [one.currency, one.from, one.to, one.rate]),
  );
  const own = sql`b.currency = ${rates?.currency ?? null}`;
  return {
    columns: [sql`cast(case when ${own} then ${decimalLiteral(1_000_000n)} else x.rate end as decimal(38,6)) as rate`],
    join: sql`left join ${table} as x on x.currency = b.currency and b.local_day >= x.from_day and b.local_day < x.to_day`,
  };
}

const ownField = (field: string, profile: Sql): Extension => ({
  columns: [sql`${name('q', profileColumn(field))} as ${name(ownColumn(field))}`],
  join: sql`left join ${profile} as q on q.id = b.person_id`,
});
