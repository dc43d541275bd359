import type { CsvDialect } from './csv-grammar.js';

/**
 * Splits framed rows into their cells, quotes taken off.
 *
 * @param rows Text of sound rows without their line ends, none of them empty.
 */
export async function splitCells(
  rows: readonly string[],
  dialect: CsvDialect,
): Promise<readonly (readonly string[])[]> {
  const { parseString } = await import('fast-csv');
  const options = { headers: false, delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.quote };
  const cells: (readonly string[])[] = [];
  try {
    for await (const row of parseString<string[], string[]>(rows.map((text) => `${text}\n`).join(''), options))
      cells.push(row);
  } catch {
    // Its own message quotes the row, so it must not be passed on.
    throw new Error('bug: fast-csv refuses a row that was framed as sound');
  }
  if (cells.length !== rows.length) throw new Error('bug: fast-csv sees other rows than were framed');
  return cells;
}
