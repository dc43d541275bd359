import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ClearlistError } from '../errors.js';
import type { CsvDialect } from './csv-grammar.js';

export type Compression = 'gzip' | 'none';

/** A file to be read, and how it is called in messages. */
export interface NamedFile {
  readonly path: string;
  readonly file: string;
}

/** A CSV file and how it is written. */
export interface CsvFile extends NamedFile {
  readonly dialect: CsvDialect;
  readonly compression: Compression;
}

export interface ByteOptions {
  readonly compression: Compression;
  /** Sees the bytes as they are on disk. */
  readonly onRaw?: (chunk: Buffer) => unknown;
  /** Called where the text begins with a byte order mark. */
  readonly onMark?: () => void;
}

/** Large enough that the work per chunk does not count. */
const CHUNK_BYTES = 1 << 20;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The bytes of a file, unpacked.
 *
 * @throws {ClearlistError} `source-encoding` for a gzip file that is cut short, damaged or followed by something else:
 * DuckDB 1.5 reads what there is of it without an error. `source-missing` for a file that cannot be read.
 */
export const fileBytes = (
  { path, file }: NamedFile,
  { compression, onRaw }: Omit<ByteOptions, 'onMark'>,
): AsyncGenerator<Buffer> => (compression === 'gzip' ? unpacked(path, file, onRaw) : plain(path, file, onRaw));

/** The same without byte order mark. */
export async function* csvBytes(named: NamedFile, { onMark, ...options }: ByteOptions): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of fileBytes(named, options)) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < BOM.length) continue;
    const marked = start.subarray(0, BOM.length).equals(BOM);
    if (marked) onMark?.();
    yield marked ? start.subarray(BOM.length) : start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

async function* plain(path: string, file: string, onRaw: ByteOptions['onRaw']): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
      onRaw?.(chunk);
      yield chunk;
    }
  } catch {
    throw new ClearlistError('source-missing', 'the file cannot be read', {
      at: file,
      hint: 'Check that it is there and that you may read it.',
    });
  }
}

async function* unpacked(path: string, file: string, onRaw: ByteOptions['onRaw']): AsyncGenerator<Buffer> {
  let bytes = 0;
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  raw.on('data', (chunk) => {
    bytes += chunk.length;
    onRaw?.(chunk as Buffer);
  });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Errors reach the reader of gunzip; the callback keeps them from being thrown a second time.
  pipeline(raw, gunzip, () => undefined);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch {
    throw damagedGzip(file, 'the gzip file is damaged or cut short');
  }
  if (gunzip.bytesWritten !== bytes) throw damagedGzip(file, 'something follows the end of the gzip data');
}

const damagedGzip = (file: string, message: string): ClearlistError =>
  new ClearlistError('source-encoding', message, { at: file, hint: 'Fetch or export the file again.' });
