import { allOf, anyOf, sql } from '../../sql/fragment.js';
import { groundsFor } from '../grounds/grounds.js';
import type { Rule } from '../rule.js';

/** Without any ground there is no contact; then everything that is missing for each ground is a reason, and CONSENT_MISSING where none says what. */
export const noGround: Rule = {
  id: 'no-ground',
  about: 'A message needs a ground: consent, soft opt-in, or another that the policy accepts for the channel.',
  source: 'GDPR Art. 6(1); ePrivacy Directive Art. 13',
  reasons: [
    'CONSENT_REFUSED',
    'CONSENT_WITHDRAWN',
    'CONSENT_EXPIRED',
    'CONSENT_UNPROVEN',
    'CONSENT_SCOPE_MISMATCH',
    'SOFT_OPT_IN_NOT_MET',
    'CONSENT_MISSING',
  ],
  for: (request, policy) => {
    const grounds = groundsFor(request, policy);
    return {
      evaluate: (view) => {
        const results = grounds.map((ground) => ground.evaluate(view));
        if (results.some(({ holds }) => holds)) return [];
        const missing = results.flatMap((result) => result.missing);
        return missing.length > 0 ? missing : [{ reason: 'CONSENT_MISSING', evidence: [] }];
      },
      compile: (ask) => {
        const results = grounds.map((ground) => ground.compile(ask));
        const none = allOf(results.map(({ holds }) => sql`not ${holds}`));
        const missing = results.flatMap((result) =>
          result.missing.map(({ reason, applies }) => ({ reason, applies: ask.once(applies) })),
        );
        const silent = sql`not ${anyOf(missing.map(({ applies }) => applies))}`;
        return [...missing, { reason: 'CONSENT_MISSING' as const, applies: silent }].map(({ reason, applies }) => ({
          reason,
          applies: sql`(${ask.once(none)} and ${applies})`,
        }));
      },
    };
  },
};
