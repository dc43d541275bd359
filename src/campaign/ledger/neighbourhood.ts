import { deviceKey, type HeldIdentifier, heldIdentifiers, keyOf } from '../../identity/directory.js';
import type { IdentityLink } from '../../model/identity-link.js';
import type { Profile } from '../../model/profile.js';
import type { PersonState } from '../../suppression/facts.js';
import { type Subject, type SubjectFields, subjectOf } from '../../suppression/reach.js';
import { Grown } from './grown.js';
import { HeldIdentifiers, sameHeld } from './held.js';
import { Interner } from './interner.js';
import { Links } from './links.js';
import { type Points, Subjects, sameSubject } from './subjects.js';

/** What is known of a profile beside its links. */
export const PROFILE_FLAGS = {
  /** A profile record says so. */
  known: 1,
  /** It was merged, or something into it, at whatever date. */
  merged: 2,
  /** Somebody logged in on a device with it, at whatever date. */
  device: 4,
  /** What it holds depends on the country by which a number without one is read. */
  varies: 8,
} as const;

/**
 * Which records can matter for whom. Reach is one step, so that a person's decision depends on their own profiles, on
 * the profiles that share an identifier with them, on what is recorded about any of these or about their identifiers,
 * and on nothing else.
 *
 * The neighbourhood is drawn wide, whatever the date of a merge or login and by every reading of a phone number
 * without a country; what counts is for the reference to say.
 */
