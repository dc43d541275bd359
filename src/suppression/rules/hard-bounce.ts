import type { Rule } from '../rule.js';
import { channelScope } from '../scope.js';
import { whereBlocked } from './block-rule.js';

/**
 * An address that does not exist is not written to, by nobody and for nothing, service messages included.
 *
 * It says nothing about the person: their other addresses stay as they are, and another address ends it.
 */
export const hardBounce: Rule = {
  id: 'hard-bounce',
  about: 'An address that a provider reported as not existing is not used on that channel.',
  source: 'RFC 3463 (class 5: permanent failure); GDPR Art. 5(1)(d) (accuracy)',
  reasons: ['HARD_BOUNCE'],
  for: (request) =>
    whereBlocked('HARD_BOUNCE', {
      kind: 'delivery',
      reach: 'address',
      filter: [{ field: 'outcome', in: ['hard_bounce'] }, channelScope(request)],
    }),
};
