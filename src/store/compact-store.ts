import { resolve } from 'node:path';
import partition from 'lodash-es/partition.js';
import { writing } from '../files/write-access.js';
import { type Head, type Part, readHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { partLines, writePart } from './parts.js';
import { asOnlyWriter } from './store-lock.js';
import { commit } from './store-writer.js';
import { type StoredKind, storedKinds } from './stored-kinds.js';

/** Parts below this are put together when there are many of them. Units: bytes. */
const SMALL_PART = 4 << 20;

/** So many small parts of a kind are put together by whoever adds the next one. */
const MANY_PARTS = 64;

const isSmall = (part: Part, kind: StoredKind): boolean => part.kind === kind && part.bytes < SMALL_PART;

export const shouldCompact = (parts: readonly Part[], kind: StoredKind): boolean =>
  parts.filter((part) => isSmall(part, kind)).length > MANY_PARTS;

/** The parts with the small ones of a kind in one, in their order; nothing of what they hold is changed. */
export async function compactedKind(folder: string, parts: readonly Part[], kind: StoredKind): Promise<Part[]> {
  const [small, others] = partition(parts, (part) => isSmall(part, kind));
  if (small.length < 2) return [...parts];
  const lines: string[] = [];
  for (const part of small) for await (const batch of partLines(folder, part)) lines.push(...batch);
  return [...others, await writing(folder, () => writePart(folder, kind, lines), 'store')];
}

/** How many parts a store had, and has. */
export interface Compacted {
  readonly partsBefore: number;
  readonly partsAfter: number;
}

/**
 * Puts the small parts of every kind together. What the store holds stays the same, and so do its digests.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`, `store-locked`, `store-not-writable`.
 */
export async function compactStore(path: string, { now = new Date(), ...lock }: WriteOptions = {}): Promise<Compacted> {
  const folder = resolve(path);
  await readHead(folder);
  return asOnlyWriter(folder, lock, async () => {
    const before: Head = await readHead(folder);
    requireVersion(folder, before);
    let parts: readonly Part[] = before.parts;
    for (const kind of storedKinds) parts = await compactedKind(folder, parts, kind);
    const counts = { partsBefore: before.parts.length, partsAfter: parts.length };
    if (parts.length < before.parts.length) {
      const { contents, version } = before;
      await commit(
        folder,
        before,
        { parts: [...parts], contents, version },
        { action: 'compact', detail: counts },
        { now },
      );
    }
    return counts;
  });
}
