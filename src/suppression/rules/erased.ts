import type { Rule } from '../rule.js';
import { groupScope, isRefusable, ownExpression } from '../scope.js';
import { untilConsent } from './until-consent.js';

/**
 * Whoever was erased stays away, however the address comes back, until they sign up anew themselves.
 *
 * A later own sign-up is a proven consent for anything, to a controller whom the erasure concerns; whether it carries
 * the message is for the grounds to say. An import, a sale or a merge is none.
 */
export const erased: Rule = {
  id: 'erased',
  about: 'An erased person who comes back by an import stays suppressed; only an own later sign-up ends that.',
  source: 'GDPR Art. 17(1), 21(3); ICO guidance on suppression lists',
  reasons: ['ERASED_SUPPRESSED'],
  for: (request, policy) =>
    isRefusable(request.purpose)
      ? untilConsent(
          'ERASED_SUPPRESSED',
          { kind: 'tombstone', filter: [groupScope(request, policy)] },
          { filter: [groupScope(request, policy), ...ownExpression] },
        )
      : undefined,
};
