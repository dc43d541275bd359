import { keyOf } from '../../identity/directory.js';
import type { Subject } from '../../suppression/reach.js';
import { Grown } from './grown.js';

/** No profile, key or address. */
export const NOBODY = 0xffff_ffff;

const ADDRESSED = 1;
const VARIES = 2;
const FLAGS = 2;

/** Numbers for texts that are compared: profiles, refusal keys and exact addresses. */
export interface Points {
  profile(id: string): number;
  key(key: string): number;
}

/**
 * Whom records are about, in one array: the profile, how many keys there are with two flags, and for each key the
 * exact address (of a device {@link NOBODY}) and the refusal key.
 *
 * Units: a subject is named by its place in the array.
 */
export class Subjects {
  readonly #at = new Grown(Uint32Array);
  readonly #words = new Grown(Uint32Array);

  constructor(private readonly points: Points) {}

  get bytes(): number {
    return this.#at.bytes + this.#words.bytes;
  }

  /** `varies`: by another reading of its phone number the record is about somebody else. */
  add(place: number, { profileId, identifiers, refusalKeys, addressed }: Subject, varies: boolean): void {
    while (this.#at.length <= place) this.#at.push(NOBODY);
    const at = this.#words.push(profileId === undefined ? NOBODY : this.points.profile(profileId));
    this.#words.push((refusalKeys.length << FLAGS) | (addressed ? ADDRESSED : 0) | (varies ? VARIES : 0));
    for (const [i, refusalKey] of refusalKeys.entries()) {
      const exact = identifiers[i];
      this.#words.push(exact === undefined ? NOBODY : this.points.key(exactKey(exact)));
      this.#words.push(this.points.key(refusalKey));
    }
    this.#at.set(place, at);
  }

  /** Where the subject of a record stands; {@link NOBODY} for a record that has none. */
  of(place: number): number {
    return place < this.#at.length ? this.#at.at(place) : NOBODY;
  }

  profileOf(subject: number): number {
    return this.#words.at(subject);
  }

  keyCount(subject: number): number {
    return this.#words.at(subject + 1) >>> FLAGS;
  }

  isAddressed(subject: number): boolean {
    return (this.#words.at(subject + 1) & ADDRESSED) !== 0;
  }

  varies(subject: number): boolean {
    return (this.#words.at(subject + 1) & VARIES) !== 0;
  }

  refusalKey(subject: number, i: number): number {
    return this.#words.at(subject + 3 + 2 * i);
  }

  /** Whether it names exactly this address. */
  namesExactly(subject: number, address: number): boolean {
    for (let i = this.keyCount(subject) - 1; i >= 0; i -= 1) {
      if (this.#words.at(subject + 2 + 2 * i) === address) return true;
    }
    return false;
  }
}

export const exactKey = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind}:${key}`;

/** Whether two readings of one record are about the same. */
export const sameSubject = (a: Subject, b: Subject): boolean =>
  a.identifiers.length === b.identifiers.length &&
  a.identifiers.every((one, i) => {
    const other = b.identifiers[i];
    return other !== undefined && exactKey(one) === exactKey(other) && keyOf(one) === keyOf(other);
  });
