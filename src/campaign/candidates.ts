import type { Directory } from '../identity/directory.js';
import type { MatchedKind } from '../identity/identifier.js';
import type { Profile } from '../model/profile.js';
import { compareUtf8 } from '../model/text.js';
import { addressedBy, type Channel } from '../model/vocabulary.js';
import type { Candidate } from '../suppression/facts.js';

/** The kind of identifier a channel is addressed by, where decisions match on it. */
export function channelIdentifier(channel: string): MatchedKind | undefined {
  const kind = addressedBy[channel as Channel];
  return kind === 'email' || kind === 'phone' ? kind : undefined;
}

/**
 * The candidates of a person on a channel, in the order in which one of them is chosen: declared preference, then
 * canonical order. A person without a valid address is one candidate without any.
 */
export function candidatesOf(profile: Profile, channel: string, directory: Directory): readonly Candidate[] {
  const base = { personId: profile.id, profile, merged: directory.mergedInto(profile.id) };
  const kind = channelIdentifier(channel);
  if (kind === undefined) return [{ ...base, addressable: 'not_needed' }];
  const held = directory
    .identifiersOf(profile.id)
    .filter((identifier) => identifier.kind === kind && !identifier.former);
  const best = new Map<string, Candidate & { readonly rank: number }>();
  for (const { canonical, rank } of held) {
    if (canonical?.valid !== true || (best.get(canonical.key)?.rank ?? Number.POSITIVE_INFINITY) <= rank) continue;
    best.set(canonical.key, { ...base, identifier: canonical, addressable: 'valid', rank });
  }
  if (best.size === 0) return [{ ...base, addressable: held.length === 0 ? 'none' : 'invalid' }];
  return [...best.values()].sort(
    (a, b) => a.rank - b.rank || compareUtf8(a.identifier?.key ?? '', b.identifier?.key ?? ''),
  );
}
