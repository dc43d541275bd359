import { ClearlistError, type Issue } from '../errors.js';
import type { SourceBinding } from './binding.js';

/** A row that cannot be read: where it is, and why, without what it says. */
export interface UnreadableRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** How many are shown; all are counted. */
export const SHOWN_ROWS = 20;

/** How many unreadable rows a source may have: none, but for purchases and events as the binding says. */
export const toleranceOf = ({ tolerance = 0 }: SourceBinding): number => tolerance;

const issueOf = ({ file, line, reason }: UnreadableRow): Issue => ({ at: `${file}:${line}`, message: reason });

/**
 * A row that cannot be read could be a refusal, so it stops the run.
 *
 * @throws {ClearlistError} `rows-unreadable` beyond the source's tolerance.
 */
export function requireReadable(source: string, binding: SourceBinding, count: number, shown: readonly UnreadableRow[]): void {
  if (count <= toleranceOf(binding)) return;
  const [first] = shown;
  const rows = count === 1 ? 'a row' : `${count} rows`;
  throw new ClearlistError('rows-unreadable', `${rows} of the source "${source}" cannot be read${first === undefined ? '' : `: ${first.reason}`}`, {
    ...(first === undefined ? {} : { at: `${first.file}:${first.line}` }),
    hint:
      binding.kind === 'purchase' || binding.kind === 'event'
        ? 'Correct the rows, or state in the binding how many may be left out ("tolerance").'
        : 'Correct the rows in the source; an unread row could be a refusal.',
    issues: shown.slice(0, SHOWN_ROWS).map(issueOf),
  });
}
