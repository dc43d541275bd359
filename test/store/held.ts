import { addRecords } from '../../src/store/add-lines.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { StoredKind } from '../../src/store/stored-kinds.js';
import { BY_TEST } from './scratch.js';

/** Adds lines as objections. */
export const add = (folder: string, ...objections: readonly string[]) =>
  addRecords(folder, { objection: objections }, BY_TEST);

/** The lines of a kind, in order. */
export async function held(store: Store | string, kind: StoredKind = 'objection'): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const batch of (typeof store === 'string' ? await openStore(store) : store).lines(kind))
    lines.push(...batch);
  return lines;
}
