import { parsePlainDate } from '../model/plain-date.js';
import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { isPlaceholder } from './placeholder.js';
import { DASHES, visibleText } from './visible-text.js';

/**
 * A birth date as `YYYY-MM-DD`.
 *
 * Only ISO 8601 is read, with hyphens or without: in any other order day and month cannot be told apart, and a date
 * guessed wrong lets a minor in. A bare number of five digits is a spreadsheet’s count of days.
 */
export function canonicalBirthDate(raw: string): Canonical {
  const text = visibleText(raw)?.replace(DASHES, '-');
  if (text === undefined) return refused('EMPTY');
  if (isPlaceholder(text) || NO_BIRTH_DATES.has(text.slice(0, 10))) return refused('PLACEHOLDER');
  if (nationalIdCountry(text) !== undefined) return refused('NATIONAL_ID');
  if (/^\d{5}(?:[.,]0+)?$/.test(text)) return refused('SPREADSHEET_DAMAGE');
  const day = text.replace(/[T ]00:00(?::00(?:[.]0+)?)?$/i, '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const value = parsePlainDate(day);
  if (value !== undefined) return { value };
  return refused(isAmbiguous(text) ? 'DATE_AMBIGUOUS' : 'NOT_A_DATE');
}

/** What systems write for a date that they do not have. */
export const NO_BIRTH_DATES: ReadonlySet<string> = new Set([
  '0000-00-00',
  '0001-01-01',
  '1900-01-01',
  '1899-12-30',
  '9999-12-31',
  '19000101',
]);

function isAmbiguous(text: string): boolean {
  const [, first, second] = /^(\d{1,2})[./ -](\d{1,2})[./ -](?:\d{2}|\d{4})$/.exec(text) ?? [];
  return first !== undefined && Number(first) <= 12 && Number(second) <= 12;
}
