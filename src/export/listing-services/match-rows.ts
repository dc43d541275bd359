import { type ClearedList, contentOf, oneByOne } from '../../campaign/cleared-list.js';
import { NO_TEXT, type RenderedRow, type Rendering } from '../../campaign/rendering.js';
import { mixWatch } from './hashed-column.js';
import { type KeyColumn, keyColumns } from './key-columns.js';
import type { Listing } from './listing.js';
import type { ListingRefusal } from './listing-refusals.js';
import type { ListingService } from './listing-service.js';
import type { FieldRefusal, MatchKey, MatchRow } from './match.js';
import { serviceNamed } from './registry.js';

/**
 * Everybody on a cleared list as a service matches them, in the order of the list; those of whom nothing can be sent
 * have no values. Can be read as often as wanted. A list that is refused whole has nobody.
 *
 * @throws {ClearlistError} `unknown-name`, `definition-invalid` for a listing that the service does not take;
 * `list-not-hashed`, after the last row, where raw values stand among the digests of a declared column.
 */
export function matchRows(list: ClearedList, listing: Listing, part?: string): AsyncIterable<MatchRow> {
  return oneByOne(matchBlocks(list, listing, part));
}

/** {@link matchRows} in blocks, in which millions are read several times over. */
export function matchBlocks(list: ClearedList, listing: Listing, part?: string): AsyncIterable<readonly MatchRow[]> {
  const content = contentOf(list);
  const service = serviceNamed(listing.service);
  const { columns, rendering } = renderingOf(listing);
  return {
    async *[Symbol.asyncIterator]() {
      let row = 0;
      const watch = mixWatch();
      for await (const block of content.rendered(rendering, part)) {
        yield block.map((rendered) => {
          row += 1;
          const matched = matchRow(service, columns, rendered, row);
          watch.see(matched);
          return matched;
        });
      }
      watch.requireUnmixed();
    },
  };
}

interface ListingRendering {
  readonly columns: readonly KeyColumn[];
  readonly rendering: Rendering;
}

const renderings = new WeakMap<Listing, ListingRendering>();

/** One for each listing, by which an engine knows that it has rendered a list before. */
function renderingOf(listing: Listing): ListingRendering {
  const known = renderings.get(listing);
  if (known !== undefined) return known;
  const columns = keyColumns(listing);
  const made = { columns, rendering: { columns: columns.map(({ column }) => column) } };
  renderings.set(listing, made);
  return made;
}

export function matchRow(
  { together }: ListingService,
  columns: readonly KeyColumn[],
  { personId, basis, country, cells }: RenderedRow,
  row: number,
): MatchRow {
  const values: Partial<Record<MatchKey, readonly string[]>> = {};
  const refused: FieldRefusal[] = [];
  for (let i = 0; i < columns.length; i += 1) {
    const [{ field, key }, { texts, refused: reasons }] = [columns[i] as KeyColumn, cells[i] ?? NO_TEXT];
    if (texts.length > 0) values[key] = texts;
    for (const reason of reasons) {
      if (refused.some((one) => one.field === field && one.reason === reason)) continue;
      refused.push({ field, reason: reason as ListingRefusal });
    }
  }
  alignNames(values);
  keepTogether(together ?? [], columns, values, refused);
  return {
    row,
    personId,
    ...(basis === undefined ? {} : { basis }),
    ...(country === undefined ? {} : { country }),
    values,
    refused,
  };
}

/** Where one name has more spellings than the other, the other’s last is repeated. */
function alignNames(values: Partial<Record<MatchKey, readonly string[]>>): void {
  const { first_name: first, last_name: last } = values;
  if (first === undefined || last === undefined || first.length === last.length) return;
  const count = Math.max(first.length, last.length);
  const filled = (names: readonly string[]): readonly string[] =>
    Array.from({ length: count }, (_, i) => names[Math.min(i, names.length - 1)] as string);
  values.first_name = filled(first);
  values.last_name = filled(last);
}

/** Takes out keys of which some are there and some are not. */
function keepTogether(
  together: readonly MatchKey[],
  columns: readonly KeyColumn[],
  values: Partial<Record<MatchKey, readonly string[]>>,
  refused: FieldRefusal[],
): void {
  if (together.every((key) => values[key] !== undefined)) return;
  for (const { field, key } of columns) {
    if (!together.includes(key) || values[key] === undefined) continue;
    delete values[key];
    refused.push({ field, reason: 'ADDRESS_INCOMPLETE' });
  }
}
