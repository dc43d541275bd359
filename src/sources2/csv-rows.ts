import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'fast-csv';
import type { CsvFormat } from './binding.js';
import type { OpenFile } from './files.js';

/** One row of a CSV file. */
export interface CsvRow {
  /** The line on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The text of a file cannot be taken apart from this line on. */
export class CsvDamage extends Error {
  constructor(
    readonly line: number,
    readonly reason: 'not UTF-8' | 'quotes out of place' | 'not gzip',
  ) {
    super(reason);
  }
}

const LINE_FEED = 0x0a;

async function* bytesOf(file: OpenFile, { compression }: CsvFormat): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path);
  if (compression === 'none') {
    yield* raw as AsyncIterable<Buffer>;
    return;
  }
  const unzipped = createGunzip();
  raw.on('error', (cause) => unzipped.destroy(cause)).pipe(unzipped);
  try {
    yield* unzipped as AsyncIterable<Buffer>;
  } catch {
    throw new CsvDamage(1, 'not gzip');
  } finally {
    raw.destroy();
  }
}

/**
 * The lines of a file with their ends, decoded strictly: a byte that is not UTF-8 is damage on its line, never a
 * replacement character.
 */
async function* textLines(file: OpenFile, format: CsvFormat): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  const decode = (bytes: Buffer): string => {
    line += 1;
    try {
      return decoder.decode(bytes);
    } catch {
      throw new CsvDamage(line, 'not UTF-8');
    }
  };
  for await (const chunk of bytesOf(file, format)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      yield decode(bytes.subarray(start, end + 1));
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield decode(rest);
}

const LINE_END = /\r\n|\n|\r/g;

/**
 * The rows of a file, the header first; blank lines are no rows.
 *
 * The text goes to the parser line by line, so that every row before damaged quoting comes out before it is found.
 */
export async function* csvRows(file: OpenFile, format: CsvFormat): AsyncGenerator<CsvRow> {
  const parser = parse<string[], string[]>({
    delimiter: format.delimiter,
    quote: format.quote,
    escape: format.quote,
    headers: false,
    ignoreEmpty: false,
  });
  const source = Readable.from(textLines(file, format));
  source.on('error', (cause) => parser.destroy(cause));
  let line = 1;
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      const start = line;
      line += 1 + cells.reduce((count, cell) => count + (cell.match(LINE_END)?.length ?? 0), 0);
      if (cells.length > 1 || (cells[0] ?? '') !== '') yield { line: start, cells };
    }
  } catch (cause) {
    // What fast-csv says quotes the row, so it is not passed on.
    throw cause instanceof CsvDamage ? cause : new CsvDamage(line, 'quotes out of place');
  } finally {
    source.destroy();
  }
}
