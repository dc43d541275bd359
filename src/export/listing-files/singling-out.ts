/** How an audience would change, in persons. */
export interface AudienceChange {
  /** Held by the recipient before, as far as anybody knows. */
  readonly before: number;
  readonly added: number;
  /** Not on the list any more, though nothing speaks against them. */
  readonly left: number;
  /** Refusals, consents that ended, changed identifiers, persons who are unknown: they are never waited with. */
  readonly refused: number;
}

export interface HeldBack {
  readonly added: boolean;
  readonly left: boolean;
}

/**
 * Which part of a change has to wait, so that two audiences in a row do not show who made the difference: whoever sees
 * that an audience grew by one, and what the one then did, has singled out a person.
 *
 * Those added wait until there are `minimumCell` of them; likewise those who merely left, with whom everybody who has to go
 * goes along. Nobody waits in the first upload, whose size has its own minimum. Those who must go always go at once.
 *
 * Source: GDPR recital 26 (singling out); Article 29 Working Party, opinion 05/2014 (WP216), on linkability between releases.
 */
export function heldBack({ before, added, left, refused }: AudienceChange, minimumCell: number): HeldBack {
  if (before === 0) return { added: false, left: false };
  return { added: added > 0 && added < minimumCell, left: left > 0 && left + refused < minimumCell };
}
