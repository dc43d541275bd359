import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder } from './placeholder.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { DASHES, visibleText } from './visible-text.js';

/**
 * A given or a family name: lower case, one space between words, one kind of hyphen and of apostrophe.
 *
 * Letters are kept as they are (`åsa` is not `asa`), and titles too: what one country writes as a title is a name in
 * another. A name has a letter and neither digits nor the signs of addresses and formulas.
 */
export function canonicalName(raw: string): Canonical {
  const text = visibleText(raw);
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  if (isSpreadsheetDamage(text)) return refused('SPREADSHEET_DAMAGE');
  if (nationalIdCountry(text) !== undefined) return refused('NATIONAL_ID');
  const value = plainWords(text);
  if (isPlaceholder(value)) return refused('PLACEHOLDER');
  if (value.length > LONGEST) return refused('TOO_LONG');
  return /\p{L}/u.test(value) && NAME.test(value) ? { value } : refused('NOT_A_NAME');
}

/** Units: UTF-16 code units. */
const LONGEST = 120;
const NAME = /^[\p{L}\p{M}][\p{L}\p{M} .,'()/-]*$/u;
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4\u0060\u2032]/g;

/** Lower case in Unicode form C; white space, hyphens and apostrophes in one form. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
    .replace(DASHES, '-')
    .replace(APOSTROPHES, "'")
    .replace(/\s+/g, ' ')
    .replace(/ ?- ?/g, '-')
    .trim();
