import { resolve } from 'node:path';
import { ClearlistError, type Issue } from '../errors.js';
import { readAudit } from './audit.js';
import { addLines, EMPTY_DIGEST } from './content-digest.js';
import { contentsOf, type Head, type Part, readHead, requireVersion } from './head.js';
import { partLines } from './parts.js';
import { type StoredKind, storedKinds } from './stored-kinds.js';

/** What a store holds, in numbers, and what of it is not as it was written. No personal data. */
export interface StoreCheck {
  readonly sequence: number;
  readonly version: number;
  readonly records: Readonly<Partial<Record<StoredKind, number>>>;
  readonly parts: number;
  /** Lines of the audit log. */
  readonly entries: number;
  readonly problems: readonly Issue[];
}

/**
 * Reads everything that the head reaches and holds it against its hashes.
 *
 * @throws {ClearlistError} `store-missing`, `store-version`, `store-damaged` where the head itself is damaged.
 */
export async function verifyStore(path: string): Promise<StoreCheck> {
  const folder = resolve(path);
  const head = await readHead(folder);
  requireVersion(folder, head);
  const problems: Issue[] = [];
  for (const kind of storedKinds) problems.push(...(await kindProblems(folder, head, kind)));
  problems.push(...(await problemOf(() => readAudit(folder, head.audit))));
  const records = Object.fromEntries(Object.entries(head.contents).map(([kind, held]) => [kind, held?.records ?? 0]));
  const { sequence, version, parts, audit } = head;
  return { sequence, version, records, parts: parts.length, entries: audit.entries, problems };
}

async function kindProblems(folder: string, head: Head, kind: StoredKind): Promise<readonly Issue[]> {
  let digest = EMPTY_DIGEST;
  let records = 0;
  const read = async (part: Part): Promise<void> => {
    for await (const lines of partLines(folder, part)) {
      digest = addLines(digest, lines);
      records += lines.length;
    }
  };
  const problems: Issue[] = [];
  for (const part of head.parts.filter((one) => one.kind === kind))
    problems.push(...(await problemOf(() => read(part))));
  const stated = contentsOf(head, kind);
  if (problems.length > 0 || (stated.records === records && stated.digest === digest)) return problems;
  return [{ at: `${folder}/HEAD`, message: `the head counts other records of kind ${kind} than its parts hold` }];
}

/** What a piece of the store is, where it is not as it was written. */
export async function problemOf(read: () => Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await read();
    return [];
  } catch (error) {
    if (!(error instanceof ClearlistError) || error.code !== 'store-damaged') throw error;
    return [{ ...(error.at === undefined ? {} : { at: error.at }), message: error.message }];
  }
}
