import type { Evidence, PersonState, SeenCandidate } from './facts.js';

/** The profiles of a person of which something is true: the one that remains, then those merged into it. */
export const profileEvidence = (
  { profile, merged }: SeenCandidate,
  holds: (profile: PersonState) => boolean,
): readonly Evidence[] =>
  [profile, ...merged].flatMap((one, i) =>
    holds(one) ? [{ kind: 'profile', record: one.ref, via: [i === 0 ? ('own' as const) : ('merge' as const)] }] : [],
  );
