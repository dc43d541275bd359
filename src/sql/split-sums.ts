import groupBy from 'lodash-es/groupBy.js';
import { call, join, literal, name, replaced, type Sql, sql } from './fragment.js';
import type { NarrowAnswers, PlacedTruth } from './narrow-answers.js';
import { contentOf } from './plan.js';
import { type Sum, summed, type Within } from './sum.js';

/** By what somebody's rows are told apart for sums within one of several values; `undefined` where that is worth nothing. */
export function splitBy(sums: readonly Sum[]): string | undefined {
  const within = sums.flatMap((sum) => sum.within ?? []);
  const columns = new Set(within.map(({ column }) => column));
  const tests = new Set(within.map(({ test }) => contentOf([], test)));
  const [column] = columns;
  return columns.size === 1 && tests.size > 1 ? column : undefined;
}

/** What is summed of whom. */
export interface SplitScan {
  readonly relation: Sql;
  readonly by: readonly string[];
  /** See {@link splitBy}. */
  readonly split: string;
  /** By their column. */
  readonly sums: ReadonlyMap<string, Sum>;
}

/**
 * Sums of which many are within one value of a column each: the rows of each value are added up by themselves, once for
 * all values, where a sum for each value would ask its test of every row. Nearly everybody has one currency.
 *
 * Gives the keys, every answer that is read as it is or that a truth within no value rests on, and of the truths within
 * a value words whose bits are {@link heldWithin}.
 */
export function splitQuery({ relation, by, split, sums }: SplitScan, { truths, raw }: NarrowAnswers): Sql {
  const parts = new Map<string, { readonly column: string; readonly part: Sql }>();
  // The same figure in several currencies is one sum here.
  const partOf = (sum: Sum): string => {
    const part = partial(sum);
    const known = parts.get(contentOf([], part)) ?? { column: `part_${parts.size + 1}`, part };
    parts.set(contentOf([], part), known);
    return known.column;
  };
  const answers = [...sums].map(([column, sum]) => ({ column, part: partOf(sum), test: sum.within?.test }));
  const partFor = new Map(answers.map(({ column, part }) => [column, name(part)]));
  const inside = (value: Sql): Sql =>
    replaced(value, (part) => (part.is === 'name' ? (partFor.get(part.name) ?? name(part.name)) : undefined));
  const words = Object.entries(groupBy(truths.filter(isWithin), ({ word }) => word)).map(([word, own]) => {
    const bits = own.map(
      ({ within, holds, ofNobody, bit }) =>
        sql`case when ${within.test} and ${inside(holds)} <> ${ofNobody} then ${literal(bit)} else 0 end`,
    );
    return { column: heldColumn(word), bits: sql`cast(${join(bits, ' + ')} as bigint)` };
  });
  const plain = answers.filter(({ test }) => test === undefined);
  const shown = answers.flatMap(({ column, part, test }) =>
    test !== undefined && raw.has(column) ? [{ column, part: sql`case when ${test} then ${name(part)} end` }] : [],
  );
  const keys = join(
    by.map((column) => name(column)),
    ', ',
  );
  const added = [...parts.values()].map(({ column, part }) => sql`${part} as ${name(column)}`);
  const each = sql`select ${join([keys, name(split), ...added], ', ')} from ${relation} group by ${keys}, ${name(split)}`;
  const told = [
    ...plain.map(({ column, part }) => sql`sum(${name(part)}) as ${name(column)}`),
    // One value at most passes the test, so that there is one figure at most.
    ...shown.map(({ column, part }) => sql`max(${part}) as ${name(column)}`),
    ...words.map(({ column, bits }) => sql`${call('bit_or', bits)} as ${name(column)}`),
  ];
  return sql`select ${join([keys, ...told], ', ')} from (${each}) as e group by ${keys}`;
}

/** Whether a truth within one value holds, over the rows of {@link splitQuery}. */
export const heldWithin = ({ word, bit, ofNobody }: PlacedTruth): Sql =>
  sql`((${call('bit_and', name(heldColumn(word)), literal(bit))} <> 0) <> ${ofNobody})`;

const heldColumn = (word: string): string => `held_${word}`;

/** The sum over rows that are within one value already. */
function partial({ value, filter, within }: Sum): Sql {
  if (within === undefined) return summed(value, filter);
  const test = contentOf([], within.test);
  return summed(
    value,
    filter.filter((one) => contentOf([], one) !== test),
  );
}

const isWithin = (truth: PlacedTruth): truth is PlacedTruth & { readonly within: Within } => truth.within !== undefined;
