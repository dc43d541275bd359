import type { Basis } from '../../model/reasons.js';
import type { Ground } from '../facts.js';
import { basesFor, type Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { consent } from './consent.js';
import { softOptIn } from './soft-opt-in.js';
import { legitimateInterest, serviceMessage } from './unconditional.js';

const grounds: Readonly<Record<Basis, (request: ValidRequest, policy: Policy) => Ground>> = {
  consent,
  soft_opt_in: softOptIn,
  legitimate_interest: legitimateInterest,
  service_message: serviceMessage,
};

/** The grounds a policy accepts for a request, best first. */
export const groundsFor = (request: ValidRequest, policy: Policy): readonly Ground[] =>
  basesFor(policy, request.purpose, request.channel).map((basis) => grounds[basis](request, policy));
