import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ClearlistError } from '../errors.js';
import { AUDIT } from './audit.js';
import { contentsOf, EMPTY_HEAD, HEAD, HEADS, type Head, readHead, requireVersion } from './head.js';
import { kindLines, PARTS } from './parts.js';
import { asOnlyWriter, type LockOptions } from './store-lock.js';
import { commit, makeStoreFolders } from './store-writer.js';
import type { StoredKind } from './stored-kinds.js';

/** What a store held at one moment; nothing that is written later changes it. */
export interface Store {
  /** Absolute path. */
  readonly folder: string;
  readonly head: Head;
  /** How many records of a kind it holds, and a digest of them that no order and no compaction changes. */
  contents(kind: StoredKind): { readonly records: number; readonly digest: string };
  /** The lines of a kind in batches; to the end, or they are not known to be what was written. */
  lines(kind: StoredKind): AsyncIterable<readonly string[]>;
}

/**
 * Opens a store as it is now. Parts are held against their hashes as they are read.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`.
 */
export async function openStore(path: string): Promise<Store> {
  const folder = resolve(path);
  const head = await readHead(folder);
  requireVersion(folder, head);
  return storeAt(folder, head);
}

export const storeAt = (folder: string, head: Head): Store => ({
  folder,
  head,
  contents: (kind) => contentsOf(head, kind),
  lines: (kind) => kindLines(folder, head, kind),
});

/** How a store is written to. */
export interface WriteOptions extends LockOptions {
  /** The clock; the present where it is not given. It is written into the audit log and nowhere else. */
  readonly now?: Date;
}

/**
 * Makes an empty store in a new or empty folder.
 *
 * @throws {ClearlistError} `project-exists` where the folder holds something, `store-not-writable`, `store-locked`.
 */
export async function createStore(path: string, { now = new Date(), ...lock }: WriteOptions = {}): Promise<Store> {
  const folder = resolve(path);
  await requireUnused(folder);
  await makeStoreFolders(folder);
  const { parts, contents, version } = EMPTY_HEAD;
  const head = await asOnlyWriter(folder, lock, async () => {
    await requireUnused(folder);
    return commit(folder, undefined, { parts, contents, version }, { action: 'create', detail: { version } }, { now });
  });
  return storeAt(folder, head);
}

/** A store whose making was cut short has folders and nothing in them. */
async function requireUnused(folder: string): Promise<void> {
  const found = await namesIn(folder);
  const own = [PARTS, HEADS, AUDIT];
  const others = found.filter((name) => !own.includes(name) && !name.startsWith('.') && !name.startsWith('lock-'));
  const filled = (await namesIn(join(folder, PARTS))).length > 0;
  if (others.length === 0 && !filled) return;
  throw new ClearlistError('project-exists', 'the folder of the new store is not empty', {
    at: folder,
    hint: found.includes(HEAD) ? 'There is a store already; use it.' : 'Name a new or empty folder.',
  });
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
