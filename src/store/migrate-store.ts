import { resolve } from 'node:path';
import { readHead, requireVersion, STORE_VERSION } from './head.js';
import type { WriteOptions } from './open-store.js';
import { type Rewriting, rewriteStore } from './rewrite-store.js';

/** From each version to the next one, line by line. Version 1 is the first: there is nothing before it yet. */
export const migrations: Readonly<Record<number, Rewriting>> = {};

/** From which version to which a store was brought. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings a store to the present version, one version at a time, each as a whole or not at all.
 *
 * @param steps Of a test, or of the release.
 * @throws {ClearlistError} `store-version` for a store that is newer; as of `rewriteStore`.
 */
export async function migrateStore(
  path: string,
  options: WriteOptions = {},
  steps: Readonly<Record<number, Rewriting>> = migrations,
  target: number = STORE_VERSION,
): Promise<Migrated> {
  const folder = resolve(path);
  const head = await readHead(folder);
  const { version } = head;
  if (version > target) requireVersion(folder, head, target);
  for (let from = version; from < target; from += 1) {
    const step = steps[from];
    if (step === undefined) throw new Error(`bug: there is no way from version ${from} of the store to the next`);
    const versions = { from, to: from + 1 };
    await rewriteStore(folder, step, { ...options, action: 'migrate', detail: versions, versions });
  }
  return { from: version, to: target };
}
