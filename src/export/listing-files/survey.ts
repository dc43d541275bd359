import type { MatchKey } from '../listing-services/match.js';
import { keyOrder, keysOf, type ListingRow, spellingsIn } from './listing-row.js';

/** What the rows of one group have, found by reading them once. */
export interface Survey {
  readonly rows: number;
  /** Keys that any of them has, in the order of all keys. */
  readonly keys: readonly MatchKey[];
  readonly mostEmails: number;
  readonly mostPhones: number;
  /** Lines of a table, one for each contact and each spelling of the name. */
  readonly lines: number;
}

/** Groups in byte order of their names. */
export async function surveys(
  blocks: AsyncIterable<readonly ListingRow[]>,
  groupOf: (row: ListingRow) => string,
): Promise<ReadonlyMap<string, Survey>> {
  const found = new Map<string, Tally>();
  const see = (row: ListingRow): void => {
    const group = groupOf(row);
    const tally = found.get(group) ?? { rows: 0, keys: new Set(), mostEmails: 0, mostPhones: 0, lines: 0 };
    found.set(group, tally);
    count(tally, row);
  };
  for await (const block of blocks) block.forEach(see);
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, { keys, ...tally }]) => [group, { ...tally, keys: keyOrder.filter((key) => keys.has(key)) }]),
  );
}

/** A survey under way: one for millions of rows, so that it is counted up and not copied. */
type Tally = { -readonly [K in keyof Omit<Survey, 'keys'>]: Survey[K] } & { readonly keys: Set<MatchKey> };

function count(tally: Tally, row: ListingRow): void {
  const { email = [], phone = [] } = row.values;
  tally.rows += 1;
  for (const key of keysOf(row)) tally.keys.add(key);
  tally.mostEmails = Math.max(tally.mostEmails, email.length);
  tally.mostPhones = Math.max(tally.mostPhones, phone.length);
  tally.lines += Math.max(1, email.length, phone.length) * spellingsIn(row.values);
}
