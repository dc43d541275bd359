import type { FileHandle } from 'node:fs/promises';
import chunk from 'lodash-es/chunk.js';
import type { ListColumn } from '../campaign/campaign.js';
import { type ClearedList, contentOf, type ListContent, type ListRow, partSize } from '../campaign/cleared-list.js';
import { ClearlistError } from '../errors.js';
import { guardCell, guardText, isPlainCell } from './formula-guard.js';
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
  const headers = columns.map(({ header }) => header);
  yield headers.every((header) => isPlainCell(false, header))
    ? Buffer.from(`${headers.join(',')}\r\n`)
    : await csv([headers.map(guardText)], false);
  for await (const rows of countedRows(content, part)) {
    const plain = quoted ? undefined : plainLines(columns, rows);
    if (plain !== undefined) yield Buffer.from(plain);
    else for (const some of chunk(rows, BLOCK_ROWS)) yield await csv(some.map(guardedRow(columns)), quoted);
  }
}

/** Loaded for the first row that is no plain one: most lists have none. */
async function csv(rows: readonly ListRow[], quoteColumns: boolean): Promise<Buffer> {
  const { writeToString } = await import('fast-csv');
  const layout = { rowDelimiter: '\r\n', includeEndRowDelimiter: true, quoteColumns, headers: false };
  return Buffer.from(await writeToString([...rows], layout));
}

/** Units: rows in memory at a time as text; fast-csv is quicker over many rows at once than in a stream of single ones. */
const BLOCK_ROWS = 1024;

/**
 * Rows of which no cell has anything that CSV or a spreadsheet gives a meaning to: the cells, and nothing else. Nearly
 * every row of nearly every list is one of these, and fast-csv writes the same at ten times the work; `undefined` for
 * rows that it writes.
 */
function plainLines(columns: readonly ListColumn[], rows: readonly ListRow[]): string | undefined {
  const isAddress = columns.map(({ field }) => field === 'address');
  let text = '';
  for (const row of rows) {
    requireWidth(columns, row);
    for (let i = 0; i < row.length; i += 1) if (!isPlainCell(isAddress[i] === true, row[i])) return undefined;
    text += `${row.join(',')}\r\n`;
  }
  return text;
}

const guardedRow =
  (columns: readonly ListColumn[]) =>
  (row: ListRow): ListRow => {
    requireWidth(columns, row);
    return columns.map((column, i) => guardCell(column, row[i]));
  };

function requireWidth(columns: readonly ListColumn[], row: ListRow): void {
  if (row.length !== columns.length) throw new Error('bug: a row has not as many cells as its list has columns');
}

/** Ends with an error unless there are exactly as many rows as were counted, so that whoever gets to the end can say so. */
async function* countedRows(
  { campaign, counts, rows }: ListContent,
  part: string | undefined,
): AsyncGenerator<readonly ListRow[]> {
  const size = partSize(counts, part);
  let count = 0;
  for await (const block of rows(part)) {
    count += block.length;
    if (count > size) throw miscounted(campaign.id, size, 'more');
    yield block;
  }
  if (count < size) throw miscounted(campaign.id, size, `only ${count}`);
}

const miscounted = (campaign: string, listed: number, found: string): ClearlistError =>
  new ClearlistError('engine-failed', `the list was counted to ${listed} rows, but the engine gave ${found}`, {
    at: `campaigns.${campaign}`,
    hint: 'Nothing was released. Run again; if it happens again, report it, because a list must never lose or gain rows.',
  });
