import type { Basis } from '../../model/reasons.js';
import type { CandidateView, Ground } from '../facts.js';
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
  const known = made.get(request);
  if (known?.policy === policy) return known.grounds;
  const grounds = madeFor(request, policy).map(askedOnce);
  made.set(request, { policy, grounds });
  return grounds;
}

/** Of a request the same ones: the rule that asks whether any holds, and whoever tells which, share their answers. */
const made = new WeakMap<ValidRequest, { readonly policy: Policy; readonly grounds: readonly Ground[] }>();

/** A ground that is worked out once for a candidate, by however many it is asked. */
function askedOnce(ground: Ground): Ground {
  let last:
    | { readonly view: CandidateView; readonly turn: number; readonly result: ReturnType<Ground['evaluate']> }
    | undefined;
  return {
    ...ground,
    evaluate: (view) => {
      const { turn = 0 } = view;
      if (last?.view !== view || last.turn !== turn) last = { view, turn, result: ground.evaluate(view) };
      return last.result;
    },
  };
}

function madeFor(request: ValidRequest, policy: Policy): readonly Ground[] {
  const listed = basesFor(policy, request.purpose, request.channel);
  const bases = listed.flatMap((basis): Basis[] => (basis === 'consent' ? ['consent', 'legacy_consent'] : [basis]));
  const found = bases.flatMap((basis) => grounds[basis](request, policy) ?? []);
  return listed.length === 0 ? found : [...found, ...[companyOptOut(request, policy) ?? []].flat()];
}
