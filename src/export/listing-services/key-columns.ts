import { neverCertain } from '../../campaign/certain-texts.js';
import type { CompiledColumn, CompiledStep, RenderedColumn } from '../../campaign/rendering.js';
import { ClearlistError } from '../../errors.js';
import { sql } from '../../sql/fragment.js';
import { encodingFaces } from './encoding.js';
import type { FieldRule, KeySlice } from './field-rule.js';
import { hashedColumn, hashedFields } from './hashed-column.js';
import type { Listing } from './listing.js';
import { checkedOptions } from './listing-issues.js';
import type { ListingService } from './listing-service.js';
import type { MatchField, MatchKey } from './match.js';
import { fieldReaders } from './read-field.js';
import { serviceNamed } from './registry.js';
import { spellingsOf, writtenAs } from './written-field.js';

/** One column of a rendering: a field under one of its keys. */
export interface KeyColumn {
  readonly field: MatchField;
  readonly key: MatchKey;
  readonly column: RenderedColumn;
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

/** Of these there are far fewer than persons. */
const REPEATED: readonly MatchField[] = [
  ...(['first_name', 'last_name', 'postal_code', 'city', 'state'] as const),
  ...(['country', 'birth_date', 'gender'] as const),
];

/**
 * How a list is rendered for a listing: a column for every key that it is given.
 *
 * @throws {ClearlistError} `unknown-name`, `definition-invalid` for a listing that the service does not take.
 */
export function keyColumns(listing: Listing): readonly KeyColumn[] {
  const service = serviceNamed(listing.service);
  const rules = service.fields(checkedOptions(service, listing.options ?? {}));
  return (listing.fields ?? service.defaultFields).flatMap((field) => {
    const rule = rules[field];
    const from = sourceOf(field, listing);
    if (rule === undefined || from === undefined) throw notTaken(service, field);
    const own = hashedFields.find((one) => one === field);
    const declared = own === undefined ? undefined : listing.hashed?.[own];
    if (own !== undefined && declared !== undefined)
      return [{ field, key: own, column: hashedColumn(own, declared.field, rule.encoding) }];
    const slices: readonly (KeySlice | undefined)[] = rule.keys ?? [undefined];
    return slices.map((slice): KeyColumn => {
      const key = slice?.key ?? (field as MatchKey);
      return {
        field,
        key,
        column: {
          name: key,
          from,
          holds: rule.encoding === 'plain' ? 'text' : 'digest',
          repeats: REPEATED.includes(field),
          evaluate: (raw, country) => {
            const spellings = spellingsOf(field, rule, preparedFor(rule, from, raw), country);
            if ('refused' in spellings) return spellings;
            const written = rule.writes === 'all' ? spellings : spellings.slice(0, 1);
            return { texts: written.map((one) => writtenAs(rule, one, slice)) };
          },
          compile: compiled(field, rule, slice),
        },
      };
    });
  });
}

function compiled(field: MatchField, rule: FieldRule, slice: KeySlice | undefined): CompiledColumn {
  const { spellSql, oneSpellingSql, writes } = rule;
  const { encodeSql } = encodingFaces[rule.encoding];
  const { readSql } = fieldReaders[field];
  if (readSql === undefined || spellSql === undefined || encodeSql === undefined) return neverCertain;
  const spelled: CompiledStep = (canonical, country, raw) => {
    const first = spellSql(canonical, country, raw);
    const one = writes === 'all' ? oneSpellingSql?.(canonical, country) : undefined;
    const spelling = one === undefined ? first : sql`case when ${one} then ${first} end`;
    return slice === undefined ? spelling : sql`substr(${spelling}, ${slice.from + 1}, ${slice.length})`;
  };
  return { steps: [...readSql, spelled], write: encodeSql };
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
