import type { Decimal } from '../../model/decimal.js';
import type { AggregateUnit } from '../../sql/aggregates.js';
import { type Sql, sql } from '../../sql/fragment.js';
import { summed } from '../../sql/sum.js';
import type { Value } from '../comparisons.js';
import { type CountedRow, cellOf } from '../counted-rows.js';
import type { RowExtra } from '../row-extras.js';
import { columnName } from '../row-filter.js';
import { localDayNumber } from '../zone.js';
import { filtered, type MeasureAsk, type MeasureContext } from './measure-twin.js';

/**
 * Units that rows belong to, and that count once however many rows they have: receipts, days, values of a field.
 *
 * A unit counts if something is left of it: the net quantity of its rows is positive in one of the units that
 * quantities are measured in. A row of another kind than purchases is one of itself.
 */
export interface UnitTwin {
  readonly of: (row: CountedRow, context: MeasureContext) => Value | undefined;
  readonly key: Sql;
  readonly needs: readonly RowExtra[];
}

export const receiptUnit: UnitTwin = { of: ({ receipt }) => receipt, key: sql`receipt_key`, needs: [] };

export const dayUnit: UnitTwin = {
  of: ({ at }, { zone }) => localDayNumber(zone, at),
  key: sql`local_day`,
  needs: ['local_day'],
};

export const fieldUnit = (field: string): UnitTwin => ({
  of: (row) => cellOf(row, field),
  key: columnName(field),
  needs: [],
});

const ONE: Decimal = 1_000_000n;

/** How many units something is left of. */
export function unitsLeft(rows: readonly CountedRow[], unit: UnitTwin, context: MeasureContext): bigint {
  const parts = new Map<Value, Map<string, Decimal>>();
  for (const counted of rows) {
    const key = unit.of(counted, context);
    if (key === undefined) continue;
    const { quantity, unit: measuredIn } = counted.row as { quantity?: Decimal; unit?: string };
    const net = parts.get(key) ?? new Map<string, Decimal>();
    parts.set(key, net);
    net.set(measuredIn ?? '', (net.get(measuredIn ?? '') ?? 0n) + (quantity ?? ONE));
  }
  return BigInt([...parts.values()].filter((net) => [...net.values()].some((value) => value > 0n)).length);
}

/** Lines, less those taken back; null where there are none. */
export const linesLeftSql = ({ over, filter, answer, sum }: MeasureAsk): Sql =>
  over === 'purchase'
    ? sum(sql`case when type = ${'return'} then -1 else 1 end`, filter)
    : answer(filtered(sql`count(*)`, filter));

/** The same; null where there are none. */
export function unitsLeftSql({ over, filter, answer }: MeasureAsk, unit: UnitTwin): Sql {
  const purchase = over === 'purchase';
  const counted: AggregateUnit = { key: unit.key, ...(purchase ? { part: sql`unit` } : {}) };
  return answer(purchase ? summed(sql`quantity`, filter) : filtered(sql`count(*)`, filter), counted);
}
