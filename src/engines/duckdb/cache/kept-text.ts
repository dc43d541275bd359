import { readFile, writeFile } from 'node:fs/promises';
import type { TableCache } from './table-cache.js';

/** A few words in JSON under a key of a cache; nothing where there are none. */
export async function findText(cache: TableCache, key: string): Promise<unknown> {
  const path = await cache.find(key);
  if (path === undefined) return undefined;
  return readFile(path, 'utf8').then(JSON.parse, () => undefined);
}

export async function keepText(cache: TableCache, key: string, words: unknown): Promise<void> {
  const path = await cache.place();
  if (path === undefined) return;
  const isWritten = await writeFile(path, JSON.stringify(words), { mode: 0o600, flag: 'wx' }).then(
    () => true,
    () => false,
  );
  if (isWritten) await cache.keep(key, path);
}
