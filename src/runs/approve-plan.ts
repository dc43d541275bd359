import { ClearlistError } from '../errors.js';
import type { Project } from '../project/load-project.js';
import { isStillApproved, logApproval } from '../store/approvals.js';
import { type Head, readHead, requireVersion } from '../store/head.js';
import type { PlanIdentity } from './plan-hash.js';
import { requireStore } from './project-store.js';

/** A plan that somebody looked at and wants done, exactly. */
export interface ApprovedPlan {
  /** The plan's hash, as `planProject` gave it. */
  readonly hash: string;
  /** Who approves; stands in the store's audit log as it is given. */
  readonly by: string;
}

/** The store as it is before anything of it is read; nothing for a project without one. */
export async function storeHead({ store }: Pick<Project, 'store'>): Promise<Head | undefined> {
  if (store === undefined) return undefined;
  const head = await readHead(store.folder);
  requireVersion(store.folder, head);
  return head;
}

const LONGEST_NAME = 200;

/**
 * Refuses an approval that cannot be kept, before anything is read.
 *
 * @throws {ClearlistError} `input-invalid` for a name or hash that is none; `project-invalid` for a project without a
 * store: its audit log is where approvals stand.
 */
export function requireApprovable(project: Project, { hash, by }: ApprovedPlan): void {
  requireStore(project);
  const isName = by.trim() !== '' && by.length <= LONGEST_NAME && !/\p{Cc}/u.test(by);
  if (isName && /^[0-9a-f]{64}$/.test(hash)) return;
  throw new ClearlistError('input-invalid', isName ? 'this is no hash of a plan' : 'this is no name of an approver', {
    at: isName ? '--plan' : '--approved-by',
    hint: isName
      ? 'Take all 64 hex digits from what `clearlist plan` prints.'
      : `Give the name of whoever approves, at most ${LONGEST_NAME} characters on one line.`,
  });
}

/**
 * Holds a run that is about to be released against the plan that was approved, and writes the approval into the audit
 * log. Where the plan was carried out before, and nothing has happened since, it may be carried out again.
 *
 * @param head The store as it was before the run read it.
 * @throws {ClearlistError} `plan-changed` where anything is not as it was planned; whatever writing to the store throws.
 */
export async function requireApproved(
  project: Project,
  { hash, by }: ApprovedPlan,
  { plan, rests, runId }: PlanIdentity,
  head: Head,
): Promise<void> {
  const { folder } = requireStore(project);
  const approval = { plan: hash, runId, rests, by };
  if (plan === hash && (await logApproval(folder, approval, head))) return;
  if (await isStillApproved(folder, approval, head)) return;
  throw new ClearlistError('plan-changed', 'what would be released now is not what was planned and approved', {
    at: '--plan',
    hint: 'Nothing was released. Data, definitions, the policy, the store or the options are not those of the plan: plan again, look at what changed, and approve that.',
  });
}
