import omit from 'lodash-es/omit.js';
import type { Issue } from '../errors.js';
import { listsOf, type Segment } from '../segments/segment.js';
import { allocationFields } from './allocation/definition.js';
import type { Campaign } from './campaign.js';
import { isListing } from './candidates.js';
import { type ClearedList, contentOf } from './cleared-list.js';

/** What became of those who were to get a proof. Units: persons, but for `asked`. */
export interface ProofCounts {
  /** Ids on the list of proof recipients. */
  readonly asked: number;
  /** Persons whom these ids belong to. */
  readonly persons: number;
  /** Of these, whoever may be contacted. */
  readonly cleared: number;
  /** Of these, one for each address: the rows of the file. */
  readonly listed: number;
}

/** Proof recipients are named, one by one: a condition that reads data would make decisions that the campaign does not. */
export const proofAudience = (
  name: string,
  list: NonNullable<NonNullable<Segment['uses']>['lists']>[string],
): Segment => ({
  id: `proof-${name}`,
  condition: { kind: 'list', list: name },
  uses: { lists: { [name]: list } },
});

/** Which part of a split campaign would have the name of the proof's file, on systems that do not tell cases apart too. */
const PROOF = 'proof';

export function* proofIssues({ proof, channel, split }: Campaign, at: string): Generator<Issue> {
  if (proof === undefined) return;
  if (proof.condition.kind !== 'list') {
    yield { at: `${at}.proof`, message: 'proof recipients are a list of profile ids' };
  }
  if (isListing(channel)) {
    yield {
      at: `${at}.proof`,
      message: 'nobody can be shown an audience; a proof is for campaigns that send messages',
    };
  }
  for (const [i, { id }] of (split?.parts ?? []).entries()) {
    if (id.toLowerCase() === PROOF) {
      yield { at: `${at}.split.parts.${i}.id`, message: `a part named "${id}" would have the file of the proof` };
    }
  }
}

/** A campaign without what only its list is concerned by: what becomes of the cleared, and who looks at it before. */
export const withoutAllocation = (campaign: Campaign): Campaign =>
  omit(campaign, [...Object.keys(allocationFields()), PROOF]) as Campaign;

/**
 * The same campaign for its proof recipients. It asks the same of the policy, under the same id, whatever the list of
 * them would read; it shares nothing out and claims nobody.
 */
export const proofCampaign = (campaign: Campaign): Campaign | undefined =>
  campaign.proof === undefined ? undefined : { ...withoutAllocation(campaign), audience: campaign.proof };

/** Of the campaign's list, what became of its proof recipients. */
export function proofCounts(list: ClearedList): ProofCounts | undefined {
  const { campaign, proof } = contentOf(list);
  if (campaign.proof === undefined || proof === undefined) return undefined;
  const ids = new Set(listsOf(campaign.proof).flatMap((one) => [...one.list.ids]));
  const { members, cleared, listed } = proof.counts;
  return { asked: ids.size, persons: members, cleared, listed };
}
