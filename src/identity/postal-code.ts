import { type Canonical, refused } from './canonical.js';
import { isPlaceholder } from './placeholder.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { DASHES, visibleText } from './visible-text.js';

/** Digits of a postal code. Source: UPU addressing systems of each country (read 2026-11-22). */
export const POSTAL_CODE_DIGITS: Readonly<Record<string, number>> = {
  SE: 5,
  FI: 5,
  AX: 5,
  DK: 4,
  NO: 4,
  SJ: 4,
  FO: 3,
  GL: 4,
  IS: 3,
};
/** Countries whose codes are so many digits and nothing else, ISO 3166-1 alpha-2. */
export const NORDIC_POSTAL_CODES: readonly string[] = Object.keys(POSTAL_CODE_DIGITS);
/** What is written before the code in other countries; the one-letter signs are those of road traffic. */
export const POSTAL_CODE_PREFIXES: Readonly<Record<string, readonly string[]>> = {
  SE: ['SE', 'S'],
  FI: ['FI', 'FIN', 'SF'],
  AX: ['AX', 'FI', 'FIN'],
  DK: ['DK'],
  NO: ['NO', 'N'],
  SJ: ['NO', 'N', 'SJ'],
  FO: ['FO'],
  GL: ['GL', 'DK'],
  IS: ['IS'],
};

/**
 * A postal code without country prefix and spaces, in capitals: `SE-111 22` is `11122`.
 *
 * `country` is ISO 3166-1 alpha-2 in capitals. In the Nordic countries the number of digits is fixed, so a code that
 * is short has lost the zeros in front of it (Helsinki 00100, Oslo 0150) and is refused.
 */
export function canonicalPostalCode(raw: string, country?: string): Canonical {
  const text = visibleText(raw)?.toUpperCase().replace(DASHES, '-');
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  if (isSpreadsheetDamage(text) || /^\d{3,4}[.,]0+$/.test(text)) return refused('SPREADSHEET_DAMAGE');
  const code = text.replace(/[\s-]/g, '');
  const digits = country === undefined ? undefined : POSTAL_CODE_DIGITS[country];
  if (country === undefined || digits === undefined) return freeCode(code);
  const bare = (POSTAL_CODE_PREFIXES[country] ?? []).reduce((rest, prefix) => withoutPrefix(rest, prefix), code);
  if (/^\d+$/.test(bare) && bare.length === digits) return { value: bare };
  return refused(
    /^[1-9]\d*$/.test(bare) && bare.length < digits && bare.length >= digits - 2
      ? 'SPREADSHEET_DAMAGE'
      : 'NOT_A_POSTAL_CODE',
  );
}

const withoutPrefix = (code: string, prefix: string): string =>
  code.startsWith(prefix) && /^\d+$/.test(code.slice(prefix.length)) ? code.slice(prefix.length) : code;

/** Elsewhere: letters and digits, at least one digit. A Nordic prefix says where the code is from. */
function freeCode(code: string): Canonical {
  const [, prefix, digits = ''] = /^(SE|FIN?|AX|DK|NO|IS|FO|GL|S|N)(\d{3,5})$/.exec(code) ?? [];
  const home = Object.keys(POSTAL_CODE_PREFIXES).find(
    (key) => prefix !== undefined && POSTAL_CODE_PREFIXES[key]?.includes(prefix) === true,
  );
  if (home !== undefined && digits.length === POSTAL_CODE_DIGITS[home]) return { value: digits };
  return /^(?=.*\d)[A-Z0-9]{3,10}$/.test(code) ? { value: code } : refused('NOT_A_POSTAL_CODE');
}
