import { resolve } from 'node:path';
import { writing } from '../files/write-access.js';
import type { AuditAction } from './audit.js';
import { addLines, EMPTY_DIGEST } from './content-digest.js';
import { type Head, type HeadBody, readHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { kindLines, writePart } from './parts.js';
import { asOnlyWriter } from './store-lock.js';
import { commit } from './store-writer.js';
import { type StoredKind, storedKinds } from './stored-kinds.js';

/** What becomes of a line: itself, another one, or nothing. */
export type Rewriting = (kind: StoredKind, line: string) => string | undefined;

export interface Rewritten {
  /** Records that went. */
  readonly removed: Readonly<Partial<Record<StoredKind, number>>>;
}

export interface RewriteOptions extends WriteOptions {
  readonly action: AuditAction;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Records to add by the way. */
  readonly add?: Readonly<Partial<Record<StoredKind, readonly string[]>>>;
  /** The version that the store has, and the one that the lines have afterwards; the present one where not given. */
  readonly versions?: { readonly from: number; readonly to: number };
}

/**
 * Rewrites every line of a store, and gives up every former head: what went is gone from the folder too.
 *
 * Kinds of which nothing changes keep their parts. The audit log only grows.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`, `store-locked`, `store-not-writable`.
 */
export async function rewriteStore(path: string, rewrite: Rewriting, options: RewriteOptions): Promise<Rewritten> {
  const { action, detail = {}, add = {}, versions, now = new Date(), ...lock } = options;
  const folder = resolve(path);
  requireVersion(folder, await readHead(folder), versions?.from);
  return asOnlyWriter(folder, lock, async () => {
    const before = await readHead(folder);
    requireVersion(folder, before, versions?.from);
    const body: Pick<HeadBody, 'parts' | 'contents'> = { parts: [], contents: {} };
    const removed: Partial<Record<StoredKind, number>> = {};
    for (const kind of storedKinds) {
      const { lines, changed, gone } = await rewritten(folder, before, kind, rewrite, add[kind] ?? []);
      if (gone > 0) removed[kind] = gone;
      if (!changed) {
        const held = before.contents[kind];
        body.parts.push(...before.parts.filter((part) => part.kind === kind));
        if (held !== undefined) body.contents[kind] = held;
      } else if (lines.length > 0) {
        body.parts.push(await writing(folder, () => writePart(folder, kind, lines), 'store'));
        body.contents[kind] = { records: lines.length, digest: addLines(EMPTY_DIGEST, lines) };
      }
    }
    const entry = { action, detail: { ...detail, removed } };
    await commit(folder, before, { ...body, version: versions?.to ?? before.version }, entry, {
      now,
      forgetting: true,
    });
    return { removed };
  });
}

async function rewritten(
  folder: string,
  head: Head,
  kind: StoredKind,
  rewrite: Rewriting,
  add: readonly string[],
): Promise<{ readonly lines: readonly string[]; readonly changed: boolean; readonly gone: number }> {
  const lines = new Set<string>();
  let changed = false;
  let before = 0;
  for await (const batch of kindLines(folder, head, kind)) {
    for (const line of batch) {
      before += 1;
      const after = rewrite(kind, line);
      if (after !== line) changed = true;
      if (after !== undefined) lines.add(after);
    }
  }
  const gone = before - lines.size;
  for (const line of add) lines.add(line);
  return { lines: [...lines], changed: changed || lines.size !== before, gone };
}
