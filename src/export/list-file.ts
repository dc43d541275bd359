import type { FileHandle } from 'node:fs/promises';
import { writeToString } from 'fast-csv';
import chunk from 'lodash-es/chunk.js';
import { type ClearedList, contentOf, type ListContent, type ListRow, partSize } from '../campaign/cleared-list.js';
import { ClearlistError } from '../errors.js';
import { guardCell, guardText } from './formula-guard.js';
import type { Seal } from './hand-over/seal.js';
import { type WrittenBytes, writeBytes } from './write-bytes.js';

/** A list on disk. Units: `rows` without the header, `bytes` with it. */
export interface WrittenFile extends WrittenBytes {
  readonly rows: number;
}

/** Of a list, which part is written, and how it is encrypted. */
export interface ListFileOptions {
  readonly part?: string | undefined;
  readonly seal?: Seal | undefined;
}

/**
 * Streams a cleared list, or one part of a split one, into an open file as CSV.
 *
 * Shape: RFC 4180 with CRLF after every record, the last one included; UTF-8 without byte order mark; a header row;
 * quotes where needed; an empty cell for `undefined`. Only a block of rows is in memory at a time.
 *
 * @throws {ClearlistError} `not-a-cleared-list`; `engine-failed` where the list does not have the rows it was counted
 * to have; `output-not-writable`, at `at`. What the rows throw passes through.
 */
export async function writeListFile(
  list: ClearedList,
  file: FileHandle,
  at: string,
  { part, seal }: ListFileOptions = {},
): Promise<WrittenFile> {
  const content = contentOf(list);
  const { sha256, ...written } = await writeBytes(listBytes(content, part), file, at, seal);
  return { sha256, rows: partSize(content.counts, part), ...written };
}

/** The bytes of a list, or of a part of it; the file is these, whatever they are written to. */
export async function* listBytes(content: ListContent, part?: string): AsyncGenerator<Buffer> {
  const { columns } = content.campaign;
  // An empty cell alone on its line would be an empty line, which many readers skip: a person would vanish.
  const quoted = columns.length === 1 && columns[0]?.field !== 'address';
  const csv = async (rows: readonly ListRow[], quoteColumns: boolean): Promise<Buffer> =>
    Buffer.from(
      await writeToString([...rows], {
        rowDelimiter: '\r\n',
        includeEndRowDelimiter: true,
        quoteColumns,
        headers: false,
      }),
    );
  yield await csv([columns.map(({ header }) => guardText(header))], false);
  for await (const rows of guardedRows(content, part)) {
    const plain = quoted ? undefined : plainLines(rows);
    if (plain !== undefined) yield Buffer.from(plain);
    else for (const some of chunk(rows, BLOCK_ROWS)) yield await csv(some, quoted);
  }
}

/** Units: rows in memory at a time as text; fast-csv is quicker over many rows at once than in a stream of single ones. */
const BLOCK_ROWS = 1024;

/** What a cell may need quotes for, or what fast-csv takes out of it. */
const NEEDS_QUOTES = /[",\r\n\0]/;

/**
 * Rows of which no cell has anything that CSV gives a meaning to: the cells, and nothing else. Nearly every row of nearly
 * every list is one of these, and fast-csv writes the same at ten times the work; `undefined` for rows that it writes.
 */
function plainLines(rows: readonly ListRow[]): string | undefined {
  let text = '';
  for (const row of rows) {
    for (const cell of row) if (cell !== undefined && NEEDS_QUOTES.test(cell)) return undefined;
    text += `${row.join(',')}\r\n`;
  }
  return text;
}

/** Ends with an error unless there are exactly as many rows as were counted, so that whoever gets to the end can say so. */
async function* guardedRows(
  { campaign, counts, rows }: ListContent,
  part: string | undefined,
): AsyncGenerator<readonly ListRow[]> {
  const { columns } = campaign;
  const size = partSize(counts, part);
  let count = 0;
  for await (const block of rows(part)) {
    count += block.length;
    if (count > size) throw miscounted(campaign.id, size, 'more');
    yield block.map((row) => {
      if (row.length !== columns.length) throw new Error('bug: a row has not as many cells as its list has columns');
      return columns.map((column, index) => guardCell(column, row[index]));
    });
  }
  if (count < size) throw miscounted(campaign.id, size, `only ${count}`);
}

const miscounted = (campaign: string, listed: number, found: string): ClearlistError =>
  new ClearlistError('engine-failed', `the list was counted to ${listed} rows, but the engine gave ${found}`, {
    at: `campaigns.${campaign}`,
    hint: 'Nothing was released. Run again; if it happens again, report it, because a list must never lose or gain rows.',
  });
