import { join, type Sql, sql } from './fragment.js';

/**
 * Several text cells as one text, and back.
 *
 * Handing a text from an engine to JavaScript costs far more than its bytes, so that rows with many cells leave it as
 * one text each. Any text may be in a cell.
 */

/** U+001F, which is nearly never in a text. */
const END = '\u001f';
/** Most empty cells are null, and have no text at all. */
const EMPTY = '\\0';

const escaped = (cell: Sql): Sql =>
  sql`coalesce(case when ${cell} = '' then ${EMPTY} else replace(replace(${cell}, ${'\\'}, ${'\\\\'}), ${END}, ${'\\e'}) end, '')`;

/** A cell of a line; one that is `bare` has none of the characters that need escaping, and is never empty. */
export interface PackedCell {
  readonly cell: Sql;
  readonly bare?: boolean;
}

/**
 * One text of all cells. Whether any of them needs escaping is asked of all at once, and the line is put together in one
 * go: `||` would copy what there is of it for every cell.
 *
 * @param last Bare cells that follow, where any of them is there: nearly every line has none of them.
 */
export function packedLine(cells: readonly PackedCell[], last: readonly Sql[] = []): Sql {
  const ending =
    last.length === 0
      ? sql``
      : sql`, case when coalesce(${join(last, ', ')}) is not null then concat(${join(
          last.map((cell) => sql`${END}, ${cell}`),
          ', ',
        )}) end`;
  const line = (some: readonly Sql[]): Sql => sql`concat(${join(some, `, '${END}', `)}${ending})`;
  const plain = line(cells.map(({ cell }) => cell));
  const asked = cells.filter(({ bare }) => bare !== true).map(({ cell }) => cell);
  if (asked.length === 0) return plain;
  // To `concat` a null is nothing at all.
  const all = asked.length === 1 ? join(asked, '') : sql`concat(${join(asked, ', ')})`;
  const isEmpty = join(
    asked.map((cell) => sql`${cell} = ''`),
    ' or ',
  );
  const whole = line(cells.map(({ cell, bare }) => (bare === true ? cell : escaped(cell))));
  return sql`case when strpos(${all}, ${'\\'}) > 0 or strpos(${all}, ${END}) > 0 or ${isEmpty} then ${whole} else ${plain} end`;
}

/** The cells of a {@link packedLine}; `undefined` where one was null. Of the last ones there are none where all were. */
export function unpackedLine(line: string): readonly (string | undefined)[] {
  const cells: (string | undefined)[] = line.split(END);
  const hasEscapes = line.includes('\\');
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i];
    if (cell === '') cells[i] = undefined;
    else if (hasEscapes && cell?.includes('\\') === true) cells[i] = unescaped(cell);
  }
  return cells;
}

const ESCAPED: Readonly<Record<string, string>> = { '\\e': END, '\\\\': '\\', '\\0': '' };

const unescaped = (cell: string): string => cell.replaceAll(/\\[\\e0]/g, (two) => ESCAPED[two] ?? two);
