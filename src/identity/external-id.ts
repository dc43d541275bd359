import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder } from './placeholder.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { visibleText } from './visible-text.js';

/**
 * Another system’s number for a person, as it is: case and zeros in front can matter.
 *
 * An identity number is refused, however well it serves as a key: it would leave with every list. `country` is that
 * of the row, ISO 3166-1 alpha-2 in capitals.
 */
export function canonicalExternalId(raw: string, country?: string): Canonical {
  const text = visibleText(raw);
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text)) return refused('PLACEHOLDER');
  if (isSpreadsheetDamage(text)) return refused('SPREADSHEET_DAMAGE');
  if (nationalIdCountry(text, country) !== undefined) return refused('NATIONAL_ID');
  if (text.length > LONGEST) return refused('TOO_LONG');
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(text) ? { value: text } : refused('NOT_AN_EXTERNAL_ID');
}

/** Units: UTF-16 code units. */
const LONGEST = 256;
