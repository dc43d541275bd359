import type { Seal } from '../hand-over/seal.js';
import type { WrittenFile } from '../list-file.js';
import type { StagedFolder } from '../staged-folder.js';
import { writeBytes } from '../write-bytes.js';
import type { ListingOperation } from './listing-file.js';
import type { ListingFile } from './listing-files.js';

/** A file for a listing service, or beside one, as it was written. */
export interface StagedListingFile extends WrittenFile {
  readonly name: string;
  readonly operation?: ListingOperation;
}

/**
 * Writes the files of a listing into a folder that nobody sees yet, encrypted where there is a seal: their names have its
 * suffix already.
 *
 * @throws {ClearlistError} `list-not-hashed`, `output-not-writable`; what the rows throw passes through.
 */
export async function stageListing(
  staged: StagedFolder,
  files: AsyncIterable<ListingFile>,
  seal?: Seal,
): Promise<readonly StagedListingFile[]> {
  const written: StagedListingFile[] = [];
  for await (const { name, operation, content, rows } of files) {
    const { sha256, ...bytes } = await staged.file(name, (file) => writeBytes(content, file, staged.output, seal));
    written.push({ name, ...(operation === undefined ? {} : { operation }), sha256, rows: rows(), ...bytes });
  }
  return written;
}
