import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newOwner } from './process-owner.js';
import { syncFolder } from './sync-folder.js';

/** What a file is called until it is whole. */
export const TEMPORARY = '.tmp-';

/**
 * Writes a file of mode 0600 so that it is there whole, on disk, or not at all; a file of that name is replaced at once.
 *
 * A process that dies on the way leaves a file that begins with {@link TEMPORARY}; blocks that throw leave nothing.
 */
export async function writeDurably(
  path: string,
  blocks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
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
