import type { Basis } from '../../model/reasons.js';
import type { Ground } from '../facts.js';
import { basesFor, type Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { companyOptOut } from './company.js';
import { consent, legacyConsent } from './consent.js';
import { legitimateInterest } from './legitimate-interest.js';
import { serviceMessage } from './service-message.js';
import { softOptIn } from './soft-opt-in.js';

const grounds: Readonly<Record<Basis, (request: ValidRequest, policy: Policy) => Ground | undefined>> = {
  consent,
  legacy_consent: legacyConsent,
  soft_opt_in: softOptIn,
  legitimate_interest: legitimateInterest,
  service_message: serviceMessage,
};

/**
 * The grounds a policy accepts for a request, best first: after consent comes a legacy one, where the policy accepts
 * those, and last the opt-out that companies have where consumers would have to consent.
 */
export function groundsFor(request: ValidRequest, policy: Policy): readonly Ground[] {
  const listed = basesFor(policy, request.purpose, request.channel);
  const bases = listed.flatMap((basis): Basis[] => (basis === 'consent' ? ['consent', 'legacy_consent'] : [basis]));
  const found = bases.flatMap((basis) => grounds[basis](request, policy) ?? []);
  return listed.length === 0 ? found : [...found, ...[companyOptOut(request, policy) ?? []].flat()];
}
