import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Words } from '../../src/model/read-cell.js';
import { createStore } from '../../src/store/open-store.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/** An empty folder that goes when the tests of the file are done. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist store å '));
  scratchFolders.push(folder);
  return folder;
}

/** An empty store. */
export async function newStore(): Promise<string> {
  const folder = join(await scratch(), 'store');
  await createStore(folder);
  return folder;
}

export const words: Words = { controllers: ['okq8', 'okq8_bank'], topics: ['newsletter', 'survey'] };

/** What a test adds to a store, without a name in the audit log that says more. */
export const BY_TEST = { action: 'import', detail: {} } as const;
