import type { Basis, ReasonCode } from '../../model/reasons.js';
import { holding, type PreparedDecision } from '../../suppression/decide.js';
import type { FoundRecords } from './found-records.js';
import type { QuickView } from './quick-view.js';

/** Reasons as bits, in two halves: whole numbers of 32 bits are cheap, larger ones are not. */
const HALF = 32;

/** What each rule says of a candidate of whom nothing is found that it asks for. */
export interface Silence {
  readonly rules: readonly SilentRule[];
  /** All of them together. */
  readonly low: number;
  readonly high: number;
}

interface SilentRule {
  readonly low: number;
  readonly high: number;
  /** One bit for each query that it asks. */
  readonly asks: Uint32Array;
}

/**
 * The reasons of one candidate after the other, by the rules of the reference.
 *
 * Rules are functions of what they are answered. A rule that has nothing to look at says of everybody like this what it
 * said once; only the others are asked.
 */
export class QuickDecision {
  low = 0;
  high = 0;
  basis: Basis | undefined;
  readonly #bits: ReadonlyMap<ReasonCode, number>;

  constructor(
    private readonly prepared: PreparedDecision,
    private readonly view: QuickView,
    private readonly found: FoundRecords,
  ) {
    this.#bits = new Map(prepared.table.map((reason, bit) => [reason, bit]));
  }

  /** What rules say of the candidate that the view shows if nothing is found. */
  silence(): Silence {
    const rules = this.prepared.faces.map((face): SilentRule => {
      const { result, asked } = this.view.noting(() => face.evaluate(this.view));
      this.#clear();
      for (const { reason } of result) this.#add(reason);
      const asks = new Uint32Array(this.found.answered.length);
      for (const place of asked) asks[place >> 5] = (asks[place >> 5] as number) | (1 << (place & 31));
      return { low: this.low, high: this.high, asks };
    });
    const all = rules.reduce((sum, { low, high }) => ({ low: sum.low | low, high: sum.high | high }), {
      low: 0,
      high: 0,
    });
    return { rules, ...all };
  }

  /** Decides about the candidate that the view shows. `silence` is that of a candidate like it. */
  decide(silence: Silence): void {
    this.#clear();
    const { faces, grounds, wrong } = this.prepared;
    for (const reason of wrong) this.#add(reason);
    if (wrong.length > 0) return;
    const { answered } = this.found;
    if (isEmpty(answered)) {
      this.low = silence.low;
      this.high = silence.high;
    } else {
      for (let i = 0; i < faces.length; i += 1) {
        const silent = silence.rules[i] as SilentRule;
        if (!meets(silent.asks, answered)) {
          this.low |= silent.low;
          this.high |= silent.high;
        } else for (const { reason } of faces[i]?.evaluate(this.view) ?? []) this.#add(reason);
      }
    }
    if (this.low === 0 && this.high === 0) this.basis = holding(grounds, this.view).basis;
  }

  /** The reasons of bits, best-ranked first. */
  reasonsOf(low: number, high: number): readonly ReasonCode[] {
    return this.prepared.table.filter((_, bit) => ((bit < HALF ? low >> bit : high >> (bit - HALF)) & 1) === 1);
  }

  #clear(): void {
    this.low = 0;
    this.high = 0;
    this.basis = undefined;
  }

  #add(reason: ReasonCode): void {
    const bit = this.#bits.get(reason);
    if (bit === undefined) throw new Error(`bug: ${reason} is not in the table of reasons`);
    if (bit < HALF) this.low |= 1 << bit;
    else this.high |= 1 << (bit - HALF);
  }
}

function isEmpty(words: Uint32Array): boolean {
  for (const word of words) if (word !== 0) return false;
  return true;
}

/** Words that one of them does not have are empty. */
function meets(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = Math.min(a.length, b.length) - 1; i >= 0; i -= 1) {
    if (((a[i] as number) & (b[i] as number)) !== 0) return true;
  }
  return false;
}
