import { resolve } from 'node:path';
import { writing } from '../files/write-access.js';
import type { AuditAction } from './audit.js';
import { compactedKind, shouldCompact } from './compact-store.js';
import { addLines } from './content-digest.js';
import { contentsOf, type Head, readHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { kindLines, writePart } from './parts.js';
import { asOnlyWriter } from './store-lock.js';
import { commit, tidy } from './store-writer.js';
import type { StoredKind } from './stored-kinds.js';

/** Lines by kind; a line is a record, and equal lines are the same record. */
export type LinesByKind = Readonly<Partial<Record<StoredKind, Iterable<string>>>>;

export interface Added {
  /** Records that were not there before. */
  readonly added: number;
  /** Records that were there already, or twice among those given. */
  readonly already: number;
}

/**
 * Adds records to a store: all of them are there, on disk, when it returns, and none of them if it throws.
 *
 * Records that are there already are not added again, so that repeating is harmless and order means nothing. Nothing
 * that is there is ever changed.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`, `store-locked`, `store-not-writable`.
 */
export async function addRecords(
  path: string,
  lines: LinesByKind,
  what: {
    readonly action: AuditAction;
    readonly detail: Readonly<Record<string, unknown>>;
    /** Throws where something that is there speaks against it; asked when nobody else can write any more. */
    readonly allowedBy?: (head: Head) => Promise<void>;
  },
  { now = new Date(), ...lock }: WriteOptions = {},
): Promise<Added> {
  const folder = resolve(path);
  // Before the lock, so that a folder without a store stays as it is.
  requireVersion(folder, await readHead(folder));
  return asOnlyWriter(folder, lock, async () => {
    const before = await readHead(folder);
    requireVersion(folder, before);
    await what.allowedBy?.(before);
    await writing(folder, () => tidy(folder, before), 'store');
    let head: Pick<Head, 'parts' | 'contents'> = before;
    let given = 0;
    let added = 0;
    for (const [kind, all] of Object.entries(lines) as [StoredKind, Iterable<string>][]) {
      const fresh = new Set<string>();
      for (const line of all) {
        given += 1;
        fresh.add(line);
      }
      await removeKnown(folder, before, kind, fresh);
      added += fresh.size;
      if (fresh.size > 0) head = await withPart(folder, head, kind, [...fresh]);
    }
    if (added > 0) {
      const detail = { ...what.detail, added, already: given - added };
      await commit(folder, before, { ...head, version: before.version }, { action: what.action, detail }, { now });
    }
    return { added, already: given - added };
  });
}

/** Takes out of `fresh` what the store holds already. */
async function removeKnown(folder: string, head: Head, kind: StoredKind, fresh: Set<string>): Promise<void> {
  if (fresh.size === 0) return;
  for await (const lines of kindLines(folder, head, kind)) for (const line of lines) fresh.delete(line);
}

async function withPart(
  folder: string,
  head: Pick<Head, 'parts' | 'contents'>,
  kind: StoredKind,
  lines: readonly string[],
): Promise<Pick<Head, 'parts' | 'contents'>> {
  const before = contentsOf(head, kind);
  const part = await writing(folder, () => writePart(folder, kind, lines), 'store');
  const parts = [...head.parts, part];
  const contents = {
    ...head.contents,
    [kind]: { records: before.records + lines.length, digest: addLines(before.digest, lines) },
  };
  return shouldCompact(parts, kind)
    ? { parts: await compactedKind(folder, parts, kind), contents }
    : { parts, contents };
}
