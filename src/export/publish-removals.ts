import { lstat, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ClearlistError } from '../errors.js';
import { syncFolder } from '../files/sync-folder.js';
import { writing } from '../files/write-access.js';
import type { Seal } from './hand-over/seal.js';
import { listingOperations } from './listing-files/listing-file.js';
import type { ListingFile } from './listing-files/listing-files.js';
import { stageListing } from './listing-files/stage-listing.js';
import { manifestText } from './manifest-text.js';
import { withStagedFolder } from './staged-folder.js';

/** The manifest's name in a folder of removals. */
export const REMOVALS_MANIFEST = 'removals.json';

const count = z.int().min(0);
const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower hex');

/** What is taken back, in numbers. Names nobody; the digests are in the files. */
export const removalsManifestSchema = z.strictObject({
  format: z.literal('clearlist-removals/1'),
  /** By which answers name the whole. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  asOf: z.string(),
  audiences: z.array(
    z.strictObject({
      destination: z.string(),
      audience: z.string(),
      campaign: z.string().optional(),
      /** Entries to be taken out. */
      entries: count,
      /** The audience is to be deleted: the recipient takes nobody out of one so small. */
      deleteAudience: z.boolean(),
      causes: z.array(z.strictObject({ cause: z.string(), entries: count })),
      files: z.array(
        z.strictObject({
          name: z.string(),
          operation: z.enum(listingOperations).optional(),
          sha256: sha256Text,
          rows: count,
          bytes: count,
          encrypted: z.boolean().optional(),
        }),
      ),
    }),
  ),
});

/** {@link removalsManifestSchema}, as it is read. */
export type RemovalsManifest = z.infer<typeof removalsManifestSchema>;

/** One audience of which something is taken back. */
export interface RemovalsToPublish {
  readonly about: Omit<RemovalsManifest['audiences'][number], 'files'>;
  readonly files: readonly ((suffix: string) => AsyncIterable<ListingFile>)[];
  readonly seal: Seal | undefined;
}

export interface PublishedRemovals {
  readonly folder: string;
  readonly manifest: RemovalsManifest;
  /** The same had been written before; nothing was changed. */
  readonly alreadyThere: boolean;
}

/**
 * Writes what recipients are asked to take out into `<output>/removals-<id>`, which appears complete or not at all.
 *
 * @param beforeVisible Done when every file is on disk, and before anybody sees one.
 * @throws {ClearlistError} `output-differs` where something else stands there; `output-not-writable`, `list-not-hashed`.
 */
export async function publishRemovals(
  output: string,
  { id, asOf }: { readonly id: string; readonly asOf: string },
  audiences: readonly RemovalsToPublish[],
  beforeVisible: () => Promise<void>,
): Promise<PublishedRemovals> {
  return withStagedFolder(output, id, async (staged) => {
    const written: RemovalsManifest['audiences'] = [];
    for (const { about, files, seal } of audiences) {
      const all: RemovalsManifest['audiences'][number]['files'] = [];
      for (const each of files) {
        for (const { encrypted, ...file } of await stageListing(staged, each(seal?.suffix ?? ''), seal))
          all.push({ ...file, ...(encrypted === undefined ? {} : { encrypted: true }) });
      }
      written.push({ ...about, files: all });
    }
    const manifest: RemovalsManifest = { format: 'clearlist-removals/1', id, asOf, audiences: written };
    const text = manifestText(removalsManifestSchema, manifest);
    await staged.file(REMOVALS_MANIFEST, (file) => writing(staged.output, () => file.appendFile(text)));
    await beforeVisible();
    const folder = join(staged.output, `removals-${id}`);
    if ((await lstat(folder).catch(() => undefined)) !== undefined) {
      return { folder, manifest: await sameRemovals(folder, manifest), alreadyThere: true };
    }
    await writing(staged.output, async () => {
      await syncFolder(staged.path);
      await rename(staged.path, folder);
      await syncFolder(staged.output);
    });
    return { folder, manifest, alreadyThere: false };
  });
}

/** What stands there, where it asks for the same; encrypted files are other bytes each time. */
async function sameRemovals(folder: string, { id, asOf }: RemovalsManifest): Promise<RemovalsManifest> {
  const text = await readFile(join(folder, REMOVALS_MANIFEST), 'utf8').catch(() => '{}');
  const there = removalsManifestSchema.safeParse(parsed(text));
  // The id is a digest of everything that is asked for.
  if (there.success && there.data.id === id && there.data.asOf === asOf) return there.data;
  throw new ClearlistError('output-differs', 'there is something else where these removals should go', {
    at: folder,
    hint: 'Move that folder away or choose another one with --out; nothing was overwritten.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
