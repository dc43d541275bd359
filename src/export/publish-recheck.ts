import { createHash } from 'node:crypto';
import { lstat, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import isEqual from 'lodash-es/isEqual.js';
import omit from 'lodash-es/omit.js';
import { ClearlistError } from '../errors.js';
import { syncFolder } from '../files/sync-folder.js';
import { writing } from '../files/write-access.js';
import { jsonIn } from './manifest.js';
import { manifestText } from './manifest-text.js';
import {
  RECHECK_MANIFEST,
  type RecheckedList,
  type RecheckManifest,
  recheckManifestSchema,
} from './recheck-manifest.js';
import type { SentLists } from './sent-lists.js';
import { withStagedFolder } from './staged-folder.js';
import { verifyRecheckFiles } from './verify-files.js';
import type { WrittenList } from './written-list.js';

/** One list of which some records are kept, as bytes, in the order in which they were. */
export interface KeptList {
  readonly about: Omit<RecheckedList, 'sha256' | 'bytes' | 'rows' | 'before' | 'dropped'>;
  readonly list: WrittenList;
  readonly kept: readonly Buffer[];
}

/** A recheck as it stands on disk. */
export interface PublishedRecheck {
  readonly folder: string;
  readonly manifest: RecheckManifest;
  /** The same recheck had been written before; nothing was changed. */
  readonly alreadyThere: boolean;
}

/**
 * Writes what is left of rechecked lists into a folder beside them, `<run or list>-recheck-<id>`, which appears complete
 * or not at all; the lists themselves stay as they are. The same recheck again changes nothing.
 *
 * @throws {ClearlistError} `output-differs` where something else stands there; `output-not-writable`.
 */
export async function publishRecheck(
  sent: SentLists,
  id: string,
  lists: readonly KeptList[],
  about: Omit<RecheckManifest, 'format' | 'of' | 'validUntil' | 'lists'>,
): Promise<PublishedRecheck> {
  const name = `${basename(sent.path)}-recheck-${id}`;
  return withStagedFolder(dirname(sent.path), id, async (staged) => {
    const written: RecheckedList[] = [];
    for (const { about: list, list: whole, kept } of lists) {
      const bytes = Buffer.concat([whole.headerBytes, ...kept]);
      await staged.file(list.name, (file) => writing(staged.output, () => file.appendFile(bytes)));
      written.push({
        ...list,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
        before: whole.records.length,
        dropped: whole.records.length - kept.length,
        rows: kept.length,
      });
    }
    const manifest: RecheckManifest = {
      format: 'clearlist-recheck/1',
      of: sent.manifest,
      validUntil: sent.validUntil,
      ...about,
      lists: written,
    };
    const text = manifestText(recheckManifestSchema, manifest);
    await staged.file(RECHECK_MANIFEST, (file) => writing(staged.output, () => file.appendFile(text)));
    const folder = join(staged.output, name);
    if ((await lstat(folder).catch(() => undefined)) !== undefined) {
      return { folder, manifest: await sameRecheck(folder, manifest), alreadyThere: true };
    }
    await writing(staged.output, async () => {
      await syncFolder(staged.path);
      await rename(staged.path, folder);
      await syncFolder(staged.output);
    });
    return { folder, manifest, alreadyThere: false };
  });
}

/**
 * What stands there, where it is the same recheck, whoever made it, and its lists are as they were written.
 *
 * @throws {ClearlistError} `output-differs` otherwise.
 */
async function sameRecheck(folder: string, manifest: RecheckManifest): Promise<RecheckManifest> {
  const there = recheckManifestSchema.safeParse(await jsonIn(join(folder, RECHECK_MANIFEST)));
  const decided = (one: RecheckManifest): object => omit(one, ['versions', 'audited']);
  const isSame = there.success && isEqual(decided(there.data), decided(manifest));
  if (isSame && (await verifyRecheckFiles(folder, there.data)).every(({ problem }) => problem === 'unexpected')) {
    return there.data;
  }
  throw new ClearlistError('output-differs', 'there is something else where this recheck should go', {
    at: folder,
    hint: 'Move that folder away and recheck again; nothing was overwritten.',
  });
}
