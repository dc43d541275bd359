import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isStagingName, ownerState } from './staging-owner.js';

/** After this long without a write, the process of an unknown machine is taken for dead. */
const SILENCE_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what runs that were killed have left in an output folder: unfinished lists of persons.
 *
 * Only real folders with a staging name, whose process is gone. Where that cannot be known (a shared drive, an earlier
 * container), only after a day without a write. The clock is the file system's own: the age is measured against the
 * caller's staging folder, made just now.
 *
 * Best effort: what cannot be removed (another user's) does not stop this run, and the next run tries again.
 */
export async function removeLeftovers(output: string, own: string): Promise<void> {
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || !isStagingName(entry.name) || entry.name === own) continue;
    const path = join(output, entry.name);
    if (await isLeftover(entry.name, path, join(output, own))) await remove(path);
  }
}

async function isLeftover(name: string, path: string, own: string): Promise<boolean> {
  const state = await ownerState(name);
  if (state !== 'unknown') return state === 'gone';
  const [last, now] = await Promise.all([lastWrite(path), lastWrite(own)]);
  return last !== undefined && now !== undefined && now - last > SILENCE_MS;
}

/** Units: milliseconds of the file system's clock. `undefined` where it cannot be read, or is gone by now. */
async function lastWrite(folder: string): Promise<number | undefined> {
  try {
    const names = await readdir(folder);
    const stats = await Promise.all([folder, ...names.map((name) => join(folder, name))].map((path) => lstat(path)));
    return Math.max(...stats.map(({ mtimeMs }) => mtimeMs));
  } catch {
    return undefined;
  }
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true }).catch(() => undefined);
