import { type CellValue, UNREADABLE } from '../model/read-cell.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { Duplicates } from './binding.js';

/**
 * Rows with one id, by the stated rule.
 *
 * Twin faces: {@link duplicateRows} is the meaning, {@link duplicateSql} says the same.
 */
export interface IdRow {
  readonly row: number;
  readonly id: string;
  /** Of the column by which the latest is found. */
  readonly time?: CellValue;
}

/** What becomes of a row because of others with its id. */
export type DuplicateFate = 'left_out' | 'lost';

/** The rows that are not kept. A row whose id nobody else has is always kept. */
export function duplicateRows(rows: readonly IdRow[], rule: Duplicates): ReadonlyMap<number, DuplicateFate> {
  const byId = new Map<string, IdRow[]>();
  for (const row of rows) {
    const same = byId.get(row.id);
    if (same === undefined) byId.set(row.id, [row]);
    else same.push(row);
  }
  const fates = new Map<number, DuplicateFate>();
  for (const same of byId.values()) {
    if (same.length === 1) continue;
    const kept = keptOf(same, rule);
    for (const one of same) {
      if (isUndecided(one, rule)) fates.set(one.row, 'lost');
      else if (one !== kept) fates.set(one.row, rule === 'error' ? 'lost' : 'left_out');
    }
  }
  return fates;
}

const isUndecided = ({ time }: IdRow, rule: Duplicates): boolean =>
  typeof rule === 'object' && (time === undefined || time === UNREADABLE);

function keptOf(same: readonly IdRow[], rule: Duplicates): IdRow | undefined {
  if (rule === 'error' || rule === 'first') return same[0];
  if (rule === 'last') return same.at(-1);
  const timed = same.filter((one) => !isUndecided(one, rule));
  return timed.reduce<IdRow | undefined>(
    (best, one) => (best === undefined || (one.time as number) >= (best.time as number) ? one : best),
    undefined,
  );
}

export interface DuplicateColumns {
  readonly id: Sql;
  readonly row: Sql;
  /** Null where it is missing or unreadable. */
  readonly time: Sql;
}

/** Columns to be added to a query of rows: their place among those with their id, the kept one first, and how many. */
export function duplicateSql({ id, row, time }: DuplicateColumns, rule: Duplicates): { place: Sql; count: Sql } {
  const order =
    typeof rule === 'object'
      ? sql`${time} desc nulls last, ${row} desc`
      : rule === 'last'
        ? sql`${row} desc`
        : sql`${row}`;
  return {
    place: sql`row_number() over (partition by ${id} order by ${order})`,
    count: sql`count(*) over (partition by ${id})`,
  };
}
