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
const EXTENSION = /\s*(?:ext|x|ankn|alanumero)\.?\s*\d+$/i;

/** A number that could exist. */
export interface PhoneNumber {
  /** E.164, `+46701234567`. */
  readonly number: string;
  /** Whether the country's numbering plan has it: only then is it written to. */
  readonly valid: boolean;
}

/**
 * The number a text stands for, or `undefined` for what cannot be one.
 *
 * A refusal counts on any number that could exist: numbering plans grow, and their metadata comes later.
 */
export function readPhone(raw: string, country: string | undefined): PhoneNumber | undefined {
  const text = raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(TRUNK_IN_BRACKETS, '')
    .trim()
    .replace(INTERNATIONAL_PREFIX, '+')
    .replace(EXTENSION, '');
  if (/[^\d\s()+./-]/.test(text)) return undefined;
  const known = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(known === undefined ? {} : { defaultCountry: known }),
  });
  return number?.isPossible() === true ? { number: number.number, valid: number.isValid() } : undefined;
}

/** The canonical form of a number that can be written to, or `undefined`. */
export function canonicalPhone(raw: string, country: string | undefined): string | undefined {
  const phone = readPhone(raw, country);
  return phone?.valid === true ? phone.number : undefined;
}
