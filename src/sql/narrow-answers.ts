import groupBy from 'lodash-es/groupBy.js';
import { call, join, literal, name, type Sql, sql } from './fragment.js';
import type { Within } from './sum.js';

/** Where an answer will stand: a column of the table that stands under the alias once everything is built. */
export interface Answer {
  readonly alias: string;
  readonly column: string;
  /** Where it is a sum within one value of a column: which. */
  readonly within?: Within;
}

/** What is left of one table of answers: the answers that are read as they are, and words of truths. */
export interface NarrowAnswers {
  readonly truths: readonly PlacedTruth[];
  /** Answers that something reads as they are. */
  readonly raw: ReadonlySet<string>;
  /** Over truths and raw answers: whose row says anything else than no row does. */
  readonly keep: Sql;
}

/** A condition that rests on the answers of one table. */
export interface Truth {
  readonly column: string;
  /** Over the answers of the table; never null. */
  readonly holds: Sql;
  /** The same of somebody who has no row. */
  readonly ofNobody: Sql;
  /** Where it rests on answers within one value of a column: which. */
  readonly within?: Within;
}

/**
 * A truth as one bit of a word: whether it is another than that of nobody, so that who has no row has no bits, and the
 * rows of several tables are put together by `or`.
 */
export interface PlacedTruth extends Truth {
  readonly word: string;
  readonly bit: bigint;
}

/**
 * What a table keeps of its answers. `every` is a query of them all, by the same keys.
 *
 * @param holds How it tells whether a truth holds; by its answers where it is not given.
 */
export function narrowQuery(
  every: Sql,
  keys: readonly string[],
  { truths, raw, keep }: NarrowAnswers,
  holds: (truth: PlacedTruth) => Sql = (truth) => truth.holds,
): Sql {
  const own = [...keys, ...raw].map((column) => name(column));
  const held = truths.map((truth) => sql`${holds(truth)} as ${name(truth.column)}`);
  const words = Object.entries(groupBy(truths, ({ word }) => word)).map(([word, parts]) => {
    const bits = parts.map(
      ({ column, ofNobody, bit }) => sql`case when ${name(column)} <> ${ofNobody} then ${literal(bit)} else 0 end`,
    );
    return sql`cast(${join(bits, ' + ')} as bigint) as ${name(word)}`;
  });
  return sql`select ${join([...own, ...words], ', ')} from (select ${join([...own, ...held], ', ')} from (${every}) as s) as s where ${keep}`;
}

/** The words of several tables put together: `key` and every word, one row for each key that has any. */
export function wordsQuery(
  key: string,
  tables: readonly { readonly table: Sql; readonly truths: readonly PlacedTruth[] }[],
): Sql {
  const words = [...new Set(tables.flatMap(({ truths }) => truths.map(({ word }) => word)))];
  const rows = tables.map(({ table, truths }) => {
    const own = new Set(truths.map(({ word }) => word));
    const columns = words.map((word) => (own.has(word) ? name(word) : sql`cast(0 as bigint) as ${name(word)}`));
    return sql`select ${join([name(key), ...columns], ', ')} from ${table}`;
  });
  const together = words.map((word) => sql`${call('bit_or', name(word))} as ${name(word)}`);
  return sql`select ${join([name(key), ...together], ', ')} from (${join(rows, ' union all ')}) as w group by ${name(key)}`;
}

/** Whether a truth holds, by the words that stand under an alias; they are null for who has no row. */
export const truthIn = (alias: string, { word, bit, ofNobody }: PlacedTruth): Sql =>
  sql`((${call('bit_and', sql`coalesce(${name(alias, word)}, 0)`, literal(bit))} <> 0) <> ${ofNobody})`;
