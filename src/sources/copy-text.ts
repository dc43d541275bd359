import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ClearlistError } from '../errors.js';
import { type CsvFile, fileBytes } from './csv-bytes.js';
import { type Encoding, transcoded } from './encoding.js';
import type { SpillFolder } from './spill.js';

/** A copy in UTF-8, unpacked, and the hash of the file it was made from. */
export interface TextCopy {
  readonly path: string;
  /** Of the file as it is on disk, lower hex. */
  readonly sha256: string;
}

/**
 * Copies a text in another encoding to a private file (mode 0600) in UTF-8, piece by piece.
 *
 * Every reader then reads one and the same text, whatever the reader knows of encodings.
 *
 * @throws {ClearlistError} `source-encoding`, `source-missing`; `output-not-writable` where there is no room.
 */
export async function copyText(
  file: CsvFile,
  encoding: Exclude<Encoding, 'utf-8'>,
  spill: SpillFolder,
): Promise<TextCopy> {
  const hash = createHash('sha256');
  const path = await spill.next('.csv');
  const copy = await open(path, 'wx', 0o600);
  try {
    const bytes = fileBytes(file, { compression: file.compression, onRaw: (chunk) => hash.update(chunk) });
    for await (const chunk of transcoded(bytes, encoding, file.file)) await copy.writeFile(chunk);
  } catch (error) {
    if (error instanceof ClearlistError) throw error;
    throw new ClearlistError('output-not-writable', 'a private copy in UTF-8 cannot be written', {
      at: file.file,
      hint: 'Make room in the folder for temporary files, or name another one with TMPDIR.',
    });
  } finally {
    await copy.close();
  }
  return { path, sha256: hash.digest('hex') };
}
