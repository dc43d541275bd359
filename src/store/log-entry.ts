import { resolve } from 'node:path';
import type { AuditEntry } from './audit.js';
import { readHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { asOnlyWriter } from './store-lock.js';
import { commit } from './store-writer.js';

/**
 * Notes in the audit log what was done beside the store; what the store holds stays as it is.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`, `store-locked`, `store-not-writable`.
 */
export async function logEntry(
  path: string,
  entry: AuditEntry,
  { now = new Date(), ...lock }: WriteOptions = {},
): Promise<void> {
  const folder = resolve(path);
  requireVersion(folder, await readHead(folder));
  await asOnlyWriter(folder, lock, async () => {
    const head = await readHead(folder);
    requireVersion(folder, head);
    const { parts, contents, version } = head;
    await commit(folder, head, { parts, contents, version }, entry, { now });
  });
}
