import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { join, literal, name, type Sql, sql } from '../../src/sql/fragment.js';
import { complement, every, some, total } from '../../src/sql/logic.js';
import { type Answer, type NarrowAnswers, narrowQuery, truthIn, wordsQuery } from '../../src/sql/narrow-answers.js';
import { Truths } from '../../src/sql/truths.js';
import { cases } from '../setup/drawn-cases.js';

/**
 * Conditions taken apart by table say what they say whole: of whom two tables of answers know something, of whom one
 * does, and of whom none.
 */

const TABLES = ['x', 'y'] as const;
type Table = (typeof TABLES)[number];

interface Person {
  readonly own: number;
  /** `undefined` without a row; an answer in it can be null. */
  readonly x: readonly [number | null, number | null] | undefined;
  readonly y: readonly [number | null, number | null] | undefined;
}

interface Said {
  readonly says: Sql;
  readonly holds: (person: Person) => boolean;
}

const answer = (table: Table, i: 0 | 1): Sql => name(`${table}.a${i + 1}`);
const answerOf = (person: Person, table: Table, i: 0 | 1): number | null => person[table]?.[i] ?? null;

const place = fc.record({ table: fc.constantFrom(...TABLES), i: fc.constantFrom(0 as const, 1 as const) });

const leaf: fc.Arbitrary<Said> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 2 })).map(([{ table, i }, limit]) => ({
    says: sql`(coalesce(${answer(table, i)}, 0) >= ${limit})`,
    holds: (person: Person) => (answerOf(person, table, i) ?? 0) >= limit,
  })),
  place.map(({ table, i }) => ({
    says: sql`(${answer(table, i)} is null)`,
    holds: (person: Person) => answerOf(person, table, i) === null,
  })),
  fc.integer({ min: 0, max: 2 }).map((value) => ({
    says: sql`(${name('p.own')} = ${value})`,
    holds: ({ own }: Person) => own === value,
  })),
  fc.constant({
    says: sql`coalesce(${answer('x', 0)} < ${answer('y', 0)}, false)`,
    holds: (person: Person) => {
      const [a, b] = [answerOf(person, 'x', 0), answerOf(person, 'y', 0)];
      return a !== null && b !== null && a < b;
    },
  }),
);

const { said } = fc.letrec<{ said: Said }>((tie) => ({
  said: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf.map(({ says, holds }) => ({ says: total(says), holds })),
    fc.array(tie('said'), { maxLength: 4 }).map((of) => ({
      says: total(every(of.map(({ says }) => says))),
      holds: (person: Person) => of.every(({ holds }) => holds(person)),
    })),
    fc.array(tie('said'), { maxLength: 4 }).map((of) => ({
      says: total(some(of.map(({ says }) => says))),
      holds: (person: Person) => of.some(({ holds }) => holds(person)),
    })),
    tie('said').map((of) => ({
      says: total(complement(of.says)),
      holds: (person: Person) => !of.holds(person),
    })),
    // What counts its parts is no logic, and its parts are.
    fc.array(tie('said'), { minLength: 1, maxLength: 3 }).map((of) => ({
      says: total(
        sql`(${join(
          of.map(({ says }) => sql`case when ${says} then 1 else 0 end`),
          ' + ',
        )} = 1)`,
      ),
      holds: (person: Person) => of.filter(({ holds }) => holds(person)).length === 1,
    })),
  ),
}));

const answers = fc.option(
  fc.tuple(fc.option(fc.integer({ min: 0, max: 2 })), fc.option(fc.integer({ min: 0, max: 2 }))),
  { nil: undefined },
);
const person: fc.Arbitrary<Person> = fc.record({ own: fc.integer({ min: 0, max: 2 }), x: answers, y: answers });

const ANSWERS = new Map<string, Answer>(
  TABLES.flatMap((alias) => ['a1', 'a2'].map((column) => [`${alias}.${column}`, { alias, column }] as const)),
);

let session: Session;
beforeAll(async () => {
  session = await Session.open({ threads: 1 });
});
afterAll(() => session.close());

const valuesOf = (rows: readonly (readonly (number | null)[])[]): Sql =>
  join(
    rows.map(
      (row) =>
        sql`select ${join(
          row.map((one) => sql`cast(${literal(one)} as bigint)`),
          ', ',
        )}`,
    ),
    ' union all ',
  );

const rowsOf = (persons: readonly Person[], table: Table): Sql =>
  sql`(select * from (select null as person_id, null as a1, null as a2 where false union all ${valuesOf([
    [-1, null, null],
    ...persons.flatMap((one, id) => (one[table] === undefined ? [] : [[id, ...one[table]]])),
  ])}) as v where person_id >= 0)`;

/** What each table keeps. */
const keptOf = (persons: readonly Person[], needed: ReadonlyMap<string, NarrowAnswers>) =>
  TABLES.flatMap((alias) => {
    const own = needed.get(alias);
    if (own === undefined) return [];
    return [{ alias, ...own, table: sql`(${narrowQuery(rowsOf(persons, alias), ['person_id'], own)}) as k` }];
  });

