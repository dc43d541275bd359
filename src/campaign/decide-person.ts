import { countedLogins, countedMerges, directory } from '../identity/directory.js';
import type { DigestKeys } from '../model/digest-keys.js';
import { type AllowCode, allowCode, type Basis, type ReasonCode } from '../model/reasons.js';
import type { Records } from '../model/records.js';
import { type Decider, decider } from '../suppression/decide.js';
import type { Evidence, Finding } from '../suppression/facts.js';
import type { Policy } from '../suppression/policy.js';
import { referenceViews } from '../suppression/reference-view.js';
import type { DecisionRequest } from '../suppression/request.js';
import { candidatesOf, readsPostal } from './candidates.js';
import { rowPersons } from './event-persons.js';
import { latestRecords } from './latest-rows.js';
import { decideCandidates, personFindings } from './person-decision.js';

/** What was decided about one person, and everything it rests on. */
export interface PersonOutcome {
  /** The person asked about; the profile that remains where the one asked about was merged. */
  readonly profileId: string;
  readonly outcome: 'allow' | 'suppress';
  /** The best-ranked reason, or the code of the ground. */
  readonly primaryReason: ReasonCode | AllowCode;
  /** Every reason of every address of a person who is not cleared, best-ranked first. */
  readonly reasons: readonly Finding[];
  readonly basis?: Basis;
  /** The proof of the ground. */
  readonly evidence: readonly Evidence[];
  readonly policy: { readonly id: string; readonly version: string };
}

/** `undefined` where no profile has that id. `prepared` is the decider of the request and policy, made once for many. */
export function decidePerson(
  profileId: string,
  records: Records,
  request: DecisionRequest,
  policy: Policy,
  keys: DigestKeys,
  prepared?: Decider,
): PersonOutcome | undefined {
  const country = policy.assumeRequestCountryForPhone ? request.country : undefined;
  const merges = countedMerges(records.identity_link ?? [], request.asOf, request.laterRefusalsCount);
  const logins = countedLogins(records.identity_link ?? [], request.asOf, request.laterRefusalsCount);
  const who = directory(records.profile ?? [], merges, country, { logins, postal: readsPostal(request.channel) });
  const personId = who.personOf(profileId);
  const profile = who.persons.get(personId);
  if (profile === undefined) return undefined;
  const one = prepared ?? decider(request, policy);
  const owners = rowPersons(request, records, who);
  const views = referenceViews(latestRecords(request, records, owners), who, request, {
    fallbackCountry: country,
    keys,
    registers: readsPostal(request.channel),
    eventPerson: owners.event,
  });
  const decided = decideCandidates(
    candidatesOf(profile, request.channel, who).map((candidate) => views.view(candidate, request.controller)),
    one,
  );
  const identity = { profileId: personId, policy: { id: policy.id, version: policy.version } };
  const cleared = decided.find(({ decision }) => decision.outcome === 'allow')?.decision;
  if (cleared?.basis !== undefined) {
    const { basis, evidence } = cleared;
    return { ...identity, outcome: 'allow', primaryReason: allowCode[basis], reasons: [], basis, evidence };
  }
  const reasons = personFindings(decided, one.table);
  const primaryReason = reasons[0]?.reason;
  // INVARIANT: whoever is not cleared has a reason.
  if (primaryReason === undefined) throw new Error('suppressed without a reason');
  return { ...identity, outcome: 'suppress', primaryReason, reasons, evidence: [] };
}
