import { type FileHandle, mkdir, open, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.js';
import { writing } from '../files/write-access.js';
import { removeLeftovers } from './staging-leftovers.js';
import { stagingName } from './staging-owner.js';

/** A folder that nobody sees yet, beside where its files will stand, so that moving them is one rename. */
export interface StagedFolder {
  /** The output folder, symbolic links resolved once. */
  readonly output: string;
  readonly path: string;
  /** Creates a file of mode 0600, has it filled, and returns when its bytes are on disk. Never opens an existing one. */
  file<T>(name: string, fill: (file: FileHandle) => Promise<T>): Promise<T>;
}

/**
 * Work in a staging folder of mode 0700 in `output`, which is created where it does not exist.
 *
 * Whatever is still in the folder at the end is removed with it, also when something is thrown: lists are released by
 * renaming them out of it, or not at all. Folders of runs that were killed are removed on the way.
 *
 * Units: `id` is 16 hex digits.
 *
 * @throws {ClearlistError} `output-not-writable`, and whatever `use` throws.
 */
export async function withStagedFolder<T>(
  output: string,
  id: string,
  use: (staged: StagedFolder) => Promise<T>,
): Promise<T> {
  const staged = await writing(output, () => stage(output, id));
  let result: T;
  try {
    result = await use(staged);
  } catch (error) {
    // The first error is the one to mend; the next run removes what could not be removed now.
    await discard(staged).catch(() => undefined);
    throw error;
  }
  await writing(output, () => discard(staged));
  return result;
}

async function stage(output: string, id: string): Promise<StagedFolder> {
  await makeFolder(output);
  const resolved = await realpath(output);
  const name = await stagingName(id);
  const path = join(resolved, name);
  await mkdir(path, { mode: 0o700 });
  await removeLeftovers(resolved, name);
  return { output: resolved, path, file: (file, fill) => createFile(resolved, join(path, file), fill) };
}

async function createFile<T>(output: string, path: string, fill: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await writing(output, () => open(path, 'wx', 0o600));
  try {
    const result = await fill(file);
    await writing(output, () => file.sync());
    return result;
  } finally {
    await file.close();
  }
}

const discard = ({ path }: StagedFolder): Promise<void> => rm(path, { recursive: true, force: true });
