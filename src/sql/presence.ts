import chunk from 'lodash-es/chunk.js';
import countBy from 'lodash-es/countBy.js';
import partition from 'lodash-es/partition.js';
import { allOf, call, join, literal, name, type Sql, sql } from './fragment.js';
import { contentOf } from './plan.js';

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
    bits: own.map(([column, { passes }], place) => ({ column, passes, bit: 1n << BigInt(place) })),
  }));
  const keys = join(
    by.map((column) => name(column)),
    ', ',
  );
  const gathered = words.map(({ word, bits }) => {
    const asked = bits.map(({ passes, bit }) => ({
      bit,
      tests: new Map(passes.map((one) => [contentOf([], one), one])),
    }));
    return sql`${call('bit_or', sql`cast(${bitsSql(asked)} as bigint)`)} as ${name(word)}`;
  });
  const told = words.flatMap(({ word, bits }) =>
    bits.map(({ column, bit }) => sql`(${call('bit_and', name(word), literal(bit))} <> 0) as ${name(column)}`),
  );
  return sql`select ${join([keys, ...told], ', ')} from (select ${join([keys, ...gathered], ', ')} from ${relation} group by ${keys}) as g`;
}

interface AskedBit {
  readonly bit: bigint;
  /** By content; a row has the bit if it passes all of them. */
  readonly tests: ReadonlyMap<string, Sql>;
}

/** The bits of a row. What several ask is asked once, and what they ask beyond it only of rows that pass. */
function bitsSql(asked: readonly AskedBit[]): Sql {
  const [held, open] = partition(asked, ({ tests }) => tests.size === 0);
  const parts = held.map(({ bit }) => literal(bit));
  for (let rest = open; rest.length > 0; ) {
    const counts = countBy(rest.flatMap(({ tests }) => [...tests.keys()]));
    const most = Math.max(...Object.values(counts));
    const [some, others] = partition(rest, ({ tests }) => tests.has(mostAsked(counts, most)));
    const shared = [...(some[0]?.tests ?? [])].filter(([content]) => some.every(({ tests }) => tests.has(content)));
    const beyond = some.map(({ bit, tests }) => ({
      bit,
      tests: new Map([...tests].filter(([content]) => !shared.some(([one]) => one === content))),
    }));
    parts.push(sql`case when ${allOf(shared.map(([, test]) => test))} then ${bitsSql(beyond)} else 0 end`);
    rest = others;
  }
  return parts.length === 0 ? sql`0` : join(parts, ' + ');
}

const mostAsked = (counts: Readonly<Record<string, number>>, most: number): string =>
  Object.keys(counts).find((content) => counts[content] === most) ?? '';
