import { allOf } from '../../sql/fragment.js';
import { consent } from '../grounds/consent.js';
import type { Rule } from '../rule.js';
import { isMarketing } from '../scope.js';
import { countryApplies, countryAppliesSql } from './countries.js';

/** Where calling needs prior consent, no other ground carries a marketing call. */
export const priorConsent: Rule = {
  id: 'prior-consent',
  about:
    'In countries that ban unasked calls, a marketing call needs the person’s consent, whatever else would carry it.',
  source: 'Forbrugeraftaleloven § 4, markedsføringsloven § 10 (DK)',
  reasons: [
    'CONSENT_REFUSED',
    'CONSENT_WITHDRAWN',
    'CONSENT_EXPIRED',
    'CONSENT_UNPROVEN',
    'CONSENT_SCOPE_MISMATCH',
    'CONSENT_MISSING',
  ],
  for: (request, policy) => {
    if (request.channel !== 'phone' || !isMarketing(request.purpose)) return undefined;
    const countries = policy.registers.phoneNeedsPriorConsent;
    const ground = consent(request, policy);
    return {
      evaluate: (view) =>
        countries.some((country) => countryApplies(country, request, view)) ? ground.evaluate(view).missing : [],
      compile: (ask) => {
        const banned = countries.map((country) => countryAppliesSql(country, request, ask));
        return ground
          .compile(ask)
          .missing.flatMap(({ reason, applies }) =>
            banned.map((here) => ({ reason, applies: allOf([here, applies]) })),
          );
      },
    };
  },
};
