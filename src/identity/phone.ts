import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type Canonical, formOf, refused } from './canonical.js';
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

/** The canonical form, or `undefined` for what cannot be a number. */
export const canonicalPhone = (raw: string, country: string | undefined): string | undefined =>
  formOf(readPhone(raw, country));

/**
 * The number in E.164, or why there is none.
 *
 * `country` is ISO 3166-1 alpha-2 in capitals; one that has no numbering plan counts as none.
 */
export function readPhone(raw: string, country: string | undefined): Canonical {
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
  const value = numberIn(text, country);
  return value === undefined ? refused(whyNot(written, text, country)) : { value };
}

/** A zero in brackets is not dialled from abroad; where it belongs to the number (Italy) it is kept. */
function numberIn(text: string, country: string | undefined): string | undefined {
  if (/[^\d\s()+./-]/.test(text)) return undefined;
  const without = validNumber(text.replace(TRUNK_IN_BRACKETS, ''), country);
  return without ?? (text.includes('(0)') ? validNumber(text, country) : undefined);
}

/**
 * What the numbering plan makes of it. Where a trunk digit can begin a number (Belarus), E.164 is not always read back
 * as itself; nobody can be sure of such a number, and it is none.
 */
function validNumber(text: string, country: string | undefined): string | undefined {
  const number = planned(text, country);
  if (number === undefined || number === `+${text.replace(/\D/g, '')}`) return number;
  return planned(number, undefined) === number ? number : undefined;
}

function planned(text: string, country: string | undefined): string | undefined {
  const known = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(known === undefined ? {} : { defaultCountry: known }),
  });
  return number?.isValid() === true ? number.number : undefined;
}

function whyNot(written: string, text: string, country: string | undefined): IdentityRefusal {
  if (isPlaceholder(written)) return 'PLACEHOLDER';
  if (nationalIdCountry(written, country) !== undefined) return 'NATIONAL_ID';
  if (/\d{5}.*[;,/|].*\d{5}/.test(written)) return 'SEVERAL_VALUES';
  const digits = text.replace(/[\s()./-]/g, '');
  if (!/^\+?\d{3,}$/.test(digits)) return 'NOT_A_PHONE';
  if (digits.startsWith('+')) return 'PHONE_NOT_VALID';
  // The plus is lost: the digits are a number of another country than the row's, or of one that no row names.
  if (validNumber(`+${digits}`, undefined) !== undefined && digits.length > 8) return 'SPREADSHEET_DAMAGE';
  if (country !== undefined && isSupportedCountry(country)) return 'PHONE_NOT_VALID';
  return /^[2-9]\d{7}$/.test(digits) ? 'PHONE_AMBIGUOUS' : 'PHONE_COUNTRY_MISSING';
}
