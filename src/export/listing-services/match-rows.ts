import { type ClearedList, contentOf } from '../../campaign/cleared-list.js';
import type { RenderedColumn, RenderedRow } from '../../campaign/rendering.js';
import { ClearlistError } from '../../errors.js';
import { type Sql, sql } from '../../sql/fragment.js';
import { encodingFaces } from './encoding.js';
import type { FieldRule, KeySlice } from './field-rule.js';
import type { Listing } from './listing.js';
import { checkedOptions } from './listing-issues.js';
import type { ListingRefusal } from './listing-refusals.js';
import type { ListingService } from './listing-service.js';
import type { FieldRefusal, MatchField, MatchKey, MatchRow } from './match.js';
import { fieldReaders } from './read-field.js';
import { serviceNamed } from './registry.js';
import { spellingsOf, writtenAs } from './written-field.js';

/** One column of a rendering: a field under one of its keys. */
interface KeyColumn {
  readonly field: MatchField;
  readonly key: MatchKey;
  readonly column: RenderedColumn;
}

/**
 * Everybody on a cleared list as a service matches them, in the order of the list; those of whom nothing can be sent
 * have no values. Can be read as often as wanted. A list that is refused whole has nobody.
 *
 * @throws {ClearlistError} `definition-invalid` for a listing that the service does not take.
 */
export function matchRows(list: ClearedList, listing: Listing, part?: string): AsyncIterable<MatchRow> {
  const content = contentOf(list);
  const service = serviceNamed(listing.service);
  const columns = columnsOf(service, listing);
  const rendering = { columns: columns.map(({ column }) => column) };
  return {
    async *[Symbol.asyncIterator]() {
      let row = 0;
      for await (const rendered of content.rendered(rendering, part)) {
        row += 1;
        yield matchRow(service, columns, rendered, row);
      }
    },
  };
}

function matchRow(
  { together }: ListingService,
  columns: readonly KeyColumn[],
  { personId, basis, country, cells }: RenderedRow,
  row: number,
): MatchRow {
  const values: Partial<Record<MatchKey, readonly string[]>> = {};
  const refused: FieldRefusal[] = [];
  columns.forEach(({ field, key }, i) => {
    const { texts = [], refused: reasons = [] } = cells[i] ?? {};
    if (texts.length > 0) values[key] = texts;
    for (const reason of reasons) {
      if (refused.some((one) => one.field === field && one.reason === reason)) continue;
      refused.push({ field, reason: reason as ListingRefusal });
    }
  });
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
  if (first === undefined || last === undefined) return;
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

/** Profile fields of what is not an identifier. */
const PROFILE_FIELDS: Readonly<Partial<Record<MatchField, string>>> = {
  first_name: 'firstName',
  last_name: 'lastName',
  postal_code: 'postalCode',
  city: 'city',
  country: 'country',
  birth_date: 'birthDate',
  gender: 'gender',
};

function columnsOf(service: ListingService, listing: Listing): readonly KeyColumn[] {
  const rules = service.fields(checkedOptions(service, listing.options ?? {}));
  return (listing.fields ?? service.defaultFields).flatMap((field) => {
    const rule = rules[field];
    const from = sourceOf(field, listing);
    if (rule === undefined || from === undefined) throw notTaken(service, field);
    const slices: readonly (KeySlice | undefined)[] = rule.keys ?? [undefined];
    return slices.map((slice): KeyColumn => {
      const key = slice?.key ?? (field as MatchKey);
      return {
        field,
        key,
        column: {
          name: key,
          from,
          evaluate: (raw, country) => {
            const spellings = spellingsOf(field, rule, preparedFor(rule, from, raw), country);
            if ('refused' in spellings) return spellings;
            const written = rule.writes === 'all' ? spellings : spellings.slice(0, 1);
            return { texts: written.map((one) => writtenAs(rule, one, slice)) };
          },
          compile: (raw, country) => compiled(field, rule, raw, country, slice),
        },
      };
    });
  });
}

function compiled(field: MatchField, rule: FieldRule, raw: Sql, country: Sql, slice: KeySlice | undefined): Sql {
  const { encodeSql } = encodingFaces[rule.encoding];
  if (rule.spellSql === undefined || encodeSql === undefined) return sql`cast(null as varchar)`;
  const canonical = fieldReaders[field].readSql(raw, country);
  const first = rule.spellSql(canonical, country);
  const one = rule.writes === 'all' ? rule.oneSpellingSql?.(canonical, country) : undefined;
  const spelled = one === undefined ? first : sql`case when ${one} then ${first} end`;
  return encodeSql(slice === undefined ? spelled : sql`substr(${spelled}, ${slice.from + 1}, ${slice.length})`);
}

/** See {@link FieldRule.prepare}. */
const preparedFor = (rule: FieldRule, from: RenderedColumn['from'], raw: string): string =>
  'identifier' in from ? raw : (rule.prepare?.(raw) ?? raw);

function sourceOf(field: MatchField, { externalId, maid, state }: Listing): RenderedColumn['from'] | undefined {
  if (field === 'email' || field === 'phone') return { identifier: field };
  const own = { external_id: externalId, maid, state } as Partial<Record<MatchField, string | undefined>>;
  const name = PROFILE_FIELDS[field] ?? own[field];
  return name === undefined ? undefined : { field: name };
}

const notTaken = ({ id }: ListingService, field: MatchField): ClearlistError =>
  new ClearlistError('definition-invalid', `the listing service "${id}" cannot be given "${field}"`, {
    hint: 'Choose among the fields of the service, and name the profile fields of external id, maid and state.',
  });
