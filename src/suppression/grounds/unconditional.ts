import type { Basis } from '../../model/reasons.js';
import { TRUE } from '../../sql/fragment.js';
import type { Ground } from '../facts.js';

/**
 * Grounds that rest on the controller's own assessment, not on a record of the person: what could refuse them are
 * the other rules. Legitimate interest: GDPR Art. 6(1)(f), recital 47. Service message: GDPR Art. 6(1)(b)–(c).
 */
const unconditional = (basis: Basis) => (): Ground => ({
  basis,
  evaluate: () => ({ holds: true, evidence: [{ kind: 'policy', via: [], note: basis }], missing: [] }),
  compile: () => ({ holds: TRUE, missing: [] }),
});

export const legitimateInterest = unconditional('legitimate_interest');
export const serviceMessage = unconditional('service_message');
