import range from 'lodash-es/range.js';
import type { FoundLiterally, NamedBy } from '../../campaign/audit/found-literally.js';
import type { NamedQueries } from '../../campaign/audit/named-persons.js';
import type { Columns } from './row-records.js';
import type { Session } from './session.js';

/** What names the persons of a sample. A cache keeps nothing of it: it speaks against somebody. */
export async function foundLiterally(session: Session, queries: NamedQueries): Promise<FoundLiterally> {
  const asked = [queries.rows, queries.addresses, queries.sharing];
  const [rows = {}, addresses = {}, sharing = {}] = await session.each(asked, (query) => session.columns(query));
  return {
    rows: each(rows, (at) => ({
      ...given({ personId: at('person_id'), written: at('written'), country: at('country') }),
      kind: String(at('kind')),
      source: String(at('source')),
      row: Number(at('row')),
      by: at('named_by') as NamedBy,
      literal: String(at('literal')),
    })),
    addresses: each(addresses, (at) => ({
      ...given({ held: at('held'), country: at('held_country'), hashed: at('hashed') }),
      by: at('named_by') as NamedBy,
      literal: String(at('literal')),
    })),
    sharing: each(sharing, (at) => ({
      ...given({ country: at('country') }),
      profileId: String(at('profile_id')),
      kind: String(at('kind')),
      raw: String(at('raw')),
    })),
  };
}

const each = <T>(columns: Columns, object: (at: (column: string) => unknown) => T): readonly T[] =>
  range(Object.values(columns)[0]?.length ?? 0).map((i) => object((column) => columns[column]?.[i] ?? null));

/** Missing is null in a table, and nothing in an object. */
const given = <K extends string>(values: Readonly<Record<K, unknown>>): { readonly [N in K]?: string } =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])),
  ) as { readonly [N in K]?: string };
