import {
  type CountryCode,
  isSupportedCountry,
  type NumberType,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder } from './placeholder.js';
import type { IdentityRefusal } from './refusals.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { DASHES, INVISIBLE } from './visible-text.js';

/**
 * Phone numbers in E.164, with the whole numbering plan of each country behind them.
 *
 * A number written without a country is read by the country given with it, and is invalid without one: eight digits
 * alone are Danish or Norwegian, and nobody can say which. An extension is dropped: a message goes to the number.
 * What the numbering plan makes a number is one, also where it looks like something else (`070123-4567`); a lost
 * leading zero or plus is read where the country leaves one reading, and refused otherwise.
 * Source: ITU-T E.164; RFC 3966 (`tel:`); numbering plans from libphonenumber.
 */

const TRUNK_IN_BRACKETS = /\(0\)/g;
/** The international prefix of every country that the presets know, however it is set off. */
const INTERNATIONAL_PREFIX = /^\(?00[\s)-]*(?=[1-9])/;
/** The whole prefix in brackets, `(+46) 70 …`. */
const BRACKETED_PREFIX = /^\((?:\+|00)\s*(\d{1,3})\)/;
/** Extensions as the Nordic countries and libphonenumber write them, RFC 3966 included. */
const EXTENSION =
  /[\s,;]*(?:;ext=|extension|extn?|x|#|anknytning|ankn|alanumero|alanro|ala|lokalnr|lokal|internnr|linje)[\s.:]*\d{1,7}#?$/i;
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A number that could exist. */
export interface PhoneNumber {
  /** E.164, `+46701234567`. */
  readonly number: string;
  /** Whether the country's numbering plan has it: only then is it written to. */
  readonly valid: boolean;
  /** Whether it can receive text messages, as far as the plan tells: false for a landline, true where it may be either. */
  readonly texts: boolean;
}

/**
 * The number a text stands for, or `undefined` for what cannot be one.
 *
 * A refusal counts on any number that could exist: numbering plans grow, and their metadata comes later. Placeholders,
 * identity numbers and what a spreadsheet left are none, or a refusal on one would reach everybody who has the same.
 * `country` is ISO 3166-1 alpha-2 in capitals; one that has no numbering plan counts as none.
 */
export function readPhone(raw: string, country: string | undefined): PhoneNumber | undefined {
  const read = examined(raw, country);
  return 'refused' in read ? read.possible : read;
}

/** The canonical form of a number that can be written to, or `undefined`. */
export function canonicalPhone(raw: string, country: string | undefined): string | undefined {
  const phone = readPhone(raw, country);
  return phone?.valid === true ? phone.number : undefined;
}

/** The same with the reason why there is none. */
export function phoneOrReason(raw: string, country: string | undefined): Canonical {
  const read = examined(raw, country);
  return 'refused' in read ? refused(read.refused) : { value: read.number };
}

type Examined =
  | (PhoneNumber & { readonly valid: true })
  | { readonly refused: IdentityRefusal; readonly possible?: PhoneNumber };

function examined(raw: string, country: string | undefined): Examined {
  const written = raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf))
    .trim();
  if (written === '') return refused('EMPTY');
  if (isSpreadsheetDamage(written)) return refused('SPREADSHEET_DAMAGE');
  const text = written
    .replace(/^tel:\s*/i, '')
    .replace(EXTENSION, '')
    .replace(BRACKETED_PREFIX, '+$1 ')
    .replace(INTERNATIONAL_PREFIX, '+');
  const found = numberIn(text, country, 'valid');
  if (found !== undefined) return { number: found.number, valid: true, texts: !TEXTLESS.has(found.type) };
  const why = whyNot(written, text, country);
  const possible = why === 'PHONE_NOT_VALID' ? numberIn(text, country, 'possible') : undefined;
  return {
    refused: why,
    ...(possible === undefined ? {} : { possible: { number: possible.number, valid: false, texts: false } }),
  };
}

/** Kinds of number that no text message reaches. Source: kinds of libphonenumber. */
const TEXTLESS: ReadonlySet<NumberType> = new Set<NumberType>([
  'FIXED_LINE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
  'PAGER',
]);

/** A number as it is dialled from everywhere, and the kind that the plan makes of it when it is read without a country. */
interface Planned {
  readonly number: string;
  readonly type: NumberType;
}

/** A zero in brackets is not dialled from abroad; where it belongs to the number (Italy) it is kept. */
function numberIn(text: string, country: string | undefined, need: Need): Planned | undefined {
  if (/[^\d\s()+./-]/.test(text)) return undefined;
  const without = planned(text.replace(TRUNK_IN_BRACKETS, ''), country, need);
  return without ?? (text.includes('(0)') ? planned(text, country, need) : undefined);
}

/** `valid`: the numbering plan has it; `possible`: it has as many digits as numbers there have. */
type Need = 'valid' | 'possible';

/**
 * What the numbering plan makes of it. Where a trunk digit can begin a number (Belarus), E.164 is not always read back
 * as itself; nobody can be sure of such a number, and it is none.
 */
function planned(text: string, country: string | undefined, need: Need): Planned | undefined {
  const found = parsed(text, country, need);
  if (found === undefined) return undefined;
  const { number } = found;
  const asWritten = number === `+${text.replace(/\D/g, '')}`;
  // Behind a plus no country is asked: reading it again would be the same reading.
  if (asWritten && text.startsWith('+')) return found;
  const again = parsed(number, undefined, need);
  return asWritten || again?.number === number ? { number, type: again?.type } : undefined;
}

function parsed(text: string, country: string | undefined, need: Need): Planned | undefined {
  const known = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const found = parsePhoneNumberFromString(text, {
    extract: false,
    ...(known === undefined ? {} : { defaultCountry: known }),
  });
  if (found === undefined) return undefined;
  // What has a kind is valid; that is asked for only once, being most of the work.
  const type = found.getType();
  const counts = need === 'possible' ? found.isPossible() : type !== undefined || found.isValid();
  return counts ? { number: found.number, type } : undefined;
}

function whyNot(written: string, text: string, country: string | undefined): IdentityRefusal {
  if (isPlaceholder(written)) return 'PLACEHOLDER';
  if (nationalIdCountry(written, country) !== undefined) return 'NATIONAL_ID';
  if (/\d{5}.*[;,/|].*\d{5}/.test(written)) return 'SEVERAL_VALUES';
  const digits = text.replace(/[\s()./-]/g, '');
  if (!/^\+?\d{3,}$/.test(digits)) return 'NOT_A_PHONE';
  if (digits.startsWith('+')) return 'PHONE_NOT_VALID';
  // The plus is lost: the digits are a number of another country than the row's, or of one that no row names.
  if (planned(`+${digits}`, undefined, 'valid') !== undefined && digits.length > 8) return 'SPREADSHEET_DAMAGE';
  if (country !== undefined && isSupportedCountry(country)) return 'PHONE_NOT_VALID';
  return /^[2-9]\d{7}$/.test(digits) ? 'PHONE_AMBIGUOUS' : 'PHONE_COUNTRY_MISSING';
}
