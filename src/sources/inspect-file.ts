import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ClearlistError } from '../errors.js';
import { type CsvFile, csvBytes, type NamedFile } from './csv-bytes.js';
import { type CsvStructure, scanStructure } from './csv-structure.js';
import { ENCODING_HINT } from './encoding.js';

/** What a look at every byte of a CSV file told. */
export interface CsvInspection {
  /** Of the file as it is on disk, lower hex. */
  readonly sha256: string;
  /** The text begins with a byte order mark. */
  readonly marked: boolean;
  readonly structure: CsvStructure;
}

/**
 * Looks at every byte of a CSV file once: its hash, its encoding and where its rows are.
 *
 * An engine may read the file only after this. DuckDB 1.5 checks the encoding of the columns that a query happens to
 * use and of no others, and stops with an internal error when a row of the only column used is not UTF-8.
 *
 * @param columns How many the header has.
 * @throws {ClearlistError} `source-encoding` with the line where the text is not UTF-8 or holds a NUL byte.
 */
export async function inspectCsv(file: CsvFile, columns: number): Promise<CsvInspection> {
  const hash = createHash('sha256');
  const scan = scanStructure(file.dialect, columns);
  let marked = false;
  let rest: Buffer = Buffer.alloc(0);
  const onRaw = (chunk: Buffer): unknown => hash.update(chunk);
  const onMark = (): void => {
    marked = true;
  };
  for await (const bytes of csvBytes(file, { compression: file.compression, onRaw, onMark })) {
    const chunk = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const { line } = scan;
    const taken = scan.push(chunk);
    requireText(chunk.subarray(0, taken), line, file);
    rest = chunk.subarray(taken);
  }
  requireText(rest, scan.line, file);
  return { sha256: hash.digest('hex'), marked, structure: scan.end(rest) };
}

/** The hash of a file whose format checks itself. */
export async function inspectBytes({ path }: NamedFile): Promise<{ readonly sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path);
  // One block is filled while the other is hashed.
  let [filled, free] = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)];
  const read = async (into: Buffer): Promise<number> => (await file.read(into, 0, BLOCK)).bytesRead;
  try {
    let bytes = await read(filled);
    while (bytes > 0) {
      const next = read(free);
      hash.update(filled.subarray(0, bytes));
      bytes = await next;
      [filled, free] = [free, filled];
    }
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex') };
}

/** Of larger blocks the processor's own memory holds less, of smaller ones there are too many to wait for. */
const BLOCK = 1 << 20;

const isText = (bytes: Buffer): boolean => isUtf8(bytes) && bytes.indexOf(0) === -1;

/** Checks whole lines, the first of which has the number given. */
function requireText(lines: Buffer, first: number, { file }: NamedFile): void {
  if (isText(lines)) return;
  let line = first;
  let start = 0;
  let end = lines.indexOf(0x0a);
  while (end !== -1 && isText(lines.subarray(start, end))) {
    line += 1;
    start = end + 1;
    end = lines.indexOf(0x0a, start);
  }
  const wide = lines.subarray(start, end === -1 ? lines.length : end).indexOf(0) !== -1;
  const message = wide ? 'the text holds NUL bytes, as UTF-16 does' : 'the text is not UTF-8';
  throw new ClearlistError('source-encoding', message, { at: `${file}:${line}`, hint: ENCODING_HINT });
}
