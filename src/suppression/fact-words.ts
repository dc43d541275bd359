import { anyOf, call, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { contentOf } from '../sql/plan.js';

/** One fact as a bit of a whole number. */
export interface FactBit {
  readonly word: string;
  readonly bit: bigint;
}

/** Bits of a word that no engine takes for a sign. */
const WORD = 62;

/** Conditions over the rows of several relations, kept as bits of as few whole numbers as it takes. */
export class FactWords {
  readonly #facts = new Map<string, FactBit & { readonly holds: Sql; readonly of: string }>();

  /** @param hint What the words are named by. */
  constructor(private readonly hint: string) {}

  /**
   * The same condition over the same rows is the same bit.
   *
   * @param of The rows that it is about.
   * @param holds Never null.
   */
  ask(of: string, holds: Sql): FactBit {
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

  /** The words with facts about some of the rows. */
  words(of: readonly string[]): readonly string[] {
    return [...new Set([...this.#facts.values()].flatMap((fact) => (of.includes(fact.of) ? [fact.word] : [])))];
  }

  /** A word of a row, with the bits that are about such rows. */
  value(of: string, word: string): Sql {
    const own = [...this.#facts.values()].filter((fact) => fact.word === word && fact.of === of);
    const bits = own.map(({ holds, bit }) => sql`case when ${holds} then ${literal(bit)} else 0 end`);
    return sql`cast(${bits.length === 0 ? sql`0` : join(bits, ' + ')} as bigint)`;
  }
}

export const holdsBit = (word: Sql, { bit }: FactBit): Sql => sql`(${call('bit_and', word, literal(bit))} <> 0)`;

/** A query of `cid`, or of `person_id`, and some of the words. */
export interface Told {
  readonly words: readonly string[];
  readonly rows: Sql;
}

/** All words of several queries, nothing in those that a query does not have. */
function everyQuery(key: string, words: readonly string[], parts: readonly Told[]): Sql {
  const rows = parts.map((part) => {
    const columns = words.map((word) =>
      part.words.includes(word) ? name(word) : sql`cast(0 as bigint) as ${name(word)}`,
    );
    return sql`select ${join([name(key), ...columns], ', ')} from (${part.rows}) as w`;
  });
  return join(rows, ' union all ');
}

/** Words of persons as words of their candidates: one join, however many have something to say of persons. */
export function ofCandidates(candidates: Sql, parts: readonly Told[]): readonly Told[] {
  if (parts.length === 0) return [];
  const words = [...new Set(parts.flatMap((part) => part.words))];
  const said = words.map((word) => name('a', word));
  const rows = sql`select ${join([sql`c.cid`, ...said], ', ')} from (${everyQuery('person_id', words, parts)}) as a join ${candidates} as c on c.person_id = a.person_id`;
  return [{ words, rows }];
}

/** Words put together, one row for each candidate; `parts` are about candidates. */
export function togetherQuery(words: readonly string[], parts: readonly Told[]): Sql {
  const together = words.map((word) => sql`${call('bit_or', name(word))} as ${name(word)}`);
  return sql`select ${join([name('cid'), ...together], ', ')} from (${everyQuery('cid', words, parts)}) as w group by cid`;
}

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
