import { ClearlistError } from '../../errors.js';
import { rowCountry, textOf } from '../../identity/canonical-fields.js';
import type { Encoding } from './encoding.js';
import type { FieldRule } from './field-rule.js';
import { checkedOptions } from './listing-issues.js';
import type { ListingRefusal } from './listing-refusals.js';
import { type MatchField, type MatchKey, matchFields } from './match.js';
import { serviceNamed } from './registry.js';
import { sliceOf, spellingsOf, writtenAs } from './written-field.js';

/** One spelling of a field: as the service compares it, and as it is written; the same where it is plain. */
export interface WrittenField {
  readonly normalized: string;
  readonly hash: string;
  readonly encoding: Encoding;
}

/** What became of one field. */
export type NormalizedField = (WrittenField & NormalizedExtras) | { readonly refused: ListingRefusal };

interface NormalizedExtras {
  /** Of a field that the service takes under several keys: every one under its own name, the first of them is above. */
  readonly keys?: Readonly<Record<string, WrittenField>>;
  /** The other spellings that the service’s rules can be read to mean; absent where there are none. */
  readonly variants?: readonly WrittenField[];
}

/** Country and options with which identifiers are written for a service. */
export interface NormalizeForOptions {
  /** ISO 3166-1 alpha-2, for rows that name no country. */
  readonly country?: string;
  /** Options of the service’s profile. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Gives the other spellings too. */
  readonly variants?: boolean;
}

/**
 * What a listing service makes of identifiers, as they are written: normalised, and hashed where the service wants hashes.
 *
 * Shape: one answer for each field given, under its name; a field that the service does not take is refused. Values are
 * text or whole numbers. What is empty or useless, damaged, or an identity number is refused and never hashed.
 *
 * @throws {ClearlistError} `unknown-name` for a service or a field that there is not; `definition-invalid` for options.
 * @example
 * normalizeFor('meta-custom-audience', { phone: '070-123 45 67' }, { country: 'SE' }).phone;
 * //=> { normalized: '46701234567', hash: '6f24…', encoding: 'sha256-hex' }
 */
export function normalizeFor(
  service: string,
  row: Readonly<Record<string, unknown>>,
  { country, options = {}, variants = false }: NormalizeForOptions = {},
): Readonly<Partial<Record<MatchField, NormalizedField>>> {
  const profile = serviceNamed(service);
  const rules = profile.fields(checkedOptions(profile, options));
  const home = rowCountry(row.country, country);
  const answers: Partial<Record<MatchField, NormalizedField>> = {};
  for (const [field, raw] of Object.entries(row)) {
    if (!isMatchField(field)) throw unknownField(field);
    const rule = rules[field];
    answers[field] = rule === undefined ? { refused: 'FIELD_NOT_ACCEPTED' } : answer(field, rule, raw);
  }
  return answers;

  function answer(field: MatchField, rule: FieldRule, raw: unknown): NormalizedField {
    if (raw === null || raw === undefined) return { refused: 'EMPTY' };
    const text = textOf(raw);
    if (text === undefined) return { refused: 'NOT_TEXT' };
    const spellings = spellingsOf(field, rule, rule.prepare?.(text) ?? text, home);
    if ('refused' in spellings) return spellings;
    const [best, ...others] = spellings;
    return {
      ...firstKey(rule, best),
      ...(rule.keys === undefined ? {} : { keys: everyKey(rule, best, profile.keyNames) }),
      ...(variants && others.length > 0 ? { variants: others.map((one) => firstKey(rule, one)) } : {}),
    };
  }
}

const firstKey = (rule: FieldRule, normalized: string): WrittenField => writtenField(rule, normalized, rule.keys?.[0]);

const everyKey = (
  rule: FieldRule,
  normalized: string,
  names: Readonly<Partial<Record<MatchKey, string>>>,
): Readonly<Record<string, WrittenField>> =>
  Object.fromEntries(
    (rule.keys ?? []).map((slice) => [names[slice.key] ?? slice.key, writtenField(rule, normalized, slice)]),
  );

const writtenField = (
  rule: FieldRule,
  normalized: string,
  slice: NonNullable<FieldRule['keys']>[number] | undefined,
): WrittenField => ({
  normalized: slice === undefined ? normalized : sliceOf(normalized, slice),
  hash: writtenAs(rule, normalized, slice),
  encoding: rule.encoding,
});

const isMatchField = (field: string): field is MatchField => (matchFields as readonly string[]).includes(field);

const unknownField = (field: string): ClearlistError =>
  new ClearlistError('unknown-name', 'a field has a name that is not known', {
    ...(/^[a-z_]{1,30}$/i.test(field) ? { at: field } : {}),
    hint: `Use any of: ${matchFields.join(', ')}.`,
  });
