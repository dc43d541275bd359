import type { Rule } from '../rule.js';
import { groupScope } from '../scope.js';
import { whereBlocked } from './block-rule.js';

/** Restricted data is stored and nothing else, until the restriction is lifted. */
export const restriction: Rule = {
  id: 'restriction',
  about: 'While processing is restricted, nothing is sent.',
  source: 'GDPR Art. 18(1)–(2)',
  reasons: ['PROCESSING_RESTRICTED'],
  for: (request, policy) =>
    whereBlocked('PROCESSING_RESTRICTED', { kind: 'restriction', filter: [groupScope(request, policy)] }),
};
