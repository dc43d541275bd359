import type { Rule } from '../rule.js';

/** Whoever has no valid address on the channel cannot be checked against refusals, let alone reached. */
export const identifier: Rule = {
  id: 'identifier',
  about: 'A channel that is addressed needs a valid address.',
  source: 'RFC 5321 (e-mail), ITU-T E.164 (phone)',
  reasons: ['NO_IDENTIFIER_FOR_CHANNEL', 'IDENTIFIER_INVALID'],
  for: () => ({
    evaluate: ({ candidate: { addressable, profile } }) => {
      const evidence = [{ kind: 'profile', record: profile.ref, via: ['own'] as const }];
      if (addressable === 'none') return [{ reason: 'NO_IDENTIFIER_FOR_CHANNEL', evidence }];
      return addressable === 'invalid' ? [{ reason: 'IDENTIFIER_INVALID', evidence }] : [];
    },
    compile: (ask) => [
      { reason: 'NO_IDENTIFIER_FOR_CHANNEL', applies: ask.addressable('none') },
      { reason: 'IDENTIFIER_INVALID', applies: ask.addressable('invalid') },
    ],
  }),
};
