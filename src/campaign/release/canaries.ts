import once from 'lodash-es/once.js';
import * as z from 'zod';
import { ClearlistError, type Issue } from '../../errors.js';
import { type ReasonCode, reasonRank } from '../../model/reasons.js';
import { reasonsOf } from '../../suppression/mask.js';
import { reasonTable } from '../../suppression/policy.js';
import { contentOf } from '../cleared-list.js';
import type { EngineRun, RunDefinition } from '../engine.js';
import type { PersonDecision } from '../person-decision.js';

/**
 * Canaries: made-up persons in the sources who must come out as stated, in every run. Source: the removal link that
 * worked for nobody and was noticed by nobody (Hellenic DPA, OTE, EUR 200 000).
 */
export const canarySchema = once(() =>
  z.strictObject({
    profileId: z.string().min(1),
    outcome: z.enum(['allow', 'suppress']),
    /** Must be among the reasons of a suppressed canary. */
    reason: z.enum(reasonRank as readonly [ReasonCode, ...ReasonCode[]]).optional(),
    /** For which campaigns; all of them where it is not given. */
    campaigns: z.array(z.string().min(1)).min(1).optional(),
  }),
);

export type Canary = z.infer<ReturnType<typeof canarySchema>>;

/**
 * How many canaries came out as stated.
 *
 * @throws {ClearlistError} `canary-failed` where one did not, or is no member of an audience: it then watches nothing.
 */
export async function checkCanaries(
  run: RunDefinition,
  { lists }: EngineRun,
  canaries: readonly Canary[],
): Promise<number> {
  const issues: Issue[] = [];
  for (const [i, campaign] of run.campaigns.entries()) {
    const asked = canaries.filter(({ campaigns }) => campaigns === undefined || campaigns.includes(campaign.id));
    const decisions = new Map<string, PersonDecision>();
    const ids = asked.map(({ profileId }) => profileId);
    const content = contentOf(lists[i] as EngineRun['lists'][number]);
    for await (const decision of ids.length === 0 ? [] : content.decisionsOf(ids)) {
      decisions.set(decision.personId, decision);
    }
    for (const canary of asked) {
      const message = canaryMessage(canary, decisions.get(canary.profileId), run);
      const place = `release.canaries.${canaries.indexOf(canary)}, campaigns.${campaign.id}`;
      if (message !== undefined) issues.push({ at: place, message });
    }
  }
  const [first] = issues;
  if (first === undefined) return canaries.length;
  throw new ClearlistError('canary-failed', `a canary did not come out as stated: ${first.message}`, {
    at: first.at ?? 'release.canaries',
    hint: 'Nothing was released. Find out why the canary’s record was not read or did not count before you send anything.',
    issues,
  });
}

function canaryMessage(canary: Canary, decision: PersonDecision | undefined, run: RunDefinition): string | undefined {
  if (decision === undefined) return 'it is no member of the audience';
  const reasons = reasonsOf(decision.mask, reasonTable(run.policy));
  const found = reasons.length === 0 ? 'allow' : 'suppress';
  if (found !== canary.outcome) {
    return found === 'allow' ? 'it is allowed' : `it is suppressed: ${reasons.join(' ')}`;
  }
  return canary.reason === undefined || reasons.includes(canary.reason)
    ? undefined
    : `it is not suppressed for ${canary.reason} but for ${reasons.join(' ')}`;
}
