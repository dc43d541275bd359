import { isSupportedCountry } from 'libphonenumber-js/max';
import { type Canonical, refused } from './canonical.js';
import { countryNames } from './country-names.js';
import { isPlaceholder } from './placeholder.js';
import { visibleText } from './visible-text.js';

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(countryNames).flatMap(([code, names]) =>
    names.split('|').map((name): [string, string] => [name, code]),
  ),
);
/** Codes of telephone numbering that are no country of ISO 3166-1. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['AC', 'TA', 'XK']);

/** ISO 3166-1 alpha-2 in capitals, from the code itself or a name in a Nordic language or English; `UK` is `GB`. */
export function canonicalCountry(raw: string): Canonical {
  const text = visibleText(raw);
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  const value = BY_NAME.get(text.toLowerCase().replace(/\s+/g, ' ')) ?? codeOf(text.toUpperCase());
  return value === undefined ? refused('COUNTRY_UNKNOWN') : { value };
}

const codeOf = (text: string): string | undefined =>
  /^[A-Z]{2}$/.test(text) && isSupportedCountry(text) && !NO_COUNTRY.has(text) ? text : undefined;