async function saidOf(
  persons: readonly Person[],
  conditions: readonly Said[],
): Promise<readonly (readonly boolean[])[]> {
  const truths = new Truths((column) => ANSWERS.get(column));
  const asked = conditions.map(({ says }) => truths.ask(says));
  const kept = keptOf(persons, truths.tables);
  const told = kept.filter((one) => one.truths.length > 0);
  const words = told.length === 0 ? [] : [{ alias: 'w', table: wordsQuery('person_id', told) }];
  const raw = kept
    .filter((one) => one.raw.size > 0)
    .map(({ alias, table }) => ({ alias, table: sql`select * from ${table}` }));
  const joins = [...words, ...raw].map(
    ({ alias, table }) => sql` left join (${table}) as ${name(alias)} on ${name(alias)}.person_id = p.id`,
  );
  const columns = kept.flatMap(({ alias, raw: own, truths: held }) => [
    ...[...own].map((column) => sql`, ${name(alias, column)} as ${name(`${alias}.${column}`)}`),
    ...held.map((truth) => sql`, ${truthIn('w', truth)} as ${name(`${alias}.${truth.column}`)}`),
  ]);
  const everybody = sql`select p.id, p.own as ${name('p.own')}${join(columns, '')} from (${sql`select * from (${valuesOf(persons.map(({ own }, id) => [id, own]))}) as v(id, own)`}) as p${join(joins, '')}`;
  const held = asked.map((holds, i) => sql`, ${holds} as ${name(`c${i}`)}`);
  const rows = await session.rows(sql`select id${join(held, '')} from (${everybody}) as u order by id`);
  return rows.map((row) => conditions.map((_, i) => row[`c${i}`] === true));
}

test('conditions taken apart by table are the whole conditions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 12 }),
      fc.array(said, { minLength: 1, maxLength: 3, size: 'max' }),
      async (persons, conditions) => {
        const expected = persons.map((one) => conditions.map(({ holds }) => holds(one)));
        expect(await saidOf(persons, conditions)).toEqual(expected);
      },
    ),
    { numRuns: cases(100) },
  );
}, 600_000);

/** Every way to put two truths of one table around something else, each said alone: together they keep each other's rows. */
const around = [true, false].flatMap((outer) =>
  [true, false].flatMap((inner) =>
    [every, some].flatMap((first) =>
      [every, some].flatMap((second) =>
        [true, false].flatMap((has1) =>
          [true, false].map((has2): Said => {
            const all = { outer: first === every, inner: second === every };
            const says = (i: 0 | 1, has: boolean): Sql =>
              total(has ? sql`(coalesce(${answer('x', i)}, 0) >= 1)` : sql`(coalesce(${answer('x', i)}, 0) < 1)`);
            const own = total(sql`(${name('p.own')} = 1)`);
            const inside = second([says(1, has2), own]);
            const whole = first([says(0, has1), inner ? inside : complement(inside)]);
            return {
              says: outer ? whole : complement(whole),
              holds: (one) => {
                const [t1, t2] = [
                  (answerOf(one, 'x', 0) ?? 0) >= 1 === has1,
                  (answerOf(one, 'x', 1) ?? 0) >= 1 === has2,
                ];
                const seen = (all.inner ? t2 && one.own === 1 : t2 || one.own === 1) === inner;
                return (all.outer ? t1 && seen : t1 || seen) === outer;
              },
            };
          }),
        ),
      ),
    ),
  ),
);

test.each(around.map((one, i) => [i, one] as const))('two truths around something else, way %i', async (_, one) => {
  const persons = [0, 1].flatMap((own) => [
    { own, x: undefined, y: undefined },
    ...[0, 1].flatMap((a) => [0, 1].map((b): Person => ({ own, x: [a, b], y: undefined }))),
  ]);
  expect(await saidOf(persons, [one])).toEqual(persons.map((each) => [one.holds(each)]));
});

test('more truths than a word has bits', async () => {
  const persons: readonly Person[] = [
    { own: 0, x: [100, 3], y: [1, 70] },
    { own: 1, x: undefined, y: [200, 200] },
    { own: 2, x: undefined, y: undefined },
  ];
  const conditions = Array.from({ length: 150 }, (_, limit): Said => {
    const table = limit % 2 === 0 ? 'x' : 'y';
    return {
      says: total(sql`(coalesce(${answer(table, 0)}, 0) < ${limit})`),
      holds: (one) => (answerOf(one, table, 0) ?? 0) < limit,
    };
  });
  expect(await saidOf(persons, conditions)).toEqual(persons.map((one) => conditions.map(({ holds }) => holds(one))));
});

test('only who can make a difference leaves the table', async () => {
  const persons = Array.from({ length: 10 }, (_, i): Person => ({ own: 0, x: [i, 9 - i], y: undefined }));
  const bought = sql`(coalesce(${answer('x', 0)}, 0) >= 8)`;
  const quiet = sql`(coalesce(${answer('x', 1)}, 0) < 1)`;
  const own = sql`(${name('p.own')} = 0)`;
  const leaving = async (condition: Sql): Promise<number> => {
    const truths = new Truths((column) => ANSWERS.get(column));
    truths.ask(condition);
    const [kept] = keptOf(persons, truths.tables);
    const [row] = await session.rows(sql`select count(*) as rows from ${kept?.table ?? sql`nothing`}`);
    return Number(row?.rows);
  };
  // Who bought enough, and nothing of late; whatever else is asked of them.
  expect(await leaving(every([total(bought), total(own), total(quiet)]))).toBe(1);
  // Nobody is quiet as well as who has no row: whoever is not makes the difference.
  expect(await leaving(every([total(quiet), total(own)]))).toBe(9);
  expect(await leaving(complement(every([total(bought), total(own)])))).toBe(2);
  // What is read as it is stays, wherever it is something.
  expect(await leaving(total(sql`(${answer('x', 0)} = ${name('p.own')})`))).toBe(10);
});
