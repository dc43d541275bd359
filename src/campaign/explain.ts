import type { Trace } from '../segments/condition.js';
import { traceSegment } from '../segments/segment.js';
import { ambiguousPerson, unknownPerson } from './decide.js';
import { decidePerson, type PersonOutcome } from './decide-person.js';
import { decisionRequest } from './decision-request.js';
import type { Engine, PersonQuery, RunDefinition } from './engine.js';
import { phoneCountry, populationOf } from './reference-run.js';

/** Why somebody is on a list or not: the audience's conditions with what they saw, and the decision with its proof. */
export interface Explanation extends PersonOutcome {
  readonly campaign: string;
  readonly audience: { readonly segment: string; readonly member: boolean; readonly trace: Trace };
  /** A member who may be contacted. Duplicates are settled when the list is made. */
  readonly cleared: boolean;
}

/**
 * Explains one campaign for one person. The reference decides anew from the records that can matter for the person,
 * wherever they are kept.
 *
 * @throws {ClearlistError} `person-unknown`, or `person-ambiguous` where several persons have the address.
 */
export async function explain(run: RunDefinition, engine: Engine, person: PersonQuery): Promise<Explanation> {
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
  return {
    ...outcome,
    campaign: campaign.id,
    audience: { segment: campaign.audience.id, member: trace.holds, trace },
    cleared: trace.holds && outcome.outcome === 'allow',
  };
}
