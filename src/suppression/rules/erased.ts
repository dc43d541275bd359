import { type BlockQuery, type GrantQuery, latest } from '../facts.js';
import type { Rule } from '../rule.js';
import { groupScope, isRefusable } from '../scope.js';

/**
 * Whoever was erased stays away, however the address comes back, until they sign up anew themselves.
 *
 * A later own sign-up is a proven consent for anything, to a controller whom the erasure concerns; whether it carries
 * the message is for the grounds to say. An import, a sale or a merge is none. At the same instant the erasure stands.
 */
export const erased: Rule = {
  id: 'erased',
  about: 'An erased person who comes back by an import stays suppressed; only an own later sign-up ends that.',
  source: 'GDPR Art. 17(1), 21(3); ICO guidance on suppression lists',
  reasons: ['ERASED_SUPPRESSED'],
  for: (request, policy) => {
    if (!isRefusable(request.purpose)) return undefined;
    const erasure: BlockQuery = { kind: 'tombstone', filter: [groupScope(request, policy)] };
    const signUp: GrantQuery = {
      filter: [
        groupScope(request, policy),
        { field: 'state', in: ['given'] },
        { field: 'origin', in: ['data_subject'] },
        { field: 'evidence', present: true },
      ],
    };
    return {
      evaluate: (view) => {
        const erasures = view.blocks(erasure);
        if (erasures.length === 0) return [];
        const ended = latest(view.grants(signUp));
        const standing = erasures.filter(({ at }) => ended === undefined || at >= ended);
        const evidence = standing.map((hit) => hit.evidence);
        return evidence.length === 0 ? [] : [{ reason: 'ERASED_SUPPRESSED', evidence }];
      },
      compile: (ask) => [{ reason: 'ERASED_SUPPRESSED', applies: ask.stands(erasure, signUp) }],
    };
  },
};
