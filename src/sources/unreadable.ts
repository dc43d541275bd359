import { ClearlistError, type Issue } from '../errors.js';
import type { RecordBinding } from './binding.js';
import type { FrameDamage } from './csv-grammar.js';
import { LOCATED } from './csv-structure.js';

/** Why a row cannot be read, in words that hold nothing of it. */
export const damageReasons: Readonly<Record<FrameDamage | 'few' | 'many', string>> = {
  quote: 'text follows a closing quote',
  unclosed: 'a quote is never closed',
  too_long: 'the row is longer than 2 MiB; perhaps a quote is never closed',
  line_end: 'the line ends otherwise than the first one',
  few: 'fewer cells than columns',
  many: 'more cells than columns',
};

/** In the place of the field for whose sake a row is lost; no field is called so. */
export const DUPLICATE = '(duplicate)';
export const IDENTIFIER = '(identifier)';

const reasons: Readonly<Record<string, string>> = {
  [DUPLICATE]: 'its id is there more than once, and the rule for that does not say which counts',
  [IDENTIFIER]: 'an identifier of no kind that the binding knows',
};

export const lostReason = (field: string): string => reasons[field] ?? `no readable ${field}`;

/** How many rows of a source may be unreadable. */
export const toleranceOf = ({ tolerance = 0 }: Pick<RecordBinding, 'tolerance'>): number => tolerance;

/**
 * Rows that cannot be read, and are not tolerated: any of them could hold what must not be missed.
 *
 * @param issues The first of them, each with file and line.
 */
export function unreadableRows(
  source: string,
  binding: Pick<RecordBinding, 'tolerance'>,
  count: number,
  issues: readonly Issue[],
): ClearlistError {
  const accepted = toleranceOf(binding);
  const rows = count === 1 ? 'a row' : `${count} rows`;
  const limit = accepted === 0 ? '' : `, and ${accepted} are accepted`;
  const first = issues[0] === undefined ? '' : `: ${issues[0].message}`;
  return new ClearlistError('rows-unreadable', `${rows} of source "${source}" cannot be read${limit}${first}`, {
    ...(issues[0]?.at === undefined ? {} : { at: issues[0].at }),
    hint: 'Correct the rows or the binding; only a source of purchases or events may state a tolerance.',
    issues: issues.slice(0, LOCATED),
  });
}

/** Damage after which the rest of a file is guesswork, whatever the tolerance. */
export function damagedStructure(source: string, issues: readonly Issue[]): ClearlistError {
  return new ClearlistError('rows-unreadable', `the rows of source "${source}" cannot be told apart`, {
    ...(issues[0]?.at === undefined ? {} : { at: issues[0].at }),
    hint: 'Correct the file, or the quote and delimiter of the binding; no tolerance covers this.',
    issues: issues.slice(0, LOCATED),
  });
}
