import type { Campaign } from '../../campaign/campaign.js';
import { type ClearedList, contentOf } from '../../campaign/cleared-list.js';
import type { Engine, EngineRun, RunDefinition } from '../../campaign/engine.js';
import { campaignRefusals } from '../../campaign/list-refusals.js';
import { withoutAllocation } from '../../campaign/proof.js';
import type { ListRefusal, ReasonCode } from '../../model/reasons.js';
import { reasonsOf } from '../../suppression/mask.js';
import { reasonTable } from '../../suppression/policy.js';

/** What is decided today about persons who are in somebody's audience, or were written for it once. */
export interface DecidedToday {
  readonly campaign: Campaign;
  /** By person: every reason why they must not be there; empty for somebody who may. Nobody else is known today. */
  readonly reasons: ReadonlyMap<string, readonly ReasonCode[]>;
  /** Why the campaign is refused whole, whoever is on it. */
  readonly refusals: readonly ListRefusal[];
  /** Those who may be there, whether or not the campaign's audience has them today. */
  readonly list: ClearedList;
}

/**
 * Decides about persons as a campaign would if its audience were just they: being written for it once is what makes a
 * member, and nobody is left out by allocation or because the audience would be small.
 *
 * @param check What has to hold of what was read, before anything is made of it.
 */
export async function decideToday(
  engine: Engine,
  definition: RunDefinition,
  asked: readonly { readonly campaign: Campaign; readonly persons: ReadonlySet<string> }[],
  check: (run: EngineRun) => Promise<void> = async () => undefined,
): Promise<readonly DecidedToday[]> {
  const { allocation: _allocation, audit: _audit, held: _held, ...rest } = definition;
  const { policy } = definition;
  const run = await engine.run({
    ...rest,
    policy: { ...policy, destinations: { ...policy.destinations, minimumAudience: 0, minimumCell: 0 } },
    campaigns: asked.map(({ campaign, persons }): Campaign => {
      const condition = { kind: 'list', ids: [...persons] } as const;
      return {
        ...withoutAllocation(campaign),
        audience: { id: campaign.audience.id, condition },
      };
    }),
  });
  await check(run);
  const table = reasonTable(policy);
  const decided: DecidedToday[] = [];
  for (const [i, { campaign }] of asked.entries()) {
    const list = run.lists[i] as EngineRun['lists'][number];
    const refusals = campaignRefusals(campaign, policy, definition.attributes);
    decided.push({ campaign, list, refusals, reasons: await reasonsIn(list, table) });
  }
  return decided;
}

/** Why each member of a list must not be contacted; empty for whoever may. */
export async function reasonsIn(
  list: ClearedList,
  table: readonly ReasonCode[],
): Promise<ReadonlyMap<string, readonly ReasonCode[]>> {
  const reasons = new Map<string, readonly ReasonCode[]>();
  const known = new Map<bigint, readonly ReasonCode[]>();
  for await (const { personId, mask } of contentOf(list).decisions()) {
    const codes = known.get(mask) ?? reasonsOf(mask, table);
    known.set(mask, codes);
    reasons.set(personId, codes);
  }
  return reasons;
}
