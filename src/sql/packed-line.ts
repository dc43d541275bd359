import { join, type Sql, sql } from './fragment.js';

/**
 * Several text cells as one text, and back.
 *
 * Handing a text from an engine to JavaScript costs far more than its bytes, so that rows with many cells leave it as
 * one text each. Any text may be in a cell.
 */

/** U+001F, which is nearly never in a text. */
const END = '\u001f';
const NOTHING = '\\N';

const escaped = (cell: Sql): Sql =>
  sql`coalesce(case when strpos(${cell}, ${'\\'}) > 0 or strpos(${cell}, ${END}) > 0 then replace(replace(${cell}, ${'\\'}, ${'\\\\'}), ${END}, ${'\\e'}) else ${cell} end, ${NOTHING})`;

export const packedLine = (cells: readonly Sql[]): Sql => join(cells.map(escaped), ` || '${END}' || `);

/** The cells of a {@link packedLine}; `undefined` where one was null. */
export function unpackedLine(line: string): readonly (string | undefined)[] {
  const cells: (string | undefined)[] = line.split(END);
  if (!line.includes('\\')) return cells;
  return cells.map((cell = '') =>
    cell === NOTHING ? undefined : cell.replaceAll(/\\[\\e]/g, (two) => (two === '\\e' ? END : '\\')),
  );
}
