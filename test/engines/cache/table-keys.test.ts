import { describe, expect, test } from 'vitest';
import { TableKeys } from '../../../src/engines/duckdb/cache/table-keys.js';
import { duckdbFiles } from '../../../src/sources/duckdb-files.js';
import { allOf, call, name, type Sql, sql } from '../../../src/sql/fragment.js';
import { complement } from '../../../src/sql/logic.js';
import { PlanBuilder } from '../../../src/sql/plan.js';

const context = { versions: ['1'], run: { zone: 'UTC' } };
const file = (path: string, sha256 = 'ab'.repeat(32)): Sql => duckdbFiles([{ path, sha256 }]);
const unknown = duckdbFiles([{ path: 'a.parquet' }]);

/** The key of the last table of a plan. */
function keyOf(make: (plan: PlanBuilder) => unknown, given = context) {
  const plan = new PlanBuilder();
  make(plan);
  const keys = new TableKeys(given);
  return plan.steps.map((step) => keys.add(step)).at(-1);
}

const counted = (from: Sql) => (plan: PlanBuilder) => plan.table('t', sql`select count(*) from read_parquet(${from})`);

describe('a key is the same for what holds the same rows', () => {
  const { key, files } = keyOf(counted(file('a.parquet'))) ?? {};

  test('wherever the file lies and whatever tables are called', () => {
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(files).toEqual(new Set(['ab'.repeat(32)]));
    expect(keyOf(counted(file('elsewhere/b.parquet')))?.key).toBe(key);
    const through = (hint: string) => (plan: PlanBuilder) => {
      const rows = plan.view(hint, sql`select * from read_parquet(${file('a.parquet')})`);
      plan.table('t', sql`select count(*) from ${rows} as r`);
    };
    expect(keyOf(through('one'))?.key).toBe(keyOf(through('another'))?.key);
  });

  const others: Readonly<Record<string, ReturnType<typeof keyOf>>> = {
    'other bytes': keyOf(counted(file('a.parquet', 'cd'.repeat(32)))),
    'another statement': keyOf((plan) => plan.table('t', sql`select count(1) from read_parquet(${file('a.parquet')})`)),
    'another version': keyOf(counted(file('a.parquet')), { ...context, versions: ['2'] }),
    'a hash that is written as text': keyOf((plan) =>
      plan.table('t', sql`select count(*) from read_parquet([${'ab'.repeat(32)}])`),
    ),
  };
  test.each(Object.keys(others))('and another for %s', (what) => {
    expect(others[what]?.key).not.toBe(key);
  });

  test('and another where a table that it rests on holds something else, at any depth', () => {
    const deep = (value: number) => (plan: PlanBuilder) => {
      const low = plan.view('low', sql`select ${value} as v from read_parquet(${file('a.parquet')})`);
      const middle = plan.table('middle', sql`select * from ${low} as l`);
      const list = plan.fill('list', [{ name: 'id', type: 'integer' }], [[1]]);
      plan.table(
        't',
        sql`select ${call('sha256', sql`(select max(v) from ${middle})`)} from ${list} where ${allOf([complement(sql`exists (select 1 from ${middle})`), sql`true`])}`,
      );
    };
    expect(keyOf(deep(1))?.key).toBe(keyOf(deep(1))?.key);
    expect(keyOf(deep(2))?.key).not.toBe(keyOf(deep(1))?.key);
  });

  test('what TypeScript works out is another for every computation, zone and time', () => {
    const looked = (purpose: string) => (plan: PlanBuilder) => {
      const table = plan.lookUp(purpose, {
        columns: [{ name: 'v', type: 'text' }],
        input: sql`select v from read_parquet(${file('a.parquet')})`,
        per: 'rows',
        compute: (rows) => rows,
      });
      plan.table('t', sql`select * from ${table} as l`);
    };
    const keys = [
      keyOf(looked('folded')),
      keyOf(looked('around')),
      keyOf(looked('around'), { ...context, run: { zone: 'Europe/Stockholm' } }),
    ].map((found) => found?.key);
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(undefined);
  });
});

const refusals = (path: string, sha256 = 'ef'.repeat(32)): Sql => duckdbFiles([{ path, sha256, alone: true }]);

