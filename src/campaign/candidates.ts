import { type Directory, keyOf } from '../identity/directory.js';
import type { CanonicalIdentifier, HeldKind } from '../identity/identifier.js';
import type { Profile } from '../model/profile.js';
import { compareUtf8 } from '../model/text.js';
import type { Channel } from '../model/vocabulary.js';
import type { Candidate } from '../suppression/facts.js';

/** The kinds of identifier by which a channel finds a person; a channel that is not here needs none. */
const identifiers: Partial<Record<Channel, readonly HeldKind[]>> = {
  email: ['email'],
  sms: ['phone'],
  phone: ['phone'],
  post: ['postal'],
  social_listing: ['email', 'phone'],
};

export const channelIdentifiers = (channel: string): readonly HeldKind[] => identifiers[channel as Channel] ?? [];

/**
 * A listing service matches the person whichever identifier it is given, so that a refusal reaching any e-mail or
 * phone of the person suppresses the person.
 */
export const isListing = (channel: string): boolean => channel === 'social_listing';

/** Whether decisions on a channel look at postal addresses: to write to them, or to find them in a register. */
export const readsPostal = (channel: string): boolean => channel === 'post' || channel === 'phone';

/**
 * The candidates of a person on a channel, in the order in which one of them is chosen: kind, declared preference,
 * then canonical order. A person without a valid address is one candidate without any.
 */
export function candidatesOf(profile: Profile, channel: string, directory: Directory): readonly Candidate[] {
  const base = { personId: profile.id, profile, merged: directory.mergedInto(profile.id) };
  const kinds = channelIdentifiers(channel);
  const listed = isListing(channel) ? matchedKeys(profile.id, directory) : undefined;
  if (kinds.length === 0) return [{ ...base, addressable: 'not_needed', reachedBy: [] }];
  const held = directory.identifiersOf(profile.id).filter(({ kind, former }) => kinds.includes(kind) && !former);
  const best = new Map<string, { readonly identifier: CanonicalIdentifier; readonly rank: number }>();
  for (const { canonical, rank } of held) {
    if (canonical === undefined || !isUsable(canonical, channel)) continue;
    const key = `${canonical.kind}:${canonical.key}`;
    if ((best.get(key)?.rank ?? Number.POSITIVE_INFINITY) > rank) best.set(key, { identifier: canonical, rank });
  }
  if (best.size === 0) {
    return [{ ...base, addressable: held.length === 0 ? 'none' : 'invalid', reachedBy: listed ?? [] }];
  }
  return [...best.values()]
    .sort(
      (a, b) =>
        compareUtf8(a.identifier.kind, b.identifier.kind) ||
        a.rank - b.rank ||
        compareUtf8(a.identifier.key, b.identifier.key),
    )
    .map(({ identifier }) => ({
      ...base,
      identifier,
      addressable: 'valid',
      reachedBy: listed ?? [keyOf(identifier)],
    }));
}

/** A landline receives no text messages; a number that may be either kind is taken for a mobile one. */
const isUsable = ({ valid, texts }: CanonicalIdentifier, channel: string): boolean =>
  valid && (channel !== 'sms' || texts);

/** Every e-mail and phone of a person, former and merged ones included, as refusals match them. */
const matchedKeys = (personId: string, directory: Directory): readonly string[] =>
  [...directory.refusalKeysOf(personId)].filter((key) => key.startsWith('email:') || key.startsWith('phone:'));