export class Neighbourhood {
  /** Profiles by id, and identifiers by refusal key and exact address. */
  readonly #points = new Interner<string>();
  readonly #states = new Interner<PersonState>();
  readonly #flags = new Grown(Uint8Array);
  /** Where a profile's identifiers stand, by its point. */
  readonly #heldAt = new Grown(Uint32Array);
  readonly #all: Points = { profile: (id) => this.#profile(id), key: (key) => this.#key(key) };
  readonly records = new Links();
  readonly keys = new Links();
  readonly holders = new Links();
  readonly subjects = new Subjects(this.#all);
  readonly held = new HeldIdentifiers(this.#all);
  /** Profiles that were ever merged with each other. */
  readonly #merged = new Links();

  /** `countries`: those by which a number without a country may be read. */
  constructor(private readonly countries: readonly (string | undefined)[]) {}

  get bytes(): number {
    return [
      ...[this.records, this.#merged, this.keys, this.holders, this.subjects, this.held],
      ...[this.#flags, this.#heldAt],
    ].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  addProfile(index: number, profile: Profile): void {
    const point = this.#profile(profile.id);
    this.records.add(point, index);
    const readings = this.#readings(profile, [...profile.phone, ...profile.formerPhone], (country) =>
      heldIdentifiers(profile, country, true),
    );
    const [held = [], ...others] = readings;
    const varies = others.some((other) => !sameHeld(held, other));
    this.#heldAt.set(point, this.held.add(held, this.#stateOf(profile)));
    this.#flag(point, PROFILE_FLAGS.known | (varies ? PROFILE_FLAGS.varies : 0));
    for (const key of new Set(readings.flatMap(keysHeld))) this.#hold(point, key);
  }

  addLink(index: number, { link, profileId, intoProfileId, deviceId }: IdentityLink): void {
    const point = this.#profile(profileId);
    this.records.add(point, index);
    if (link === 'merge' && intoProfileId !== undefined) {
      const into = this.#profile(intoProfileId);
      this.records.add(into, index);
      this.#merged.add(point, into);
      this.#merged.add(into, point);
      this.#flag(point, PROFILE_FLAGS.merged);
      this.#flag(into, PROFILE_FLAGS.merged);
    } else if (deviceId !== undefined) {
      this.#hold(point, deviceKey(deviceId));
      this.#flag(point, PROFILE_FLAGS.device);
    }
  }

  addRecord(index: number, record: SubjectFields): void {
    const readings = this.#subjects(record);
    const [subject, ...others] = readings;
    if (subject === undefined) return;
    if (record.profileId !== undefined) this.records.add(this.#profile(record.profileId), index);
    for (const key of new Set(readings.flatMap(({ refusalKeys }) => refusalKeys))) {
      this.records.add(this.#key(key), index);
    }
    const { profileId } = record;
    const varies = others.some((other) => !sameSubject(subject, other));
    this.subjects.add(index, { ...subject, profileId }, varies);
  }

  /** The readings by which a record is about nobody. */
  unreadableBy(record: SubjectFields): readonly (string | undefined)[] {
    if (record.profileId !== undefined) return [];
    const readings = this.#subjects(record);
    const [only] = readings;
    if (readings.length === 1) return only?.refusalKeys.length === 0 ? this.countries : [];
    return this.countries.filter((_, i) => readings[i]?.refusalKeys.length === 0);
  }

  /** A profile's number, if it was ever named. */
  find(profileId: string): number | undefined {
    return this.#points.find(`profile:${profileId}`);
  }

  /** The profile id or refusal key of a number. */
  text(point: number): string {
    return this.#points.at(point);
  }

  flags(point: number): number {
    return this.#flags.at(point);
  }

  heldAt(point: number): number {
    return this.#heldAt.at(point);
  }

  /** The refusal keys that a person holds, has held or could hold by some reading. */
  keysOf(profileId: string): readonly string[] {
    const start = this.find(profileId);
    if (start === undefined) return [];
    const keys = new Set<number>();
    for (const profile of this.#everMerged([start])) this.keys.forEach(profile, (key) => keys.add(key));
    return [...keys].map((key) => this.text(key));
  }

  /** Records that can matter for a profile, in no order. */
  recordsAbout(profileId: string): ReadonlySet<number> {
    const start = this.find(profileId);
    if (start === undefined) return new Set();
    const own = this.#everMerged([start]);
    const keys = new Set<number>();
    for (const profile of own) this.keys.forEach(profile, (key) => keys.add(key));
    const sharing = new Set(own);
    for (const key of keys) this.holders.forEach(key, (profile) => sharing.add(profile));
    const records = new Set<number>();
    for (const point of [...this.#everMerged([...sharing]), ...keys]) {
      this.records.forEach(point, (record) => records.add(record));
    }
    return records;
  }

  /** Profiles that hold or have held an identifier, by its refusal key. */
  holdersOf(key: string): readonly string[] {
    const point = this.#points.find(`key:${key}`);
    const holders: string[] = [];
    if (point !== undefined) this.holders.forEach(point, (profile) => holders.push(this.text(profile)));
    return holders;
  }

  /** How many points there are; they are numbered from 0. */
  get size(): number {
    return this.#points.size;
  }

  /** What rules look at of a profile, by the number that {@link HeldIdentifiers} keeps. */
  state(id: number): PersonState {
    return this.#states.at(id);
  }

  #stateOf({ country, party, birthDate, deceased, protectedIdentity, controlGroup, unreadable }: Profile): number {
    const said = { country, party, birthDate, deceased, protectedIdentity, controlGroup, unreadable };
    const values = Object.entries(said).filter(([, value]) => value !== undefined);
    return this.#states.of(JSON.stringify(values), () => ({
      ...(Object.fromEntries(values) as Omit<PersonState, 'ref'>),
      ref: NOWHERE,
    }));
  }

  #everMerged(profiles: readonly number[]): readonly number[] {
    const found = new Set(profiles);
    for (const profile of found) this.#merged.forEach(profile, (other) => found.add(other));
    return [...found];
  }

  #hold(profile: number, key: string): void {
    const point = this.#key(key);
    this.keys.add(profile, point);
    this.holders.add(point, profile);
  }

  #flag(point: number, flags: number): void {
    this.#flags.set(point, this.#flags.at(point) | flags);
  }

  /** One subject, or one for each country where a number or address without one makes a difference. */
  #subjects(record: SubjectFields): readonly Subject[] {
    // Whoever it names is put in for whom it does not, so that a record about nobody has no keys and throws nothing.
    const named = record.profileId === undefined ? { ...record, profileId: '' } : record;
    const numbers = record.phone === undefined ? [] : [record.phone];
    return this.#readings(record, numbers, (country) => subjectOf(named, country));
  }

  #readings<T>(
    { country, address = '', postalCode = '' }: Pick<SubjectFields, 'country' | 'address' | 'postalCode'>,
    phones: readonly string[],
    read: (country: string | undefined) => T,
  ): readonly T[] {
    const depends = country === undefined && (phones.length > 0 || address !== '' || postalCode !== '');
    return (depends ? this.countries : this.countries.slice(0, 1)).map(read);
  }

  #profile(id: string): number {
    return this.#point(`profile:${id}`, id);
  }

  #key(key: string): number {
    return this.#point(`key:${key}`, key);
  }

  #point(key: string, text: string): number {
    const point = this.#points.of(key, () => text);
    if (point === this.#flags.length) {
      this.#flags.push(0);
      this.#heldAt.push(0);
    }
    return point;
  }
}

/** States are shared by many profiles; evidence is for the reference to give. */
const NOWHERE = { source: '', row: 0 };

const keysHeld = (held: readonly HeldIdentifier[]): readonly string[] =>
  held.flatMap(({ canonical }) => (canonical === undefined ? [] : [keyOf(canonical)]));
