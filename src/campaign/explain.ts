import { ClearlistError } from '../errors.js';
import type { AllocationOutcome } from '../model/reasons.js';
import type { Trace } from '../segments/condition.js';
import { traceSegment } from '../segments/segment.js';
import { contentOf } from './cleared-list.js';
import { ambiguousPerson, unknownPerson } from './decide.js';
import { decidePerson, type PersonOutcome } from './decide-person.js';
import { decisionRequest } from './decision-request.js';
import type { Engine, PersonQuery, RunDefinition } from './engine.js';
import { phoneCountry, populationOf } from './reference-run.js';

/** Why somebody is on a list or not: the audience's conditions with what they saw, and the decision with its proof. */
export interface Explanation extends PersonOutcome {
  readonly campaign: string;
  readonly audience: { readonly segment: string; readonly member: boolean; readonly trace: Trace };
  /** A member who may be contacted. */
  readonly cleared: boolean;
  /** One of the campaign's proof recipients: in the file of the proof where `outcome` allows it, member or not. */
  readonly proof?: true;
  /** What became of a cleared member in a run of all campaigns, and in which part of a split. */
  readonly allocation?: { readonly outcome: AllocationOutcome; readonly part?: string };
}

/**
 * Explains one campaign for one person. The reference decides anew from the records that can matter for the person,
 * wherever they are kept. `whole` is the run with all its campaigns.
 *
 * @throws {ClearlistError} `person-unknown`, or `person-ambiguous` where several persons have the address.
 */
export async function explain(
  run: RunDefinition,
  engine: Engine,
  person: PersonQuery,
  whole: RunDefinition = run,
): Promise<Explanation> {
  const [campaign] = run.campaigns;
  if (campaign === undefined) throw new Error('nothing to explain');
  const { persons, records, boundaries } = await engine.recordsAbout(run, person);
  const [profileId, ...others] = persons;
  if (profileId === undefined) throw unknownPerson();
  if (others.length > 0) throw ambiguousPerson(persons.length);
  const outcome = decidePerson(profileId, records, decisionRequest(campaign, run), run.policy, run.keys);
  const population = populationOf(run, records);
  const view = population
    .persons(population.directory(phoneCountry(run, campaign)))
    .find(({ profile }) => profile.id === profileId);
  if (outcome === undefined || view === undefined) throw unknownPerson();
  const trace = traceSegment(campaign.audience, view, { ...run, boundaries });
  const isProof = campaign.proof !== undefined && traceSegment(campaign.proof, view, { ...run, boundaries }).holds;
  const cleared = trace.holds && outcome.outcome === 'allow';
  const allocation = cleared ? await allocationOf(campaign.id, outcome.profileId, engine, whole) : undefined;
  return {
    ...outcome,
    campaign: campaign.id,
    audience: { segment: campaign.audience.id, member: trace.holds, trace },
    cleared,
    ...(isProof ? { proof: true } : {}),
    ...(allocation === undefined ? {} : { allocation }),
  };
}

/** Who else is cleared decides about duplicates, limits and caps: only the run as a whole can say. */
async function allocationOf(
  campaign: string,
  personId: string,
  engine: Engine,
  whole: RunDefinition,
): Promise<Explanation['allocation']> {
  const { lists } = await engine.run(whole);
  const list = lists.find((one) => one.campaign === campaign);
  for await (const { allocation, part } of list === undefined ? [] : contentOf(list).decisionsOf([personId])) {
    if (allocation !== undefined) return { outcome: allocation, ...(part === undefined ? {} : { part }) };
  }
  // INVARIANT: an explanation recomposes to the decision of the run.
  throw new ClearlistError('self-audit-failed', 'the run does not clear whom the explanation clears', {
    at: `campaigns.${campaign}`,
    hint: 'This is a fault of Clearlist: report it. Until it is mended, run with --engine memory.',
  });
}
