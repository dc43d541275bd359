import type { Seal } from '../hand-over/seal.js';
import type { WrittenFile } from '../list-file.js';
import type { StagedFolder } from '../staged-folder.js';
import { writeBytes } from '../write-bytes.js';
import type { RefusedRow } from './admission.js';
import type { ListingOperation } from './listing-file.js';
import { type ListingFilesInput, listingFiles } from './listing-files.js';
import { refusedRowsText } from './refused-rows.js';

/** A file for a listing service, or beside one, as it was written. */
export interface StagedListingFile extends WrittenFile {
  readonly name: string;
  readonly operation?: ListingOperation;
}

export interface ListingToStage extends Omit<ListingFilesInput, 'suffix'> {
  readonly seal?: Seal | undefined;
  /** What is not sent; `<name>.refused-rows.csv` where there is any of it. */
  readonly refused?: readonly RefusedRow[];
}

/**
 * Writes the files of a listing into a folder that nobody sees yet, encrypted where there is a seal.
 *
 * @throws {ClearlistError} `list-not-hashed`, `output-not-writable`; what the rows throw passes through.
 */
export async function stageListing(
  staged: StagedFolder,
  { seal, refused = [], ...input }: ListingToStage,
): Promise<readonly StagedListingFile[]> {
  const suffix = seal?.suffix ?? '';
  const written: StagedListingFile[] = [];
  for await (const { name, operation, content, rows } of listingFiles({ ...input, suffix })) {
    const { sha256, ...bytes } = await staged.file(name, (file) => writeBytes(content, file, staged.output, seal));
    written.push({ name, ...(operation === undefined ? {} : { operation }), sha256, rows: rows(), ...bytes });
  }
  if (refused.length === 0) return written;
  const name = `${input.name}.refused-rows.csv${suffix}`;
  const { sha256, ...bytes } = await staged.file(name, (file) =>
    writeBytes(bytesOf(refusedRowsText(refused)), file, staged.output, seal),
  );
  return [...written, { name, sha256, rows: refused.length, ...bytes }];
}

async function* bytesOf(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line);
}
