import { resolve } from 'node:path';
import { type LoggedEntry, readAudit } from './audit.js';
import { type Head, readHead, requireVersion } from './head.js';
import type { WriteOptions } from './open-store.js';
import { asOnlyWriter } from './store-lock.js';
import { commit } from './store-writer.js';

/** Somebody's word that a run may be made as it was planned. */
export interface Approval {
  /** Hash of the plan. */
  readonly plan: string;
  readonly runId: string;
  /** The name of whoever approves, as they give it. */
  readonly by: string;
  /** What has to be the same if the run is made again; hash of everything in the plan but the store. */
  readonly rests: string;
}

/**
 * Writes an approval into the audit log, if the store is still as it was.
 *
 * @returns Whether it was; nothing was written otherwise.
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`, `store-locked`, `store-not-writable`.
 */
export function logApproval(
  path: string,
  { plan, runId, by, rests }: Approval,
  seen: Head,
  { now = new Date(), ...lock }: WriteOptions = {},
): Promise<boolean> {
  const folder = resolve(path);
  return asOnlyWriter(folder, lock, async () => {
    const head = await readHead(folder);
    requireVersion(folder, head);
    if (head.check !== seen.check) return false;
    const { parts, contents, version } = head;
    const entry = { action: 'approve', detail: { plan, run: runId, rests, approvedBy: by } } as const;
    await commit(folder, head, { parts, contents, version }, entry, { now });
    return true;
  });
}

/**
 * Whether a plan was approved before and nothing but its own run has happened to the store since: then making the run
 * again is still doing exactly that plan.
 *
 * @throws {ClearlistError} `store-missing`, `store-damaged`, `store-version`.
 */
export async function isStillApproved(
  path: string,
  { plan, runId, rests }: Omit<Approval, 'by'>,
  head: Head,
): Promise<boolean> {
  const entries = await readAudit(resolve(path), head.audit);
  const approved = entries.findLastIndex(
    (entry) => entry.action === 'approve' && entry.plan === plan && entry.run === runId && entry.rests === rests,
  );
  return approved !== -1 && entries.slice(approved + 1).every((entry) => isOfRun(entry, runId));
}

/** Putting parts together changes nothing that anybody reads. */
const isOfRun = ({ action, run }: LoggedEntry, runId: string): boolean => action === 'compact' || run === runId;
