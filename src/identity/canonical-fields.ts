import { ClearlistError } from '../errors.js';
import { canonicalBirthDate } from './birth-date.js';
import { type Canonical, formOf, refused } from './canonical.js';
import { canonicalCountry } from './country.js';
import { canonicalCookieId, canonicalDeviceId } from './device-id.js';
import { readEmail } from './email.js';
import { canonicalExternalId } from './external-id.js';
import { canonicalGender } from './gender.js';
import { canonicalName } from './person-name.js';
import { phoneOrReason } from './phone.js';
import { isPlaceholder } from './placeholder.js';
import { canonicalPostalCode } from './postal-code.js';
import { postalKey } from './postal-key.js';
import type { IdentityRefusal } from './refusals.js';
import { canonicalAddress, canonicalCity } from './street-address.js';
import { visibleText } from './visible-text.js';

type Reader = (raw: string, country: string | undefined) => Canonical;

/** An identity number is never taken, whether it is a right one or not. */
const neverTaken: Reader = (raw) => {
  const text = visibleText(raw);
  return refused(text === undefined ? 'EMPTY' : isPlaceholder(text) ? 'PLACEHOLDER' : 'NATIONAL_ID');
};

/** A value that matches refusals by itself where nothing wider is said. */
const matched =
  (read: Reader): Reader =>
  (raw, country) => {
    const canonical = read(raw, country);
    return 'value' in canonical ? { refusalKey: canonical.value, ...canonical } : canonical;
  };

/** Every field that {@link canonicalFields} knows, with how it is read. */
const readers = {
  email: matched((raw) => readEmail(raw)),
  phone: matched(phoneOrReason),
  first_name: (raw) => canonicalName(raw),
  last_name: (raw) => canonicalName(raw),
  postal_code: canonicalPostalCode,
  city: (raw) => canonicalCity(raw),
  address: (raw) => canonicalAddress(raw),
  country: (raw) => canonicalCountry(raw),
  birth_date: (raw) => canonicalBirthDate(raw),
  gender: (raw) => canonicalGender(raw),
  device_id: matched((raw) => canonicalDeviceId(raw)),
  cookie_id: matched((raw) => canonicalCookieId(raw)),
  external_id: matched(canonicalExternalId),
  national_id: neverTaken,
} as const satisfies Record<string, Reader>;

/** A field that has a canonical form. */
export type CanonicalField = keyof typeof readers;

/** The names of the fields that can be read, in the order of the documentation. */
export const canonicalFieldNames = Object.keys(readers) as readonly CanonicalField[];

/** What became of one field: the form it has everywhere and, for identifiers, what refusals match; or why it is none. */
export type FieldAnswer =
  | { readonly canonical: string; readonly refusalKey?: string }
  | { readonly refused: IdentityRefusal };

/** What is assumed where a row does not say it. */
export interface CanonicalFieldsOptions {
  /** ISO 3166-1 alpha-2, for rows that name no country. */
  readonly country?: string;
}

/**
 * What Clearlist makes of identifiers as they are written: the same forms and keys by which decisions are made.
 *
 * Shape: one answer for each field given, under its name; and `postal`, the key of name and address, where first
 * name, last name, address, postal code and a country are given. A phone number is read by the row’s country, or by
 * `country` where the row names none; a country that cannot be read gives none. Values are text or whole numbers.
 *
 * @throws {ClearlistError} `unknown-name` for a field that is not one of {@link canonicalFieldNames}.
 * @example
 * canonicalFields({ email: 'Anna+Fuel@Example.SE ' });
 * //=> { email: { canonical: 'anna+fuel@example.se', refusalKey: 'anna@example.se' } }
 */
export function canonicalFields(
  row: Readonly<Record<string, unknown>>,
  { country }: CanonicalFieldsOptions = {},
): Readonly<Partial<Record<CanonicalField | 'postal', FieldAnswer>>> {
  const home = rowCountry(row.country, country);
  const answers: Partial<Record<CanonicalField | 'postal', FieldAnswer>> = {};
  for (const [field, raw] of Object.entries(row)) {
    if (!isField(field)) throw unknownField(field);
    answers[field] = answer(raw, (text) => readers[field](text, home));
  }
  const [firstName, lastName, address, postalCode] = POSTAL.map((field) => textOf(row[field]));
  if (home !== undefined && firstName && lastName && address && postalCode) {
    answers.postal = shown(postalKey({ firstName, lastName, address, postalCode, country: home }));
  }
  return answers;
}

const POSTAL = ['first_name', 'last_name', 'address', 'postal_code'] as const;

const isField = (field: string): field is CanonicalField => Object.hasOwn(readers, field);

/** Text or a whole number that JavaScript holds exactly; `undefined` for anything else. */
export const textOf = (raw: unknown): string | undefined =>
  typeof raw === 'string' ? raw : Number.isSafeInteger(raw) ? String(raw) : undefined;

function answer(raw: unknown, read: (text: string) => Canonical): FieldAnswer {
  if (raw === null || raw === undefined) return { refused: 'EMPTY' };
  const text = textOf(raw);
  return text === undefined ? { refused: 'NOT_TEXT' } : shown(read(text));
}

const shown = (canonical: Canonical): FieldAnswer => {
  if ('refused' in canonical) return canonical;
  const { value, refusalKey } = canonical;
  return refusalKey === undefined ? { canonical: value } : { canonical: value, refusalKey };
};

/** The country by which a row is read: its own, or the fallback where it names none. One that cannot be read gives none. */
export function rowCountry(raw: unknown, fallback: string | undefined): string | undefined {
  const written = textOf(raw);
  const read = written === undefined ? refused('EMPTY') : canonicalCountry(written);
  const missing = 'refused' in read && (read.refused === 'EMPTY' || read.refused === 'PLACEHOLDER');
  return missing ? fallback : formOf(read);
}

const unknownField = (field: string): ClearlistError =>
  new ClearlistError('unknown-name', 'a field has a name that is not known', {
    ...(/^[a-z_]{1,30}$/i.test(field) ? { at: field } : {}),
    hint: `Use any of: ${canonicalFieldNames.join(', ')}.`,
  });
