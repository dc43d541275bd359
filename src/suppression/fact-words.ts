import { anyOf, call, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { contentOf } from '../sql/plan.js';

/** One fact as a bit of a whole number. */
export interface FactBit {
  readonly word: string;
  readonly bit: bigint;
}

/** Bits of a word that no engine takes for a sign. */
const WORD = 62;

/** Conditions over the rows of one relation, kept as bits of as few whole numbers as it takes. */
export class FactWords {
  readonly #facts = new Map<string, FactBit & { readonly holds: Sql; readonly of: string }>();

  /** @param hint What the words are named by. */
  constructor(private readonly hint: string) {}

  /**
   * The same condition is the same bit.
   *
   * @param holds Never null.
   * @param of Rows of what it is about, where the relation has different ones.
   */
  ask(holds: Sql, of = ''): FactBit {
    const content = contentOf([of], holds);
    const place = this.#facts.size;
    const known = this.#facts.get(content) ?? {
      word: `${this.hint}_${Math.floor(place / WORD) + 1}`,
      bit: 1n << BigInt(place % WORD),
      holds,
      of,
    };
    this.#facts.set(content, known);
    return known;
  }

  get words(): readonly string[] {
    return [...new Set([...this.#facts.values()].map(({ word }) => word))];
  }

  /** Each word as a column, of a row of the relation. */
  columns(of = ''): readonly Sql[] {
    return this.words.map((word) => {
      const own = [...this.#facts.values()].filter((fact) => fact.word === word && fact.of === of);
      const bits = own.map(({ holds, bit }) => sql`case when ${holds} then ${literal(bit)} else 0 end`);
      return sql`cast(${bits.length === 0 ? sql`0` : join(bits, ' + ')} as bigint) as ${name(word)}`;
    });
  }
}

export const holdsBit = (word: Sql, { bit }: FactBit): Sql => sql`(${call('bit_and', word, literal(bit))} <> 0)`;

/** Words with some of their bits only. */
export class WordMasks {
  readonly #masks = new Map<string, bigint>();

  add({ word, bit }: FactBit): void {
    this.#masks.set(word, (this.#masks.get(word) ?? 0n) | bit);
  }

  get words(): readonly string[] {
    return [...this.#masks.keys()];
  }

  /** Each word with the bits that were added and no others. */
  columns(): readonly Sql[] {
    return [...this.#masks].map(([word, mask]) => sql`${call('bit_and', name(word), literal(mask))} as ${name(word)}`);
  }

  /** A row has one of these bits. */
  get any(): Sql {
    return anyOf([...this.#masks].map(([word, mask]) => sql`(${call('bit_and', name(word), literal(mask))} <> 0)`));
  }
}
