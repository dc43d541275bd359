import { hmacSha256 } from '../../identity/digest.js';
import type { Digested } from '../../identity/tombstones.js';
import type { DigestKeys } from '../../model/digest-keys.js';
import { Grown } from './grown.js';

const UNSEEN = 0;
const NO = 1;
const YES = 2;

/** Records that keep a keyed hash in place of an identifier, by what they hash. */
export class Digests {
  /** Places of records by key id and digest. */
  readonly #places = new Map<string, number[]>();
  readonly #keyIds = new Set<string>();
  /** Whether something hashes the identifier of a point; forgotten as soon as there is one more. */
  #known = new Grown(Uint8Array);

  constructor(private readonly keys: DigestKeys) {}

  add(place: number, { keyId, digest }: Digested): void {
    const key = `${keyId}:${digest}`;
    this.#places.set(key, [...(this.#places.get(key) ?? []), place]);
    this.#keyIds.add(keyId);
    this.#known = new Grown(Uint8Array);
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Records that hash an identifier, by its refusal key. */
  placesOf(key: string): readonly number[] {
    return [...this.#keyIds].flatMap(
      (id) => this.#places.get(`${id}:${hmacSha256(this.keys[id] as string, key)}`) ?? [],
    );
  }

  /** Whether there are any; `text` gives the refusal key of the point. */
  hasAny(point: number, text: (point: number) => string): boolean {
    if (this.isEmpty) return false;
    while (this.#known.length <= point) this.#known.push(UNSEEN);
    if (this.#known.at(point) === UNSEEN) this.#known.set(point, this.placesOf(text(point)).length > 0 ? YES : NO);
    return this.#known.at(point) === YES;
  }
}
