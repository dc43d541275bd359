import type { ListColumn } from '../campaign/campaign.js';

/**
 * Spreadsheet formula injection: a name such as `=cmd|…` must stay text when a list is opened in a spreadsheet.
 *
 * Not covered, because it would alter ordinary text: a spreadsheet told to split at `;` starts a cell of its own in the
 * middle of ours (`x;=1`). Our lists are separated by commas; import them as such.
 *
 * Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection (its repository at 0e5e8f0), and
 * OWASP ASVS 5.0 §1.2.10, which adds NUL (both read 2026-11-22).
 */

/**
 * First characters that make a spreadsheet compute or split a cell. Beyond the sources, for caution: the full-width
 * forms, and U+FEFF, because readers drop it at the start of a file and then see what follows it.
 */
const STARTS: ReadonlySet<string> = new Set(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\ufeff']);

const CANONICAL_PHONE = /^\+[0-9]+$/;

/** What a cell may need quotes for, what the formatter takes out of it, or what it must not begin with. */
const MARKED = new RegExp(`[",\\r\\n\\0]|^[${[...STARTS].map((one) => `\\u${hex(one)}`).join('')}]`);

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/**
 * Whether a cell goes into the file as it stands: {@link guardCell} leaves it alone, and no quotes are needed. Asked of
 * every cell of every list, in one look at it.
 */
export const isPlainCell = (isAddress: boolean, cell: string | undefined): boolean =>
  cell === undefined || !MARKED.test(cell) || (isAddress && CANONICAL_PHONE.test(cell));

/**
 * Text that a spreadsheet takes as text: with a leading apostrophe where it needs one.
 *
 * NUL is removed first: the CSV formatter drops it, which would otherwise bring a hidden `=` to the front.
 */
export function guardText(text: string): string {
  const visible = text.replaceAll('\0', '');
  return STARTS.has(visible.charAt(0)) ? `'${visible}` : visible;
}

/**
 * A cell as it goes into the file; `undefined` stays an empty cell.
 *
 * An address is never altered, because nothing could be delivered to it any more. It is validated: e-mail addresses
 * cannot start with such a character, and phone numbers start with `+`, which is all they share with a formula.
 *
 * @throws {Error} our bug, where an address column holds what no canonical address can be.
 */
export function guardCell(column: ListColumn, cell: string | undefined): string | undefined {
  if (cell === undefined) return undefined;
  const guarded = guardText(cell);
  if (column.field !== 'address' || guarded === cell || CANONICAL_PHONE.test(cell)) {
    return column.field === 'address' ? cell : guarded;
  }
  throw new Error('bug: an address column holds a value that a spreadsheet would compute');
}

/**
 * What a guarded cell may have been: without the apostrophe that {@link guardText} put before it, and as it stands where
 * the apostrophe may be its own.
 */
export const unguardedCells = (cell: string): readonly string[] =>
  cell.startsWith("'") && STARTS.has(cell.charAt(1)) ? [cell.slice(1), cell] : [cell];
