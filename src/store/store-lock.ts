import { randomInt } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClearlistError } from '../errors.js';
import { newOwner, OWNER_PATTERN, ownerProcess, ownerState } from '../files/process-owner.js';
import { writing } from '../files/write-access.js';

/**
 * One writer at a time.
 *
 * Everybody who wants to write puts down a file named for themself, and only then looks whose files are there: of two
 * who do so at once, at least one sees the other and steps back. No file is ever taken over, so that there is nothing to
 * take over wrongly: a file whose process is gone counts for nothing and is removed, one whose process runs is never
 * touched, and one of which that cannot be known (another machine) keeps everybody out until a person removes it.
 */

const LOCK = new RegExp(`^lock-(${OWNER_PATTERN})$`);

/** How long to wait for another writer, where nothing else is said. */
const WAIT_MS = 10_000;

/** Between two looks: long enough for a small write, and never twice the same for two who wait. */
const pause = (): Promise<void> => sleep(randomInt(5, 60));

export interface LockOptions {
  /** Milliseconds to wait for another writer; 10,000 where it is not given. */
  readonly waitMs?: number;
}

/**
 * Does something as the store's only writer.
 *
 * @throws {ClearlistError} `store-locked` where another writer does not finish in time, `store-not-writable`.
 */
export async function asOnlyWriter<T>(
  folder: string,
  { waitMs = WAIT_MS }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const owner = await newOwner();
  const own = join(folder, `lock-${owner}`);
  const until = performance.now() + waitMs;
  for (;;) {
    await writing(folder, () => writeFile(own, '', { flag: 'wx', mode: 0o600 }), 'store');
    const others = await otherWriters(folder, owner).catch(async (error: unknown) => {
      await release(own);
      throw error;
    });
    if (others.length === 0) break;
    await release(own);
    if (performance.now() >= until) throw locked(folder, others);
    await pause();
  }
  try {
    return await work();
  } finally {
    await release(own);
  }
}

/**
 * Takes the own lock away. What the work came to stands either way: a lock that cannot be removed counts until this
 * process ends, and for nothing afterwards.
 */
async function release(own: string): Promise<void> {
  const remove = (): Promise<void> => rm(own, { force: true });
  await remove()
    .catch(remove)
    .catch(() => undefined);
}

/** Owners of locks whose process may be there still; those of others are removed on the way. */
async function otherWriters(folder: string, own: string): Promise<readonly string[]> {
  const others: string[] = [];
  for (const { name, owner } of await locksIn(folder)) {
    if (owner === own) continue;
    if ((await ownerState(owner)) !== 'gone') others.push(owner);
    else await writing(folder, () => rm(join(folder, name), { force: true }), 'store');
  }
  return others;
}

async function locksIn(folder: string): Promise<readonly { readonly name: string; readonly owner: string }[]> {
  const names = await writing(folder, () => readdir(folder), 'store');
  return names.flatMap((name) => {
    const owner = LOCK.exec(name)?.[1];
    return owner === undefined ? [] : [{ name, owner }];
  });
}

const locked = (folder: string, owners: readonly string[]): ClearlistError => {
  const processes = owners.map(ownerProcess).join(', ');
  return new ClearlistError('store-locked', `another process is writing to the store (process ${processes})`, {
    at: folder,
    hint: 'Wait for it and run again; if it ran on a machine that is gone, remove its lock with `clearlist store unlock`.',
  });
};

/** Removes the locks of processes that cannot be asked about, and says how many; never one of a running process. */
export async function removeUnknownLocks(folder: string): Promise<number> {
  let removed = 0;
  for (const { name, owner } of await locksIn(folder)) {
    if ((await ownerState(owner)) === 'running') continue;
    await writing(folder, () => rm(join(folder, name), { force: true }), 'store');
    removed += 1;
  }
  return removed;
}
