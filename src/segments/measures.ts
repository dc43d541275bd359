import type { Decimal } from '../model/decimal.js';
import type { Event } from '../model/event.js';
import type { Purchase } from '../model/purchase.js';
import { filterSql, matchesRow, type RowFilter } from './row-filter.js';
import { allOf, type Sql, sql } from '../sql/fragment.js';
import type { Interval } from './window.js';
import { localDayNumber } from './zone.js';

/**
 * What an aggregate measures over the rows that count, in memory and in SQL.
 *
 * Returns are netted: a return takes its line, quantity and amount back at its own time. No rows is zero for counts
 * and sums, and missing for days since the last.
 */
export type Measure =
  | { readonly count: 'line' | 'receipt' | 'day' }
  | { readonly sum: 'quantity' }
  | { readonly sum: 'amount'; readonly currency: string }
  | { readonly daysSince: 'last' };

export type Behaviour = Purchase | Event;

export interface MeasureTwin {
  /** Exact; `undefined` is missing. Decimals in millionths, counts and days as they are. */
  readonly evaluate: (rows: readonly Behaviour[], zone: string, today: number) => bigint | undefined;
  /** Aggregate over the rows passing the filter, its unit if it counts units, and what no row means. */
  readonly compile: (over: 'purchase' | 'event', filter: readonly Sql[]) => { aggregate: Sql; unit?: Sql };
  /** Reads the relation extended by `local_day`. */
  readonly byDay?: boolean;
  /** Rows beyond the definition's own filter: which purchases can count at all. */
  readonly filter?: RowFilter;
  /** From the aggregate's answer, null where no row counted, to the value compared. */
  readonly finish: (answer: Sql, today: number) => Sql;
  readonly decimal: boolean;
  readonly words: string;
}

const isReturn = (row: Behaviour): boolean => 'quantity' in row && row.type === 'return';
const quantity = (row: Behaviour): Decimal => ('quantity' in row ? row.quantity : 1_000_000n);

const filtered = (aggregate: Sql, filter: readonly Sql[]): Sql => sql`${aggregate} filter (where ${allOf(filter)})`;
const orZero = (answer: Sql): Sql => sql`coalesce(${answer}, 0)`;

/** How many units have a positive net quantity. */
function positiveUnits(rows: readonly Behaviour[], unitOf: (row: Behaviour) => string | number | undefined): bigint {
  const net = new Map<string | number, bigint>();
  for (const row of rows) {
    const unit = unitOf(row);
    if (unit !== undefined) net.set(unit, (net.get(unit) ?? 0n) + quantity(row));
  }
  return BigInt([...net.values()].filter((value) => value > 0n).length);
}

const netQuantity = (over: 'purchase' | 'event', filter: readonly Sql[]): Sql =>
  filtered(over === 'purchase' ? sql`sum(quantity)` : sql`count(*)`, filter);

const lines: MeasureTwin = {
  evaluate: (rows) => BigInt(rows.reduce((count, row) => count + (isReturn(row) ? -1 : 1), 0)),
  compile: (over, filter) => ({
    aggregate: filtered(
      over === 'purchase' ? sql`sum(case when type = ${'return'} then -1 else 1 end)` : sql`count(*)`,
      filter,
    ),
  }),
  finish: orZero,
  decimal: false,
  words: 'number of lines',
};

const receipts: MeasureTwin = {
  evaluate: (rows) => positiveUnits(rows, (row) => ('receipt' in row ? row.receipt : undefined)),
  compile: (over, filter) => ({ aggregate: netQuantity(over, filter), unit: sql`receipt` }),
  finish: orZero,
  decimal: false,
  words: 'number of receipts',
};

const days: MeasureTwin = {
  evaluate: (rows, zone) => positiveUnits(rows, (row) => localDayNumber(zone, row.occurredAt)),
  compile: (over, filter) => ({ aggregate: netQuantity(over, filter), unit: sql`local_day` }),
  byDay: true,
  finish: orZero,
  decimal: false,
  words: 'number of days',
};

const sumOf = (column: 'quantity' | 'amount', currency?: string): MeasureTwin => ({
  evaluate: (rows) => rows.reduce((sum, row) => sum + ((row as Purchase)[column] ?? 0n), 0n),
  compile: (_, filter) => ({ aggregate: filtered(column === 'amount' ? sql`sum(amount)` : sql`sum(quantity)`, filter) }),
  filter: currency === undefined ? [] : [{ field: 'currency', in: [currency] }],
  finish: orZero,
  decimal: true,
  words: currency === undefined ? 'total quantity' : `total amount in ${currency}`,
});

const daysSinceLast: MeasureTwin = {
  evaluate: (rows, zone, today) => {
    const sales = rows.filter((row) => !isReturn(row)).map((row) => localDayNumber(zone, row.occurredAt));
    return sales.length === 0 ? undefined : BigInt(today - sales.reduce((a, b) => Math.max(a, b)));
  },
  compile: (over, filter) => ({
    aggregate: filtered(sql`max(local_day)`, over === 'purchase' ? [...filter, sql`type = ${'sale'}`] : filter),
  }),
  byDay: true,
  finish: (answer, today) => sql`(${today} - ${answer})`,
  decimal: false,
  words: 'days since the last',
};

export function measureTwin(measure: Measure): MeasureTwin {
  if ('daysSince' in measure) return daysSinceLast;
  if ('count' in measure) return { line: lines, receipt: receipts, day: days }[measure.count];
  return measure.sum === 'amount' ? sumOf('amount', measure.currency) : sumOf('quantity');
}

/** The rows that count: in the window, passing the definition's filter and the measure's own. */
export const countedRows = (
  rows: readonly Behaviour[],
  filter: RowFilter,
  { from, to }: Interval,
): readonly Behaviour[] =>
  rows.filter((row) => row.occurredAt >= from && row.occurredAt < to && matchesRow(filter, row));

export const countedRowsSql = (filter: RowFilter, { from, to }: Interval): readonly Sql[] => [
  sql`occurred_at >= ${from}`,
  sql`occurred_at < ${to}`,
  ...filterSql(filter),
];
