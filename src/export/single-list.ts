import { lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { type ClearedList, contentOf, type ListContent } from '../campaign/cleared-list.js';
import { ClearlistError } from '../errors.js';
import { syncFolder } from '../files/sync-folder.js';
import { writing } from '../files/write-access.js';
import { definitionHash } from '../identity/digest.js';
import { formatInstant } from '../model/instant.js';
import type { ListRefusal } from '../model/reasons.js';
import { campaignEntry, campaignEntrySchema } from './campaign-entry.js';
import type { Recipients } from './hand-over/recipient.js';
import { type Seal, sealFor } from './hand-over/seal.js';
import { webStream } from './hand-over/web-stream.js';
import { listBytes, writeListFile } from './list-file.js';
import { jsonIn, notAManifest, validUntil } from './manifest.js';
import { manifestText } from './manifest-text.js';
import { type StagedFolder, withStagedFolder } from './staged-folder.js';

/** What stands beside a list that was written by itself, as `<file>.manifest.json`. */
export const listManifestSchema = z.strictObject({
  format: z.literal('clearlist-list/1'),
  asOf: z.string(),
  /** False for a replay of the past. */
  forSending: z.boolean(),
  /** Until when the list may be sent, the last instant included. */
  validUntil: z.string(),
  campaign: campaignEntrySchema,
});

/** What stands beside a list that was written by itself. */
export type ListManifest = z.infer<typeof listManifestSchema>;

/** Which part of a split list, and for whom it is encrypted. */
export interface ListOptions {
  readonly part?: string;
  /** Public keys of those for whom the campaign encrypts its list. */
  readonly recipients?: Recipients;
}

/**
 * Writes one list and its manifest, both of mode 0600; a list of that name is replaced.
 *
 * A list never stands without the manifest that describes it: the old list goes first, then the new manifest comes,
 * then the new list. Whatever can fail for want of space or rows has happened before. One writer per file at a time.
 *
 * Where the campaign encrypts its list, the file is encrypted whatever its name.
 *
 * @throws {ClearlistError} `not-a-cleared-list`, `list-refused`, `unknown-name` for a split list without the name of one
 * of its parts or for a recipient without a key, `key-invalid`, `engine-failed` or `output-not-writable`; what stood
 * there before still stands.
 */
export async function writeList(
  list: ClearedList,
  file: string,
  { part, recipients }: ListOptions = {},
): Promise<ListManifest> {
  const { content, seal } = await writable(list, { part, recipients });
  const { asOf, forSending } = content;
  const [folder, name] = [dirname(resolve(file)), basename(resolve(file))];
  return withStagedFolder(folder, definitionHash(name).slice(0, 16), async (staged) => {
    const written = await staged.file(name, (handle) => writeListFile(list, handle, file, { part, seal }));
    const manifest: ListManifest = {
      format: 'clearlist-list/1',
      asOf: formatInstant(asOf),
      forSending,
      validUntil: validUntil(asOf),
      campaign: campaignEntry(content, [
        {
          name,
          ...(part === undefined ? {} : { part }),
          ...(content.isProof === true ? { proof: true } : {}),
          ...written,
        },
      ]),
    };
    const text = manifestText(listManifestSchema, manifest);
    await staged.file(`${name}.manifest.json`, (handle) => writing(file, () => handle.appendFile(text)));
    await release(staged, name, file);
    return manifest;
  });
}

/**
 * The same bytes as a web stream, for an upload or the body of an answer: the list is in memory a block at a time, and
 * encrypted where its campaign encrypts it. Whoever cancels the stream stops the engine’s query.
 *
 * A stream has no manifest: nobody can recheck, verify or acknowledge what was sent of it.
 *
 * @throws {ClearlistError} as {@link writeList} does, before the first byte; the stream fails with `engine-failed` where
 * the list has not the rows it was counted to have.
 */
export async function listStream(
  list: ClearedList,
  options: ListOptions = {},
): Promise<globalThis.ReadableStream<Uint8Array>> {
  const { content, seal } = await writable(list, options);
  const plain = listBytes(content, options.part);
  return webStream(seal === undefined ? plain : await seal.encrypt(plain));
}

async function writable(
  list: ClearedList,
  { part, recipients }: { readonly part?: string | undefined; readonly recipients?: Recipients | undefined },
): Promise<{ readonly content: ListContent; readonly seal: Seal | undefined }> {
  const content = contentOf(list);
  const [refusal] = content.refusals ?? [];
  if (refusal !== undefined) throw refusedWhole(refusal);
  requirePart(content, part);
  return { content, seal: await sealFor(content.campaign, recipients) };
}

/** One file of a split list would forget who is in which part. */
function requirePart({ campaign }: ListContent, part: string | undefined): void {
  const parts = campaign.split?.parts.map(({ id }) => id) ?? [];
  if (part === undefined ? parts.length === 0 : parts.includes(part)) return;
  throw new ClearlistError('unknown-name', 'a split list is written part by part', {
    at: `campaigns.${campaign.id}.split`,
    hint: parts.length === 0 ? 'This list is not split; name no part.' : `Name one of ${parts.join(', ')}.`,
  });
}

async function release(staged: StagedFolder, name: string, at: string): Promise<void> {
  const [list, manifest] = [name, `${name}.manifest.json`];
  const target = (file: string): string => join(staged.output, file);
  await refuseFolder(target(list), at);
  await refuseFolder(target(manifest), at);
  await writing(at, async () => {
    await rm(target(list), { force: true });
    await rename(join(staged.path, manifest), target(manifest));
    await syncFolder(staged.output);
    await rename(join(staged.path, list), target(list));
    await syncFolder(staged.output);
  });
}

/** A folder cannot be replaced by a file: better known before anything has moved. A link is replaced, not followed. */
async function refuseFolder(path: string, at: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there?.isDirectory() !== true) return;
  throw new ClearlistError('output-not-writable', 'there is a folder where the list or its manifest should go', {
    at,
    hint: 'Choose another file name.',
  });
}

/** @throws {ClearlistError} `input-invalid` where there is none, or it is no manifest. */
export async function readListManifest(path: string): Promise<ListManifest> {
  const parsed = listManifestSchema.safeParse(await jsonIn(path));
  if (parsed.success) return parsed.data;
  throw notAManifest(path, 'this is no manifest of a list', parsed.error);
}
const refusedWhole = ({ code, detail }: ListRefusal): ClearlistError =>
  new ClearlistError('list-refused', `the campaign is refused whole: ${code}, ${detail}`, {
    hint: 'Change the campaign, its destination or the policy; nothing of it may be written.',
  });
