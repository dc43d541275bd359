import { isUtf8 } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import { ClearlistError } from '../../errors.js';
import { cleanText } from '../../model/text.js';
import { type Compression, fileBytes } from '../../sources/csv-bytes.js';
import { splitCells } from '../../sources/csv-cells.js';
import { createFramer, type Frame } from '../../sources/csv-frames.js';
import { type Encoding, transcoded } from '../../sources/encoding.js';

/** A column as far as a first look shows it; its cells never leave the program. */
export interface SeenColumn {
  readonly name: string;
  /** Cells that say something, trimmed, of the rows that were looked at. */
  readonly cells: readonly string[];
}

/** What a first look at a CSV file shows. */
export interface SeenFile {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly rows: number;
  readonly columns: readonly SeenColumn[];
}

/** As much of a file as a first look reads, unpacked. */
const SAMPLE_BYTES = 2_000_000;
const DELIMITERS = [';', ',', '\t', '|'] as const;

/**
 * Looks at the beginning of a CSV file. What it finds is a proposal, which people read before it is used.
 *
 * @throws {ClearlistError} `source-missing`; `source-header` for a file without a header, whose first row would be shown.
 */
export async function lookAtFile(path: string): Promise<SeenFile> {
  const bytes = await sample(path);
  const encoding = encodingOf(bytes);
  const text = encoding === 'utf-8' ? withoutMark(bytes) : await decoded(bytes, encoding, path);
  const lineEnd = text.lastIndexOf(0x0a);
  const whole = bytes.length < SAMPLE_BYTES || lineEnd === -1 ? text : text.subarray(0, lineEnd + 1);
  const { delimiter, frames } = DELIMITERS.map((one) => ({ delimiter: one, frames: framed(whole, one) })).reduce(
    (best, next) => (alike(next.frames) > alike(best.frames) ? next : best),
  );
  const sound = frames.filter(({ damage }) => damage === undefined);
  const rows = await splitCells(
    sound.map((frame) => frame.bytes.toString('utf8')),
    { delimiter, quote: '"' },
  );
  const header = (rows[0] ?? []).map((cell) => cleanText(cell) ?? '');
  requireHeader(path, header);
  const columns = header.map((name, i) => ({
    name,
    cells: rows.slice(1).flatMap((row) => cleanText(row[i] ?? '') ?? []),
  }));
  return { path, encoding, delimiter, rows: rows.length - 1, columns: columns.filter(({ name }) => name !== '') };
}

async function sample(path: string): Promise<Buffer> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) throw missing(path);
  const compression: Compression = /\.gz$/i.test(path) ? 'gzip' : 'none';
  if (compression === 'none') {
    const file = await open(path).catch(() => undefined);
    if (file === undefined) throw missing(path);
    const { buffer, bytesRead } = await file
      .read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0)
      .finally(() => file.close());
    return buffer.subarray(0, bytesRead);
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of fileBytes({ path, file: path }, { compression })) {
    parts.push(part);
    size += part.length;
    if (size >= SAMPLE_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, SAMPLE_BYTES);
}

const missing = (path: string): ClearlistError =>
  new ClearlistError('source-missing', 'there is no such file', { at: path, hint: 'Name files that are there.' });

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = bytes.subarray(0, 1000);
  if (zeros.includes(0)) return zeros.indexOf(0) % 2 === 1 ? 'utf-16le' : 'utf-16be';
  // A character may be cut at the end of the sample.
  for (let cut = 0; cut <= 3; cut += 1) if (isUtf8(bytes.subarray(0, bytes.length - cut))) return 'utf-8';
  return 'windows-1252';
}

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? bytes.subarray(3) : bytes;

async function decoded(bytes: Buffer, encoding: Exclude<Encoding, 'utf-8'>, path: string): Promise<Buffer> {
  const even = encoding.startsWith('utf-16') ? bytes.subarray(0, bytes.length - (bytes.length % 2)) : bytes;
  const parts: Buffer[] = [];
  const once = async function* (): AsyncGenerator<Buffer> {
    yield even;
  };
  for await (const part of transcoded(once(), encoding, path)) parts.push(part);
  return Buffer.concat(parts);
}

function framed(text: Buffer, delimiter: string): readonly Frame[] {
  const framer = createFramer({ delimiter, quote: '"' });
  return [...framer.push(text), ...framer.end()];
}

/** How much speaks for a delimiter: many cells, the same number in every row. */
function alike(frames: readonly Frame[]): number {
  const [header] = frames;
  if (header === undefined || header.cells < 2) return 0;
  return header.cells * (frames.filter(({ cells }) => cells === header.cells).length / frames.length) ** 4;
}

/** A first row of cells that look like data must not be shown as names. */
function requireHeader(path: string, header: readonly string[]): void {
  const named = header.filter((name) => name !== '');
  if (named.length > 0 && !named.some((name) => /@|\d{5}/.test(name)) && named.some((name) => /\p{L}/u.test(name)))
    return;
  throw new ClearlistError('source-header', 'the first line looks like data and not like a header', {
    at: `${path}:1`,
    hint: 'Export the file with the names of its columns in the first line.',
  });
}
