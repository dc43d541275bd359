import { type Instant, parseInstant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { Membership } from './ledger.js';

/** Who came into an audience and who left it, by profile id, in UTF-8 byte order. */
export interface Moves {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

const at = ({ asOf }: Membership): Instant => parseInstant(asOf) ?? Number.NEGATIVE_INFINITY;

/** @param kept What is kept of one segment, by as-of. */
export function movesTo(kept: readonly Membership[], members: ReadonlySet<string>): Moves {
  const inside = new Map(kept.map(({ profileId, change }) => [profileId, change === 'entered']));
  return {
    entered: [...members].filter((profileId) => inside.get(profileId) !== true).sort(compareUtf8),
    left: [...inside]
      .flatMap(([profileId, isIn]) => (isIn && !members.has(profileId) ? [profileId] : []))
      .sort(compareUtf8),
  };
}

/**
 * What came of everything after an instant: whoever came and left again is neither.
 *
 * A change says what was before it, so that the entries from before that a retention took out are not missed.
 *
 * @param kept What is kept of one segment, by as-of.
 */
export function movesAfter(kept: readonly Membership[], since: Instant): Moves {
  const first = new Map<string, Membership['change']>();
  const last = new Map<string, Membership['change']>();
  for (const entry of kept) {
    if (at(entry) <= since) continue;
    if (!first.has(entry.profileId)) first.set(entry.profileId, entry.change);
    last.set(entry.profileId, entry.change);
  }
  const came = (change: Membership['change']): readonly string[] =>
    [...last]
      .flatMap(([profileId, final]) => (final === change && first.get(profileId) === change ? [profileId] : []))
      .sort(compareUtf8);
  return { entered: came('entered'), left: came('left') };
}

/** What is kept as of before an instant. */
export const keptBefore = (kept: readonly Membership[], asOf: Instant): readonly Membership[] =>
  kept.filter((entry) => at(entry) < asOf);
