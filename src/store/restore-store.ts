import { readdir, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import uniqBy from 'lodash-es/uniqBy.js';
import { writing } from '../files/write-access.js';
import { AUDIT, readAudit } from './audit.js';
import { addLines, EMPTY_DIGEST } from './content-digest.js';
import { contentsOf, HEAD, HEADS, type Head, type HeadBody, parseHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { partLines, writePart } from './parts.js';
import { storeDamaged, storeMissing } from './store-errors.js';
import { asOnlyWriter } from './store-lock.js';
import { commit } from './store-writer.js';
import { type StoredKind, storedKinds } from './stored-kinds.js';
import { problemOf } from './verify-store.js';

/** What could be kept of a damaged store. Units: records. */
export interface Restored {
  /** Number of the newest head that could be read. */
  readonly from: number;
  readonly kept: Readonly<Partial<Record<StoredKind, number>>>;
  /** Records that the newest readable head counted and that no intact part holds. */
  readonly lost: Readonly<Partial<Record<StoredKind, number>>>;
  readonly damagedParts: number;
  /** The audit log was damaged: it stands aside, and a new one begins with this. */
  readonly logBegunAnew: boolean;
}

/**
 * Makes a new head over all that is intact: every part of the newest readable head, and of the former ones what only
 * they still have, each record once. Nothing intact is given up, and nothing that was erased comes back: what is erased
 * goes from the former heads too.
 *
 * @throws {ClearlistError} `store-missing`; `store-damaged` where no head can be read; `store-version`;
 * `store-locked`; `store-not-writable`.
 */
export async function restoreStore(path: string, { now = new Date(), ...lock }: WriteOptions = {}): Promise<Restored> {
  const folder = resolve(path);
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes(HEADS)) throw storeMissing(folder);
  return asOnlyWriter(folder, lock, async () => {
    const heads = await readableHeads(folder);
    const newest = heads.at(-1);
    if (newest === undefined) throw storeDamaged(join(folder, HEADS), 'no head of the store can be read');
    requireVersion(folder, newest);
    const body: Pick<HeadBody, 'parts' | 'contents'> = { parts: [], contents: {} };
    const lost: Partial<Record<StoredKind, number>> = {};
    let damagedParts = 0;
    for (const kind of storedKinds) {
      const { lines, damaged } = await intactLines(folder, heads, kind);
      damagedParts += damaged;
      const missing = contentsOf(newest, kind).records - lines.length;
      if (missing > 0) lost[kind] = missing;
      if (lines.length === 0) continue;
      body.parts.push(await writing(folder, () => writePart(folder, kind, lines), 'store'));
      body.contents[kind] = { records: lines.length, digest: addLines(EMPTY_DIGEST, lines) };
    }
    const kept = Object.fromEntries(Object.entries(body.contents).map(([kind, held]) => [kind, held?.records ?? 0]));
    const logBegunAnew = (await problemOf(() => readAudit(folder, newest.audit))).length > 0;
    if (logBegunAnew) await setLogAside(folder, newest);
    const audit = logBegunAnew ? { entries: 0, bytes: 0, last: null } : newest.audit;
    const restored: Restored = { from: newest.sequence, kept, lost, damagedParts, logBegunAnew };
    const entry = { action: 'restore', detail: { ...restored } } as const;
    await commit(folder, newest, { ...body, version: newest.version, audit }, entry, { now });
    return restored;
  });
}

/** Every head that can be read, oldest first; the head itself among them. */
async function readableHeads(folder: string): Promise<readonly Head[]> {
  const names = (await readdir(join(folder, HEADS))).sort().map((name) => join(HEADS, name));
  const texts = await Promise.all([...names, HEAD].map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  const heads = texts.map(parseHead).filter((head) => head !== undefined);
  const floor = Math.max(0, ...heads.map((head) => head.floor));
  return uniqBy(heads, ({ check }) => check)
    .filter(({ sequence }) => sequence >= floor)
    .sort((a, b) => a.sequence - b.sequence);
}

/** All lines of a kind in intact parts, each once, in the order in which they came. */
async function intactLines(
  folder: string,
  heads: readonly Head[],
  kind: StoredKind,
): Promise<{ readonly lines: readonly string[]; readonly damaged: number }> {
  const parts = heads.flatMap((head) => head.parts.filter((part) => part.kind === kind));
  const lines = new Set<string>();
  let damaged = 0;
  for (const part of uniqBy(parts, ({ sha256 }) => sha256)) {
    const own: string[] = [];
    const problems = await problemOf(async () => {
      for await (const batch of partLines(folder, part)) own.push(...batch);
    });
    damaged += problems.length;
    if (problems.length === 0) for (const line of own) lines.add(line);
  }
  return { lines: [...lines], damaged };
}

const setLogAside = async (folder: string, { sequence }: Head): Promise<void> =>
  writing(
    folder,
    async () => {
      const names = await readdir(folder);
      if (names.includes(AUDIT)) await rename(join(folder, AUDIT), join(folder, `audit-damaged-${sequence}.jsonl`));
    },
    'store',
  );
