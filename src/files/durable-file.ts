import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newOwner, OWNER_PATTERN, ownerState } from './process-owner.js';
import { syncFolder } from './sync-folder.js';

/** What a file is called until it is whole. */
export const TEMPORARY = '.tmp-';

/**
 * Writes a file of mode 0600 so that it is there whole, on disk, or not at all; a file of that name is replaced at once.
 *
 * A process that dies on the way leaves a file that begins with {@link TEMPORARY}, which the next one that writes into
 * the same folder removes; blocks that throw leave nothing.
 */
export async function writeDurably(
  path: string,
  blocks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
  await removeAbandoned(folder);
  const temporary = join(folder, `${TEMPORARY}${await newOwner()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    try {
      for await (const block of blocks) await file.appendFile(block);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // The first error is the one to mend.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

const ABANDONED = new RegExp(`^\\${TEMPORARY}(${OWNER_PATTERN})$`);

/** Unfinished files whose process is gone for certain; what cannot be removed stays for whoever can. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = ABANDONED.exec(name)?.[1];
    if (owner === undefined || (await ownerState(owner)) !== 'gone') continue;
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
