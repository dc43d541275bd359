import { ClearlistError } from '../errors.js';
import type { IdentityLink } from '../model/identity-link.js';
import type { Profile } from '../model/profile.js';
import { placeOf } from '../model/record-kind.js';
import {
  type CanonicalIdentifier,
  canonicalIdentifier,
  canonicalPostal,
  type HeldKind,
  matchedKinds,
} from './identifier.js';
import { type Merge, survivors } from './merges.js';

/** An identifier as one profile has it. */
export interface HeldIdentifier {
  /** `undefined` where what was written cannot be an identifier. */
  readonly canonical: CanonicalIdentifier | undefined;
  readonly kind: HeldKind;
  /** Order of preference, from 1. */
  readonly rank: number;
  readonly former: boolean;
}

/** Who is who: persons, their profiles, and who holds or has held which identifier. */
export interface Directory {
  /** Unmerged profiles by id: the universe. */
  readonly persons: ReadonlyMap<string, Profile>;
  /** The person a profile belongs to: itself, or what it was merged into. */
  personOf(profileId: string): string;
  /** All profiles of a person, merged ones included. */
  profilesOf(personId: string): readonly string[];
  identifiersOf(profileId: string): readonly HeldIdentifier[];
  /** Refusal keys of everything a person holds or has held, `email:anna@example.se`. */
  refusalKeysOf(personId: string): ReadonlySet<string>;
  /** Profiles merged into a person, as far as there are any records of them. */
  mergedInto(personId: string): readonly Profile[];
  /** Every refusal key that anybody holds or has held. */
  refusalKeys(): Iterable<string>;
  /** Persons who hold or have held an identifier, by its refusal key. */
  holdersOf(key: string): readonly string[];
}

/** What refusals given on a device match: whoever has logged in on it. */
export const deviceKey = (deviceId: string): string => `device:${deviceId}`;

export const keyOf = ({ kind, refusalKey }: CanonicalIdentifier): string => `${kind}:${refusalKey}`;

export function heldIdentifiers(
  profile: Profile,
  fallbackCountry: string | undefined,
  postal = false,
): readonly HeldIdentifier[] {
  const country = profile.country ?? fallbackCountry;
  const written = matchedKinds.flatMap((kind) =>
    [false, true].flatMap((former) =>
      profile[former ? (kind === 'email' ? 'formerEmail' : 'formerPhone') : kind].map((raw, i) => ({
        canonical: canonicalIdentifier(kind, raw, country),
        kind,
        rank: i + 1,
        former,
      })),
    ),
  );
  const { firstName = '', lastName = '', address = '', postalCode = '' } = profile;
  if (!postal || (address === '' && postalCode === '')) return written;
  const canonical = canonicalPostal({ firstName, lastName, address, postalCode }, country);
  return [...written, { canonical, kind: 'postal', rank: 1, former: false }];
}

/** Merges that count: all of them for sending, those known at as-of otherwise. */
export const countedMerges = (links: readonly IdentityLink[], asOf: number, laterCount: boolean): readonly Merge[] =>
  links.flatMap((link) =>
    link.link === 'merge' && link.intoProfileId !== undefined && (laterCount || (link.occurredAt ?? asOf) <= asOf)
      ? [link as Merge]
      : [],
  );

/** Logins that say who has had a device: all of them for sending, those known at as-of otherwise. */
export const countedLogins = (links: readonly IdentityLink[], asOf: number, laterCount: boolean): readonly Login[] =>
  links.flatMap(({ link, profileId, deviceId, occurredAt }) =>
    link === 'login' && deviceId !== undefined && (laterCount || (occurredAt ?? asOf) <= asOf)
      ? [{ profileId, deviceId }]
      : [],
  );

/** What else people are known by. */
export interface DirectoryOptions {
  /** Refusals on a device reach whoever has logged in on it. */
  readonly logins?: readonly Login[];
  /** Whether postal addresses are worked out; they cost more than all others. */
  readonly postal?: boolean;
}

/** Who has had which device. */
export interface Login {
  readonly profileId: string;
  readonly deviceId: string;
}

/**
 * @throws {ClearlistError} `duplicate-id` where two profiles have one id; `identity-cycle` where merges go round.
 */
export function directory(
  profiles: readonly Profile[],
  merges: readonly Merge[],
  fallbackCountry: string | undefined,
  { logins = [], postal = false }: DirectoryOptions = {},
): Directory {
  const byId = new Map<string, Profile>();
  for (const profile of profiles) {
    if (byId.has(profile.id)) throw duplicateProfile(placeOf(profile));
    byId.set(profile.id, profile);
  }
  const remains = survivors(merges);
  const merged = new Map<string, string[]>();
  for (const [profileId, personId] of remains) merged.set(personId, [...(merged.get(personId) ?? []), profileId]);
  const identifiers = new Map(
    [...byId].map(([id, profile]) => [id, heldIdentifiers(profile, fallbackCountry, postal)]),
  );
  const profilesOf = (personId: string): readonly string[] => [personId, ...(merged.get(personId) ?? [])];
  const keys = new Map<string, Set<string>>();
  const holders = new Map<string, Set<string>>();
  for (const [profileId, held] of identifiers) {
    const personId = remains.get(profileId) ?? profileId;
    for (const { canonical } of held) {
      if (canonical === undefined) continue;
      addTo(keys, personId, keyOf(canonical));
      addTo(holders, keyOf(canonical), personId);
    }
  }
  for (const { profileId, deviceId } of logins) {
    const personId = remains.get(profileId) ?? profileId;
    addTo(keys, personId, deviceKey(deviceId));
    addTo(holders, deviceKey(deviceId), personId);
  }
  return {
    persons: new Map([...byId].filter(([id]) => !remains.has(id))),
    personOf: (profileId) => remains.get(profileId) ?? profileId,
    profilesOf,
    identifiersOf: (profileId) => identifiers.get(profileId) ?? [],
    refusalKeysOf: (personId) => keys.get(personId) ?? NOTHING,
    mergedInto: (personId) => (merged.get(personId) ?? []).flatMap((id) => byId.get(id) ?? []),
    refusalKeys: () => holders.keys(),
    holdersOf: (key) => [...(holders.get(key) ?? NOTHING)],
  };
}

const NOTHING: ReadonlySet<string> = new Set();

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

export const duplicateProfile = (at: string): ClearlistError =>
  new ClearlistError('duplicate-id', 'two profiles have the same id', {
    at,
    hint: 'Give every profile its own id; a refusal could otherwise be kept with the wrong one.',
  });
