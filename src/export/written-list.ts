import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ClearlistError } from '../errors.js';

/** A list as it was written, read again: the records as bytes, and the cells of each. */
export interface WrittenList {
  readonly header: readonly string[];
  readonly headerBytes: Buffer;
  readonly records: readonly { readonly cells: readonly string[]; readonly bytes: Buffer }[];
}

/**
 * Reads a list that has exactly the bytes that were written. What is hashed is what is read, so that nobody can change
 * it in between.
 *
 * Shape: as `writeListFile` writes; the whole list is in memory.
 *
 * @throws {ClearlistError} `list-altered` where the file is not there or has other bytes.
 */
export async function readWrittenList(path: string, sha256: string): Promise<WrittenList> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) throw altered(path);
  const [header, ...records] = recordsOf(bytes).map((record) => ({ cells: cellsOf(record), bytes: record }));
  if (header === undefined) throw altered(path);
  return { header: header.cells, headerBytes: header.bytes, records };
}

const altered = (path: string): ClearlistError =>
  new ClearlistError('list-altered', 'the list is not as it was written', {
    at: path,
    hint: 'Nobody knows who is on it. Run the campaign again; a list is never edited, only rechecked.',
  });

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** A quote inside quotes is doubled, so that counting quotes tells whether a line end is part of a cell. */
function recordsOf(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (bytes[i] === LINE_FEED && !quoted) {
      records.push(bytes.subarray(start, i + 1));
      start = i + 1;
    }
  }
  return records;
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;

function cellsOf(record: Buffer): readonly string[] {
  const text = record.toString('utf8');
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (let found = CELL.exec(text); found !== null; found = CELL.exec(text)) {
    cells.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (CELL.lastIndex === text.length) return cells;
  }
  throw new Error('bug: a list that was written cannot be read');
}
