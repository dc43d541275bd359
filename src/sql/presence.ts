import chunk from 'lodash-es/chunk.js';
import { allOf, call, join, literal, name, type Sql, sql } from './fragment.js';

/** Whether a group has a row that passes; true or false. */
export interface Presence {
  readonly passes: readonly Sql[];
}

/** Bits of a word that no engine takes for a sign. */
const WORD = 62;

/** Whose rows are looked at. */
export interface PresenceScan {
  readonly relation: Sql;
  readonly by: readonly string[];
  /** By their column. */
  readonly presences: ReadonlyMap<string, Presence>;
}

/**
 * The keys and whether each presence is there, for groups that have rows. A row is a few bits, and a group has those of
 * all its rows: that is one figure to keep up for each group, however much is asked.
 */
export function presenceQuery({ relation, by, presences }: PresenceScan): Sql {
  const words = chunk([...presences], WORD).map((own, i) => ({
    word: `present_${i + 1}`,
    bits: own.map(([column, { passes }], bit) => ({ column, passes, bit: 1n << BigInt(bit) })),
  }));
  const keys = join(
    by.map((column) => name(column)),
    ', ',
  );
  const gathered = words.map(({ word, bits }) => {
    const each = bits.map(({ passes, bit }) => sql`case when ${allOf(passes)} then ${literal(bit)} else 0 end`);
    return sql`${call('bit_or', sql`cast(${join(each, ' + ')} as bigint)`)} as ${name(word)}`;
  });
  const told = words.flatMap(({ word, bits }) =>
    bits.map(({ column, bit }) => sql`(${call('bit_and', name(word), literal(bit))} <> 0) as ${name(column)}`),
  );
  return sql`select ${join([keys, ...told], ', ')} from (select ${join([keys, ...gathered], ', ')} from ${relation} group by ${keys}) as g`;
}
