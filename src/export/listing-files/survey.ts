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
  /** Those whose consent is stated. */
  readonly granted: number;
}

/** Groups in byte order of their names. */
export async function surveys(
  rows: AsyncIterable<ListingRow>,
  groupOf: (row: ListingRow) => string,
): Promise<ReadonlyMap<string, Survey>> {
  const found = new Map<string, Survey>();
  for await (const row of rows) {
    const group = groupOf(row);
    found.set(group, withRow(found.get(group) ?? NOTHING, row));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const NOTHING: Survey = { rows: 0, keys: [], mostEmails: 0, mostPhones: 0, lines: 0, granted: 0 };

function withRow(survey: Survey, row: ListingRow): Survey {
  const { email = [], phone = [] } = row.values;
  const keys = keysOf(row);
  return {
    rows: survey.rows + 1,
    keys: keys.every((key) => survey.keys.includes(key))
      ? survey.keys
      : keyOrder.filter((key) => survey.keys.includes(key) || keys.includes(key)),
    mostEmails: Math.max(survey.mostEmails, email.length),
    mostPhones: Math.max(survey.mostPhones, phone.length),
    lines: survey.lines + Math.max(1, email.length, phone.length) * spellingsIn(row.values),
    granted: survey.granted + (row.consent === 'granted' ? 1 : 0),
  };
}
