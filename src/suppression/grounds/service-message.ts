import { TRUE } from '../../sql/fragment.js';
import type { Ground } from '../facts.js';

/** What a contract or a legal duty asks to be sent. Source: GDPR Art. 6(1)(b)–(c). */
export const serviceMessage = (): Ground => ({
  basis: 'service_message',
  evaluate: () => ({ holds: true, evidence: [{ kind: 'policy', via: [], note: 'service_message' }], missing: [] }),
  compile: () => ({ holds: TRUE, missing: [] }),
});
