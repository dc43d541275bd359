import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY, writeDurably } from '../files/durable-file.js';
import { makeFolder } from '../files/make-folder.js';
import { writing } from '../files/write-access.js';
import { type AuditEntry, appendAudit } from './audit.js';
import { HEAD, HEADS, type Head, type HeadBody, headName, headNumber, headText, parseHead, sealHead } from './head.js';
import { PARTS, partName } from './parts.js';

/** How many former heads are kept, and with them every part that they reach. */
export const KEPT_HEADS = 20;

export interface CommitOptions {
  /** The clock: what the audit log says. */
  readonly now: Date;
  /** What former heads reach has to go. */
  readonly forgetting?: boolean;
}

/**
 * Makes a new head: from here on the store holds what it reaches, and before this nothing has changed.
 *
 * In order, each on disk before the next: the parts, which the caller has written; the line in the audit log; a copy of
 * the head among the former heads; the head itself, by one rename.
 *
 * INVARIANT: the caller is the only writer.
 */
export async function commit(
  folder: string,
  before: Head | undefined,
  body: Pick<HeadBody, 'parts' | 'contents' | 'version'> & Partial<Pick<HeadBody, 'audit'>>,
  entry: AuditEntry,
  { now, forgetting = false }: CommitOptions,
): Promise<Head> {
  return writing(
    folder,
    async () => {
      const state = body.audit ?? before?.audit ?? { entries: 0, bytes: 0, last: null };
      const sequence = (before?.sequence ?? 0) + 1;
      const head = sealHead({
        format: 'clearlist-store',
        sequence,
        previous: before?.check ?? null,
        floor: forgetting ? sequence : (before?.floor ?? 0),
        ...body,
        audit: await appendAudit(folder, state, entry, now),
      });
      await writeDurably(join(folder, HEADS, headName(head)), [headText(head)]);
      await writeDurably(join(folder, HEAD), [headText(head)]);
      await tidy(folder, head);
      return head;
    },
    'store',
  );
}

/** The folders of a store, where they do not exist. */
export async function makeStoreFolders(folder: string): Promise<void> {
  await writing(
    folder,
    async () => {
      for (const path of [folder, join(folder, PARTS), join(folder, HEADS)]) await makeFolder(path);
    },
    'store',
  );
}

/**
 * Removes what no head reaches that is kept: the leavings of writers that were killed, and what is too old to go back to.
 *
 * INVARIANT: the caller is the only writer, and `head` is the head.
 */
export async function tidy(folder: string, head: Head): Promise<void> {
  const heads = (await readdir(join(folder, HEADS))).filter((name) => headNumber(name) !== undefined).sort();
  const isFormer = (number = 0): boolean => number < head.sequence && number >= head.floor;
  const former = heads.filter((name) => isFormer(headNumber(name)));
  const kept = new Set([headName(head), ...former.slice(-KEPT_HEADS)]);
  const reached = new Set(head.parts.map(partName));
  for (const name of kept) {
    const one = parseHead(await readFile(join(folder, HEADS, name), 'utf8').catch(() => ''));
    for (const part of one?.parts ?? []) reached.add(partName(part));
  }
  const superfluous = [
    ...heads.filter((name) => !kept.has(name)).map((name) => join(HEADS, name)),
    ...(await readdir(join(folder, PARTS))).filter((name) => !reached.has(name)).map((name) => join(PARTS, name)),
    ...(await temporaryIn(folder, '.')),
    ...(await temporaryIn(folder, HEADS)),
  ];
  for (const name of superfluous) await rm(join(folder, name), { force: true });
}

const temporaryIn = async (folder: string, within: string): Promise<readonly string[]> =>
  (await readdir(join(folder, within))).filter((name) => name.startsWith(TEMPORARY)).map((name) => join(within, name));