describe('of refusals', () => {
  test('what is so of one file has a key, and says what it rests on', () => {
    const rows = (plan: PlanBuilder) => {
      const cells = plan.view('cells', sql`select * from read_csv(${refusals('r.csv')})`);
      plan.table('t', sql`select a.v from ${cells} as a join ${cells} as b on a.v = b.v`);
    };
    expect(keyOf(rows)).toMatchObject({ files: new Set(['ef'.repeat(32)]), decides: true });
    expect(keyOf(counted(file('a.parquet')))).toMatchObject({ decides: false });
  });

  const met: Readonly<Record<string, (plan: PlanBuilder) => unknown>> = {
    'files of profiles': (plan) =>
      plan.table(
        't',
        sql`select 1 from read_csv(${refusals('r.csv')}) join read_parquet(${file('a.parquet')}) on true`,
      ),
    'another of refusals': (plan) =>
      plan.table(
        't',
        sql`select 1 from read_csv(${refusals('r.csv')}) union all select 1 from read_csv(${refusals('s.csv', '01'.repeat(32))})`,
      ),
    'profiles, through tables': (plan) => {
      const said = plan.table('said', sql`select * from read_csv(${refusals('r.csv')})`);
      const people = plan.table('people', sql`select * from read_parquet(${file('a.parquet')})`);
      plan.table('t', sql`select * from ${people} as p where id in (select id from ${said})`);
    },
    'profiles in a look-up, and what is made of it': (plan) => {
      const looked = plan.lookUp('folded', {
        columns: [{ name: 'v', type: 'text' }],
        input: sql`select v from read_csv(${refusals('r.csv')}) union select v from read_parquet(${file('a.parquet')})`,
        per: 'rows',
        compute: (rows) => rows,
      });
      plan.table('t', sql`select * from ${looked} as l`);
    },
  };
  test.each(Object.keys(met))('there is none where they meet %s', (what) => {
    expect(keyOf(met[what] ?? (() => {}))).toBeUndefined();
  });
});

describe('there is no key for what is not known by a hash', () => {
  const unkeyed: Readonly<Record<string, (plan: PlanBuilder) => unknown>> = {
    'a file without one': counted(unknown),
    'a file among others': (plan) =>
      plan.table(
        't',
        sql`select 1 from read_parquet(${file('a.parquet')}) union select 2 from read_parquet(${unknown})`,
      ),
    'a view of it': (plan) =>
      plan.table('t', sql`select * from ${plan.view('v', sql`select 1 from read_csv(${unknown})`)}`),
    'a view of it that is named in plain text': (plan) => {
      plan.view('refused', sql`select 1 from read_csv(${unknown})`);
      plan.table('t', sql`select * from refused`);
    },
    'a question about it within others': (plan) => {
      const view = plan.view('v', sql`select 1 from read_csv(${unknown})`);
      plan.table('t', sql`select ${call('sha256', sql`(select 1 from ${view})`)} as a`);
    },
    'a condition over it': (plan) => {
      const view = plan.view('v', sql`select 1 from read_csv(${unknown})`);
      plan.table(
        't',
        sql`select 1 from read_parquet(${file('a.parquet')}) where ${complement(sql`exists (select 1 from ${view})`)}`,
      );
    },
    'records that are loaded': (plan) => {
      const loaded = plan.load('kept', [{ name: 'id', type: 'text' }], 'x', async function* () {});
      plan.table('t', sql`select * from ${loaded}`);
    },
    'a table of a database': (plan) => plan.table('t', sql`select * from ${name('database of crm', 'main', 'people')}`),
    'a look-up over it': (plan) =>
      plan.lookUp('folded', {
        columns: [{ name: 'v', type: 'text' }],
        input: sql`select v from read_csv(${unknown})`,
        per: 'rows',
        compute: (rows) => rows,
      }),
  };
  test.each(Object.keys(unkeyed))('%s', (what) => {
    expect(keyOf(unkeyed[what] ?? (() => {}))).toBeUndefined();
  });
});

test('a table that is known by what it holds gives a key to what is asked of it, another where it holds something else', () => {
  const asked = (rows?: readonly unknown[]): string | undefined => {
    const plan = new PlanBuilder();
    const drawn = plan.table('drawn', sql`select * from read_parquet(${unknown})`);
    const keys = new TableKeys(context);
    for (const step of plan.steps) keys.add(step);
    if (rows !== undefined) keys.settle('drawn', rows);
    const query = sql`select * from read_parquet(${file('a.parquet')}) as p where id in (select id from ${drawn})`;
    return keys.of(query)?.key;
  };
  expect(asked()).toBeUndefined();
  expect(asked([{ id: 'p1' }])).toBe(asked([{ id: 'p1' }]));
  const others = [[], [{ id: 'p2' }], [{ id: 'p1' }, { id: 'p2' }]].map(asked);
  expect(new Set([...others, asked([{ id: 'p1' }])]).size).toBe(4);
});
