import type { ListingRow } from './listing-row.js';

const SINGLE = ['email', 'phone', 'maid', 'external_id'] as const;
const ADDRESS = ['first_name', 'last_name', 'country', 'postal_code'] as const;

/**
 * What takes an entry back, from what a transfer remembers of it: the very values that were written.
 *
 * Shape: as `entriesOf` writes entries; the postal code is all that stands after the third bar.
 *
 * @throws {Error} our bug, for text that is no entry.
 */
export function removalRow(entry: string): ListingRow {
  const colon = entry.indexOf(':');
  const [kind, value] = [entry.slice(0, colon), entry.slice(colon + 1)];
  const single = SINGLE.find((key) => key === kind);
  if (single !== undefined && value !== '') return { values: { [single]: [value] } };
  const [first, last, country, ...code] = kind === 'address' ? value.split('|') : [];
  if (first === undefined || last === undefined || country === undefined || code.length === 0)
    throw new Error('bug: what a transfer remembers is no entry of a listing');
  const parts = [first, last, country, code.join('|')];
  return { values: Object.fromEntries(ADDRESS.map((key, i) => [key, [parts[i] ?? '']])) };
}
