import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Phone numbers in E.164, with the whole numbering plan of each country behind them.
 *
 * A number written without a country is read by the country given with it, and is invalid without one. An extension
 * is dropped: a message goes to the number. Source: ITU-T E.164; numbering plans from libphonenumber.
 */

const INVISIBLE = /\p{Cf}/gu;
const DASHES = /[\p{Pd}\u2212]/gu;
const TRUNK_IN_BRACKETS = /\(0\)/g;
/** The international prefix of every country that the presets know, however it is set off. */
const INTERNATIONAL_PREFIX = /^\(?00[\s)-]*(?=[1-9])/;

/** The canonical form, or `undefined` for what cannot be a number. */
export function canonicalPhone(raw: string, country: string | undefined): string | undefined {
  const text = raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(TRUNK_IN_BRACKETS, '')
    .trim()
    .replace(INTERNATIONAL_PREFIX, '+');
  if (/[^\d\s()+./-]/.test(text.replace(/(?:ext|x|ankn|alanumero)\.?\s*\d+$/i, ''))) return undefined;
  const known = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text, { extract: false, ...(known === undefined ? {} : { defaultCountry: known }) });
  return number?.isValid() === true ? number.number : undefined;
}
