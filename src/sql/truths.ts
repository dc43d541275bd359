import { allOf, anyOf, insideOf, NULL, name, replaced, type Sql, sql } from './fragment.js';
import { complement, every, type Logic, logicOf, some, sqlOf } from './logic.js';
import type { Answer, NarrowAnswers, PlacedTruth, Truth } from './narrow-answers.js';
import { contentOf } from './plan.js';

/**
 * Conditions over tables of answers, taken apart: what rests on one table only is worked out there, and what leaves the
 * table is whether it holds, for those only of whom that says anything.
 *
 * A million persons with twenty figures each become the few thousand of whom some condition holds.
 */

/** Which answer a column is; `undefined` for columns that are none. */
export type AnswerAt = (column: string) => Answer | undefined;

interface Table {
  readonly truths: Map<string, Truth>;
  readonly raw: Set<string>;
}

/** A table of answers; or of one, those within one value of a column, which can be worked out apart from the others. */
interface Source extends Omit<Answer, 'column'> {
  readonly key: string;
}

const sourceKey = ({ alias, within }: Answer): string =>
  within === undefined ? alias : contentOf([alias, within.column], within.test);

/** Bits of a word that no engine takes for a sign. */
const WORD = 62;

export class Truths {
  readonly #tables = new Map<string, Table>();
  readonly #roots: Sql[] = [];

  constructor(private readonly answerAt: AnswerAt) {}

  /** The same value over truths, which stand as columns `alias.column`, and over whatever else it reads. */
  ask(value: Sql): Sql {
    const split = this.#split(value);
    this.#roots.push(split);
    return split;
  }

  /** By the alias of the table; to be called when everything has been asked. */
  get tables(): ReadonlyMap<string, NarrowAnswers> {
    let place = 0;
    const placed = (truth: Truth): PlacedTruth => {
      const [word, bit] = [Math.floor(place / WORD) + 1, 1n << BigInt(place % WORD)];
      place += 1;
      return { ...truth, word: `w${word}`, bit };
    };
    return new Map(
      [...this.#tables].map(([alias, { truths, raw }]) => [
        alias,
        { truths: [...truths.values()].map(placed), raw, keep: this.#keep(alias, { truths, raw }) },
      ]),
    );
  }

  #split(value: Sql): Sql {
    return replaced(value, (part) => {
      if (part.is === 'logic') return this.#splitLogic(logicOf({ parts: [part] }));
      const answer = part.is === 'name' ? this.answerAt(part.name) : undefined;
      if (answer !== undefined) this.#table(answer.alias).raw.add(answer.column);
      return undefined;
    });
  }

  #splitLogic(condition: Logic): Sql {
    const only = this.#onlySource(condition);
    if (only !== undefined) return this.#truth(only, condition);
    if ('leaf' in condition) return this.#split(condition.leaf);
    const { op, of } = condition;
    if (op === 'not') return complement(every(of.map((one) => this.#splitLogic(one))));
    const together = new Map<string, { readonly source: Source; readonly own: Logic[] }>();
    const mixed: Logic[] = [];
    for (const one of of) {
      const source = this.#onlySource(one);
      if (source === undefined) mixed.push(one);
      else {
        const same = together.get(source.key) ?? { source, own: [] };
        same.own.push(one);
        together.set(source.key, same);
      }
    }
    const parts = [
      ...[...together.values()].map(({ source, own }) => this.#truth(source, { op, of: own })),
      ...mixed.map((one) => this.#splitLogic(one)),
    ];
    return op === 'all' ? every(parts) : some(parts);
  }

  /** What a condition rests on, if that is one and nothing else. */
  #onlySource(condition: Logic): Source | undefined {
    const answers = namesIn(sqlOf(condition)).map((column) => this.answerAt(column));
    const sources = new Map(answers.map((answer) => [answer && sourceKey(answer), answer]));
    const [only] = sources;
    if (sources.size !== 1 || only?.[0] === undefined || only[1] === undefined) return undefined;
    return { ...only[1], key: only[0] };
  }

  #truth({ alias, within }: Source, condition: Logic): Sql {
    const { truths } = this.#table(alias);
    const asked = sqlOf(condition);
    const content = contentOf([], asked);
    const known = truths.get(content) ?? {
      column: `t${truths.size + 1}`,
      holds: withNames(asked, (column) => name(this.answerAt(column)?.column ?? column)),
      ofNobody: withNames(asked, () => NULL),
      ...(within === undefined ? {} : { within }),
    };
    truths.set(content, known);
    return name(`${alias}.${known.column}`);
  }

  #table(alias: string): Table {
    const table = this.#tables.get(alias) ?? { truths: new Map(), raw: new Set() };
    this.#tables.set(alias, table);
    return table;
  }

  /**
   * A row can go where it is for nobody to see whether it is there. That is so of a condition that does not hold
   * without the row, and cannot hold with it, whatever everything else says.
   */
  #keep(alias: string, { truths, raw }: Table): Sql {
    const own = new Map([...truths.values()].map((truth) => [`${alias}.${truth.column}`, truth]));
    const needed = this.#roots.flatMap((root) => {
      const read = [...new Set(namesIn(root))].flatMap((column) => own.get(column) ?? []);
      if (read.length === 0) return [];
      const differs = anyOf(read.map(({ column, ofNobody }) => sql`${name(column)} <> ${ofNobody}`));
      const possible = possibly(logicOf(root), true, (column) => own.get(column)?.column);
      if (possible === undefined) return [differs];
      const byTruth = new Map(read.map((truth) => [truth.column, truth]));
      const nobody = withNames(possible, (column) => byTruth.get(column)?.ofNobody ?? name(column));
      return [sql`case when ${nobody} then ${differs} else ${possible} end`];
    });
    return anyOf([...needed, ...[...raw].map((column) => sql`${name(column)} is not null`)]);
  }
}

const namesIn = ({ parts }: Sql): readonly string[] =>
  parts.flatMap((part) => (part.is === 'name' ? [part.name] : insideOf(part).flatMap(namesIn)));

const withNames = (value: Sql, put: (column: string) => Sql): Sql =>
  replaced(value, (part) => (part.is === 'name' ? put(part.name) : undefined));

/**
 * What holds of some columns wherever a condition holds (or, not wanted, wherever it does not); `undefined` where that
 * is no more than `true`.
 */
function possibly(
  condition: Logic,
  wanted: boolean,
  columnAt: (column: string) => string | undefined,
): Sql | undefined {
  if ('leaf' in condition) {
    const [part] = condition.leaf.parts;
    if (condition.leaf.parts.length !== 1 || part?.is !== 'name') return undefined;
    const column = columnAt(part.name);
    if (column === undefined) return undefined;
    return wanted ? name(column) : sql`(not ${name(column)})`;
  }
  const { op, of } = condition;
  if (op === 'not') return of.length === 1 ? possibly(of[0] as Logic, !wanted, columnAt) : undefined;
  const parts = of.map((one) => possibly(one, wanted, columnAt));
  const told = parts.filter((part) => part !== undefined);
  if ((op === 'all') === wanted) return told.length === 0 ? undefined : allOf(told);
  return told.length < parts.length ? undefined : anyOf(told);
}
