import { type HeldIdentifier, keyOf } from '../../identity/directory.js';
import type { HeldKind } from '../../identity/identifier.js';
import { Grown } from './grown.js';
import { exactKey, NOBODY, type Points } from './subjects.js';

const KINDS: readonly HeldKind[] = ['email', 'phone', 'postal'];
const KIND = 3;
const FORMER = 4;
const VALID = 8;
const TEXTS = 16;

/**
 * The identifiers that profiles hold, in one array: how many, the number of the profile's state, and for each what is
 * known of it, the exact address and the refusal key. They stand in the order in which an address is chosen: by kind,
 * then by preference.
 */
export class HeldIdentifiers {
  readonly #words = new Grown(Uint32Array);

  constructor(private readonly points: Points) {}

  get bytes(): number {
    return this.#words.bytes;
  }

  /** Gives where they stand. */
  add(held: readonly HeldIdentifier[], state: number): number {
    const at = this.#words.push(held.length);
    this.#words.push(state);
    for (const { canonical, kind, former } of held) {
      const flags = (former ? FORMER : 0) | (canonical?.valid ? VALID : 0) | (canonical?.texts ? TEXTS : 0);
      this.#words.push(KINDS.indexOf(kind) | flags);
      this.#words.push(canonical === undefined ? NOBODY : this.points.key(exactKey(canonical)));
      this.#words.push(canonical === undefined ? NOBODY : this.points.key(keyOf(canonical)));
    }
    return at;
  }

  count(at: number): number {
    return this.#words.at(at);
  }

  state(at: number): number {
    return this.#words.at(at + 1);
  }

  kind(at: number, i: number): HeldKind {
    return KINDS[this.#words.at(at + 2 + 3 * i) & KIND] as HeldKind;
  }

  isFormer(at: number, i: number): boolean {
    return (this.#words.at(at + 2 + 3 * i) & FORMER) !== 0;
  }

  isValid(at: number, i: number): boolean {
    return (this.#words.at(at + 2 + 3 * i) & VALID) !== 0;
  }

  getsTexts(at: number, i: number): boolean {
    return (this.#words.at(at + 2 + 3 * i) & TEXTS) !== 0;
  }

  /** The exact address, {@link NOBODY} where what was written is none. */
  address(at: number, i: number): number {
    return this.#words.at(at + 3 + 3 * i);
  }

  refusalKey(at: number, i: number): number {
    return this.#words.at(at + 4 + 3 * i);
  }
}

/** Whether two readings of one profile hold the same. */
export const sameHeld = (a: readonly HeldIdentifier[], b: readonly HeldIdentifier[]): boolean =>
  a.length === b.length && a.every((one, i) => signature(one) === signature(b[i] as HeldIdentifier));

const signature = ({ canonical }: HeldIdentifier): string =>
  canonical === undefined ? '' : `${exactKey(canonical)}|${canonical.refusalKey}|${canonical.valid}|${canonical.texts}`;
