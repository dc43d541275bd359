import { ClearlistError } from '../errors.js';
import { type Directory, deviceKey, keyOf } from '../identity/directory.js';
import {
  type CanonicalIdentifier,
  canonicalIdentifier,
  canonicalPostal,
  type MatchedKind,
} from '../identity/identifier.js';
import { type Placed, placeOf } from '../model/record-kind.js';
import type { Candidate, Path } from './facts.js';

/** The subject fields of a refusal or permission, as recorded. */
export interface SubjectFields extends Placed {
  readonly profileId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly deviceId?: string;
  /** Parts of a postal address, in a register. */
  readonly firstName?: string;
  readonly lastName?: string;
  readonly address?: string;
  readonly postalCode?: string;
  /** A keyed hash names somebody, though nobody can say whom. */
  readonly digest?: string;
  readonly country?: string;
  readonly controller?: string;
}

/** Whom a record is about: a profile, identifiers, or both. */
export interface Subject {
  readonly profileId: string | undefined;
  readonly identifiers: readonly CanonicalIdentifier[];
  /** What refusals match, `email:anna@example.se`. */
  readonly refusalKeys: readonly string[];
  /** Names an address, readable or not: then it is not about the profile as such. */
  readonly addressed: boolean;
}

/**
 * Who a record is about, in canonical form.
 *
 * @throws {ClearlistError} `rows-lost` where it names no profile and no identifier that can be one: it could be a
 * refusal of anybody.
 */
export function subjectOf(record: SubjectFields, fallbackCountry: string | undefined): Subject {
  const written: readonly [MatchedKind, string | undefined][] = [
    ['email', record.email],
    ['phone', record.phone],
  ];
  const identifiers = written.flatMap(([kind, raw]) => {
    const canonical = raw === undefined ? undefined : canonicalIdentifier(kind, raw, record.country ?? fallbackCountry);
    return canonical === undefined ? [] : [canonical];
  });
  const { firstName = '', lastName = '', address = '', postalCode = '', country = fallbackCountry } = record;
  const postal = canonicalPostal({ firstName, lastName, address, postalCode }, country);
  if (postal !== undefined) identifiers.push(postal);
  const devices = record.deviceId === undefined ? [] : [deviceKey(record.deviceId)];
  if (record.profileId === undefined && identifiers.length === 0 && devices.length === 0 && record.digest === undefined)
    throw subjectless(placeOf(record));
  const addressed = record.email !== undefined || record.phone !== undefined || address !== '';
  const refusalKeys = [...identifiers.map(keyOf), ...devices];
  return { profileId: record.profileId, identifiers, refusalKeys, addressed };
}

export const subjectless = (at: string): ClearlistError =>
  new ClearlistError('rows-lost', 'a record names nobody: no profile, and no identifier that can be one', {
    at,
    hint: 'Correct the identifier or give the profile; the record could be a refusal of anybody.',
  });

/**
 * How a refusal reaches a candidate, or `undefined` where it does not. One step, never a chain.
 *
 * Given by a profile it reaches that person wholly, and others only on an identifier they share with that person.
 * Given by an identifier it reaches every person who holds or has held it. E-mails match by base form.
 */
export function refusalPath(subject: Subject, candidate: Candidate, directory: Directory): Path | undefined {
  const { profileId, refusalKeys } = subject;
  const { personId, reachedBy } = candidate;
  if (profileId === personId) return 'own';
  if (profileId !== undefined && directory.personOf(profileId) === personId) return 'merge';
  const held = directory.refusalKeysOf(personId);
  if (refusalKeys.some((given) => held.has(given))) return 'identifier';
  if (profileId === undefined || reachedBy.length === 0) return undefined;
  const theirs = directory.refusalKeysOf(directory.personOf(profileId));
  return reachedBy.some((key) => theirs.has(key)) ? 'shared_identifier' : undefined;
}

/**
 * How a report about an address reaches a candidate: by exactly the address it names, or, where it names none that can
 * be one, by the profile. A report is no refusal of a person: that `anna+fuel@…` does not exist says nothing of `anna@…`.
 */
export function addressPath(
  { profileId, identifiers, refusalKeys }: Subject,
  { personId, identifier }: Candidate,
  directory: Directory,
): Path | undefined {
  if (refusalKeys.length > 0) {
    return identifiers.some(({ kind, key }) => kind === identifier?.kind && key === identifier.key)
      ? 'identifier'
      : undefined;
  }
  if (profileId === undefined) return undefined;
  if (profileId === personId) return 'own';
  return directory.personOf(profileId) === personId ? 'merge' : undefined;
}

/** Whether a permission names exactly this candidate: the profile itself, the exact address, or both where it names both. */
export function permits({ profileId, identifiers, addressed }: Subject, { personId, identifier }: Candidate): boolean {
  if (profileId !== undefined && profileId !== personId) return false;
  // What names neither a profile nor an address, but a device, permits nobody.
  return (
    (profileId !== undefined && !addressed) ||
    identifiers.some(({ kind, key }) => kind === identifier?.kind && key === identifier.key)
  );
}
