import { type Decimal, parseDecimal } from '../model/decimal.js';
import { call, FALSE, type Sql, sql, TRUE } from '../sql/fragment.js';
import { sha256 } from './digest.js';

/**
 * Shares of persons, chosen by a keyed hash: the same salt gives the same persons in every run, on every engine, and
 * whoever is added or leaves moves nobody else.
 *
 * A person's place is the first 16 hex digits of SHA-256(`salt:id`), compared as text. Units: percent, exact to six
 * decimals.
 */

/** 100 %. */
export const WHOLE: Decimal = 100_000_000n;

/** The percentage as written in a definition; `undefined` outside (0, 100] or finer than six decimals. */
export function readPercent(value: number): Decimal | undefined {
  const percent = parseDecimal(String(value));
  return percent === undefined || percent <= 0n || percent > WHOLE ? undefined : percent;
}

/** Where a share ends, or `undefined` for the end of everybody. */
export const thresholdOf = (percent: Decimal): string | undefined =>
  percent >= WHOLE ? undefined : ((2n ** 64n * percent) / WHOLE).toString(16).padStart(16, '0');

export const placeOf = (salt: string, id: string): string => sha256(`${salt}:${id}`).slice(0, 16);

/** {@link placeOf} of a column. */
export const placeSql = (salt: string, id: Sql): Sql =>
  sql`substr(${call('sha256', sql`(${`${salt}:`} || ${id})`)}, 1, 16)`;

/** Whether a place lies in `[from, to)` percent. */
export function liesIn(place: string, from: Decimal, to: Decimal): boolean {
  const [lower, upper] = [thresholdOf(from), thresholdOf(to)];
  return lower !== undefined && place >= lower && (upper === undefined || place < upper);
}

export function liesInSql(place: Sql, from: Decimal, to: Decimal): Sql {
  const [lower, upper] = [thresholdOf(from), thresholdOf(to)];
  if (lower === undefined) return FALSE;
  const below = upper === undefined ? TRUE : sql`${place} < ${upper}`;
  return from === 0n ? below : sql`(${place} >= ${lower} and ${below})`;
}

/** How many of a group a share is, cut off: a group too small for one whole person gives none. */
export const countOf = (percent: Decimal, persons: number): number => Number((percent * BigInt(persons)) / WHOLE);

export const countSql = (percent: Decimal, persons: Sql): Sql =>
  call('floor_divide', sql`${percent} * ${persons}`, sql`${WHOLE}`);
