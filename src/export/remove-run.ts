import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../files/sync-folder.js';
import { writing } from '../files/write-access.js';
import { stagingName } from './staging-owner.js';

/**
 * Removes a folder of lists: it is gone at once, under its name, and then from the disk. What a process that is killed on
 * the way leaves is removed by the next run, as unfinished lists are.
 *
 * @param id 16 hex digits.
 * @throws {ClearlistError} `output-not-writable`.
 */
export function removeListFolder(output: string, name: string, id: string): Promise<void> {
  return writing(output, async () => {
    const hidden = join(output, await stagingName(id));
    await rename(join(output, name), hidden);
    await syncFolder(output);
    await rm(hidden, { recursive: true, force: true });
  });
}
