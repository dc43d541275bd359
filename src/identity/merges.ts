import { ClearlistError } from '../errors.js';
import { ALWAYS, type Instant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';

/** One profile merged into another. */
export interface Merge {
  readonly profileId: string;
  readonly intoProfileId: string;
  readonly occurredAt?: Instant;
}

/**
 * Which profile remains for each profile merged away.
 *
 * Chains are followed to their end. Of several merges of one profile the latest counts; at the same instant the one
 * into the lowest id in byte order.
 *
 * @throws {ClearlistError} `identity-cycle` where merges go round: nobody can say who remains.
 */
export function survivors(merges: readonly Merge[]): ReadonlyMap<string, string> {
  const into = new Map<string, Merge>();
  for (const merge of merges) {
    const known = into.get(merge.profileId);
    if (merge.intoProfileId !== merge.profileId && (known === undefined || isLater(merge, known))) {
      into.set(merge.profileId, merge);
    }
  }
  const result = new Map<string, string>();
  for (const profileId of into.keys()) {
    let end = profileId;
    for (let steps = 0, next = into.get(end); next !== undefined; next = into.get(end), steps += 1) {
      if (steps > into.size) throw cycle();
      end = result.get(end) ?? next.intoProfileId;
    }
    result.set(profileId, end);
  }
  return result;
}

function isLater(a: Merge, b: Merge): boolean {
  const order = (a.occurredAt ?? ALWAYS) - (b.occurredAt ?? ALWAYS);
  return order > 0 || (order === 0 && compareUtf8(a.intoProfileId, b.intoProfileId) < 0);
}

const cycle = (): ClearlistError =>
  new ClearlistError('identity-cycle', 'profiles are merged into each other in a circle', {
    at: 'identity_link',
    hint: 'Correct the merges in the source: one profile of each circle must remain.',
  });
