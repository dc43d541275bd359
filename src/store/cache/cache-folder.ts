import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, link, lstat, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from '../../files/durable-file.js';
import { makeFolder } from '../../files/make-folder.js';
import { newOwner, OWNER_PATTERN, ownerState } from '../../files/process-owner.js';
import { compareUtf8 } from '../../model/text.js';

/** How much a cache may hold, and for how long. */
export interface CacheLimits {
  /** Of all entries together. */
  readonly maxBytes: number;
  /** From when an entry was made, however often it is used. Units: milliseconds. */
  readonly maxAge: number;
}

/** An entry as it lies in the folder. */
interface Entry {
  readonly name: string;
  readonly bytes: number;
  /** Units: milliseconds since 1970. */
  readonly madeAt: number;
  readonly usedAt: number;
}

/** The key of what it holds, and the hash of the key and its bytes. */
const ENTRY = /^([0-9a-f]{64})-([0-9a-f]{64})$/;

/** A file that is being written, and what the engine writes beside it. */
const UNFINISHED = new RegExp(`^\\${TEMPORARY}(${OWNER_PATTERN})(\\.wal)?$`);

/**
 * A folder of files that can be made again, each under the key of what it holds. Personal data, of mode 0700.
 *
 * An entry comes by one rename and is never written to again. Its name says the hash of its key and bytes, so that one
 * that is damaged, cut short or put under another key is known as such. Of two processes that make one entry at once both
 * succeed; one that removes an entry takes nothing from another that reads it already.
 */
export class CacheFolder {
  readonly #unkept = new Set<string>();
  #isReady: Promise<boolean> | undefined;

  constructor(
    readonly path: string,
    private readonly limits: CacheLimits,
    /** The clock, which says nothing but how old an entry is. */
    private readonly now: Date,
    /** Called where it is not as it was left: one line without data. */
    private readonly onNotice: (text: string) => void = () => {},
  ) {}

  /** The file of an entry that is what its name says. */
  async find(key: string): Promise<string | undefined> {
    if (!(await this.#ready())) return undefined;
    for (const { name, madeAt, bytes } of await entriesIn(this.path, key)) {
      const [, own, check] = ENTRY.exec(name) ?? [];
      if (own !== key) continue;
      const path = join(this.path, name);
      if (isExpired(madeAt, this.limits, this.now)) continue;
      if (bytes > 0 && (await checkOf(key, path).catch(() => undefined)) === check) {
        await utimes(path, this.now, new Date(madeAt)).catch(() => undefined);
        return path;
      }
      await remove(path);
      this.onNotice(
        'an entry of the cache was not as it was written; it is removed, and what it held is worked out anew',
      );
    }
    return undefined;
  }

  async place(): Promise<string | undefined> {
    if (!(await this.#ready())) return undefined;
    const path = join(this.path, `${TEMPORARY}${await newOwner()}`);
    this.#unkept.add(path);
    return path;
  }

  async hold(path: string): Promise<string | undefined> {
    const held = await this.place();
    if (held === undefined) return undefined;
    return link(path, held).then(
      () => held,
      () => undefined,
    );
  }

  async keep(key: string, path: string): Promise<void> {
    try {
      await chmod(path, 0o600);
      await utimes(path, this.now, this.now);
      await rename(path, join(this.path, `${key}-${await checkOf(key, path)}`));
      this.#unkept.delete(path);
    } catch {
      // Whoever emptied the cache meanwhile, or filled the disk, is right: nothing is kept.
    }
  }

  /** What was not kept goes, and what is too old or too much. */
  async release(): Promise<void> {
    for (const path of this.#unkept) for (const file of [path, `${path}.wal`]) await remove(file);
    this.#unkept.clear();
    if (this.#isReady !== undefined && (await this.#isReady)) await removeExpired(this.path, this.limits, this.now);
  }

  #ready(): Promise<boolean> {
    this.#isReady ??= prepare(this.path).then((isReady) => {
      if (!isReady) this.onNotice(`the cache cannot be used, and everything is worked out anew: ${this.path}`);
      return isReady;
    });
    return this.#isReady;
  }
}

/**
 * Removes entries that are older than they may be, and of the others those that were used longest ago until what is
 * left is no more than may be; of entries used at once the larger.
 */
export async function removeExpired(folder: string, limits: CacheLimits, now: Date): Promise<number> {
  const entries = [...(await entriesIn(folder))].sort(
    (a, b) => b.usedAt - a.usedAt || a.bytes - b.bytes || compareUtf8(a.name, b.name),
  );
  let held = 0;
  let removed = 0;
  for (const { name, bytes, madeAt } of entries) {
    if (!isExpired(madeAt, limits, now) && held + bytes <= limits.maxBytes) held += bytes;
    else if (await remove(join(folder, name))) removed += 1;
  }
  return removed;
}

/** Removes a cache with everything that is in it, finished or not, and says how many entries there were. */
export async function emptyCache(folder: string): Promise<number> {
  const entries = await entriesIn(folder);
  await rm(folder, { recursive: true, force: true });
  return entries.length;
}

/** One that says it was made in the future is no younger for it. */
const isExpired = (madeAt: number, { maxAge }: CacheLimits, now: Date): boolean =>
  Math.abs(now.getTime() - madeAt) > maxAge;

/** Makes the folder, unless something else stands there, and removes what killed processes left in it. */
async function prepare(folder: string): Promise<boolean> {
  try {
    await makeFolder(folder);
    const found = await lstat(folder);
    // What others may write to could hold anything.
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
    if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
    for (const name of await readdir(folder)) {
      const owner = UNFINISHED.exec(name)?.[1];
      if (owner !== undefined && (await ownerState(owner)) === 'gone') await remove(join(folder, name));
    }
    return true;
  } catch {
    return false;
  }
}

async function entriesIn(folder: string, key = ''): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(key) || !ENTRY.test(name)) continue;
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (found === undefined) continue;
    // Whatever else is called like an entry has no bytes of its own, and none that are what the name says.
    const bytes = found.isFile() ? found.size : 0;
    entries.push({ name, bytes, madeAt: found.mtimeMs, usedAt: found.atimeMs });
  }
  return entries;
}

async function checkOf(key: string, path: string): Promise<string> {
  const hash = createHash('sha256').update(`${key}\n`);
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block as Buffer);
  return hash.digest('hex');
}

const remove = (path: string): Promise<boolean> =>
  rm(path, { recursive: true, force: true }).then(
    () => true,
    () => false,
  );
