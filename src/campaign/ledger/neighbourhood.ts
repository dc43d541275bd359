import { deviceKey, heldIdentifiers, keyOf } from '../../identity/directory.js';
import type { IdentityLink } from '../../model/identity-link.js';
import type { Profile } from '../../model/profile.js';
import { type SubjectFields, subjectOf } from '../../suppression/reach.js';
import { Interner } from './interner.js';
import { Links } from './links.js';

/**
 * Which records can matter for whom. Reach is one step, so that a person's decision depends on their own profiles, on
 * the profiles that share an identifier with them, on what is recorded about any of these or about their identifiers,
 * and on nothing else.
 *
 * The neighbourhood is drawn wide, whatever the date of a merge or login and by every reading of a phone number
 * without a country; what counts is for the reference to say.
 */
export class Neighbourhood {
  /** Profiles by id and identifiers by refusal key. */
  readonly #points = new Interner<string>();
  readonly #recordsOf = new Links();
  /** Profiles that were ever merged with each other. */
  readonly #merged = new Links();
  readonly #keysOf = new Links();
  readonly #holdersOf = new Links();

  /** `countries`: those by which a number without a country may be read. */
  constructor(private readonly countries: readonly (string | undefined)[]) {}

  get bytes(): number {
    return [this.#recordsOf, this.#merged, this.#keysOf, this.#holdersOf].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  addProfile(index: number, profile: Profile): void {
    const point = this.#profile(profile.id);
    this.#recordsOf.add(point, index);
    for (const key of this.#readings((country) => keysOfProfile(profile, country))) this.#hold(point, key);
  }

  addLink(index: number, { link, profileId, intoProfileId, deviceId }: IdentityLink): void {
    const point = this.#profile(profileId);
    this.#recordsOf.add(point, index);
    if (link === 'merge' && intoProfileId !== undefined) {
      const into = this.#profile(intoProfileId);
      this.#recordsOf.add(into, index);
      this.#merged.add(point, into);
      this.#merged.add(into, point);
    } else if (deviceId !== undefined) this.#hold(point, deviceKey(deviceId));
  }

  addRecord(index: number, record: SubjectFields): void {
    if (record.profileId !== undefined) this.#recordsOf.add(this.#profile(record.profileId), index);
    for (const key of this.#readings((country) => keysOfRecord(record, country))) {
      this.#recordsOf.add(this.#key(key), index);
    }
  }

  /** The readings by which a record is about nobody. */
  unreadableBy(record: SubjectFields): readonly (string | undefined)[] {
    if (record.profileId !== undefined) return [];
    return this.countries.filter((country) => keysOfRecord(record, country).length === 0);
  }

  /** The refusal keys that a person holds, has held or could hold by some reading. */
  keysOf(profileId: string): readonly string[] {
    const start = this.#points.find(`profile:${profileId}`);
    if (start === undefined) return [];
    const keys = new Set<number>();
    for (const profile of this.#everMerged([start])) this.#keysOf.forEach(profile, (key) => keys.add(key));
    return [...keys].map((key) => this.#points.at(key));
  }

  /** Records that can matter for a profile, in no order. */
  recordsAbout(profileId: string): ReadonlySet<number> {
    const start = this.#points.find(`profile:${profileId}`);
    if (start === undefined) return new Set();
    const own = this.#everMerged([start]);
    const keys = new Set<number>();
    for (const profile of own) this.#keysOf.forEach(profile, (key) => keys.add(key));
    const sharing = new Set(own);
    for (const key of keys) this.#holdersOf.forEach(key, (profile) => sharing.add(profile));
    const records = new Set<number>();
    for (const point of [...this.#everMerged([...sharing]), ...keys]) {
      this.#recordsOf.forEach(point, (record) => records.add(record));
    }
    return records;
  }

  /** Profiles that hold or have held an identifier, by its refusal key. */
  holdersOf(key: string): readonly string[] {
    const point = this.#points.find(`key:${key}`);
    const holders: string[] = [];
    if (point !== undefined) this.#holdersOf.forEach(point, (profile) => holders.push(this.#points.at(profile)));
    return holders;
  }

  #everMerged(profiles: readonly number[]): readonly number[] {
    const found = new Set(profiles);
    for (const profile of found) this.#merged.forEach(profile, (other) => found.add(other));
    return [...found];
  }

  #hold(profile: number, key: string): void {
    const point = this.#key(key);
    this.#keysOf.add(profile, point);
    this.#holdersOf.add(point, profile);
  }

  #readings(keysIn: (country: string | undefined) => readonly string[]): ReadonlySet<string> {
    return new Set(this.countries.flatMap(keysIn));
  }

  #profile = (id: string): number => this.#points.of(`profile:${id}`, () => id);
  #key = (key: string): number => this.#points.of(`key:${key}`, () => key);
}

/** Whoever it names is put in for whom it does not, so that a record about nobody has no keys and throws nothing. */
const keysOfRecord = (record: SubjectFields, country: string | undefined): readonly string[] =>
  subjectOf({ ...record, profileId: record.profileId ?? '' }, country).refusalKeys;

const keysOfProfile = (profile: Profile, country: string | undefined): readonly string[] =>
  heldIdentifiers(profile, country, true).flatMap(({ canonical }) =>
    canonical === undefined ? [] : [keyOf(canonical)],
  );
