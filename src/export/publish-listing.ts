import type { ListRefusal } from '../model/reasons.js';
import type { NamedFile } from './campaign-entry.js';
import type { Seal } from './hand-over/seal.js';
import type { RefusedRow } from './listing-files/admission.js';
import type { ListingEntry } from './listing-files/listing-entry.js';
import { type ListingFile, type ListingFilesInput, listingFiles } from './listing-files/listing-files.js';
import { refusedRowsText } from './listing-files/refused-rows.js';
import { stageListing } from './listing-files/stage-listing.js';
import type { StagedFolder } from './staged-folder.js';

/** What becomes of a campaign's list at a listing service; the files are named after the campaign. */
export interface ListingToPublish {
  readonly about: ListingEntry;
  readonly files: Omit<ListingFilesInput, 'suffix'>;
  /** What is not sent, by place on the list and reason. */
  readonly notSent: readonly RefusedRow[];
  /** Why nobody may be there. */
  readonly refusals: readonly ListRefusal[];
}

/** Writes the files that tell a service what to do with an audience, and what was not sent beside them. */
export const stageAudience = (
  staged: StagedFolder,
  listing: ListingToPublish,
  seal: Seal | undefined,
): Promise<readonly NamedFile[]> => stageListing(staged, audienceFiles(listing, seal?.suffix ?? ''), seal);

/** The files of an audience, each read to its end before the next is asked for, and what is not sent beside them. */
export async function* audienceFiles(
  { files, notSent }: ListingToPublish,
  suffix: string,
): AsyncGenerator<ListingFile> {
  yield* listingFiles({ ...files, suffix });
  if (notSent.length === 0) return;
  yield { name: `${files.name}.refused-rows.csv${suffix}`, content: bytesOf(notSent), rows: () => notSent.length };
}

async function* bytesOf(notSent: readonly RefusedRow[]): AsyncGenerator<Uint8Array> {
  for (const line of refusedRowsText(notSent)) yield Buffer.from(line);
}
