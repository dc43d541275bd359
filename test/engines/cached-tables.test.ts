import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CachedTables } from '../../src/engines/duckdb/cache/cached-tables.js';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { PrivateFolder } from '../../src/sources/private-folder.js';
import { literal, type Sql, sql } from '../../src/sql/fragment.js';
import { PlanBuilder } from '../../src/sql/plan.js';
import { CacheFolder } from '../../src/store/cache/cache-folder.js';

let folder: PrivateFolder;
beforeAll(async () => {
  folder = await PrivateFolder.make();
  await writeFile(join(folder.path, 'n.csv'), 'n\n1\n2\n3\n');
});
afterAll(() => folder.remove());

const SHA256 = 'a'.repeat(64);

/** What a run does: `rows` are stored, `sums` made of them; what is asked for, and what becomes of the cache meanwhile. */
async function run(
  ask: 'rows' | 'sums',
  meanwhile: (cache: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly found: unknown; readonly hits: number; readonly made: readonly string[] }> {
  const path = join(folder.path, 'cache');
  const cache = new CacheFolder(path, { maxBytes: 1e9, maxAge: 1e9 }, new Date());
  const session = await Session.open({ threads: 1 });
  try {
    const plan = new PlanBuilder();
    const file = literal({ file: join(folder.path, 'n.csv'), sha256: SHA256 });
    const numbers = plan.ordered('numbers', sql`select n from read_csv(${file})`);
    const rows = plan.stored('rows', sql`select n, rowid as place from ${numbers}`);
    const sums = plan.table('sums', sql`select sum(n) as n from ${rows}`);
    const later: Sql = sql`select * from ${ask === 'rows' ? rows : sums}`;
    const cached = new CachedTables(session, cache, { versions: ['1'], run: {} });
    const made: string[] = [];
    await executePlan(session, plan.steps, { later: [later], cached, onStep: (step) => made.push(step) });
    await cached.keep([
      {
        source: 's',
        kind: 'event',
        rows: 3,
        unreadable: 0,
        leftOut: 0,
        files: [{ file: 'n', bytes: 8, sha256: SHA256 }],
      },
    ]);
    await meanwhile(path);
    const found = (await session.rows(later)).map((row) => Object.values(row).map(Number));
    return { found, hits: cached.hits, made };
  } finally {
    session.close();
    await cache.release();
  }
}

const empty = async (cache: string): Promise<void> => {
  for (const name of await readdir(cache)) if (!name.startsWith('.')) await rm(join(cache, name));
};

test('what is kept is read to the end of the run, whoever removes it meanwhile', async () => {
  const rows = [
    [1, 0],
    [2, 1],
    [3, 2],
  ];
  expect(await run('rows', empty)).toMatchObject({ found: rows, hits: 0 });
  expect(await run('rows')).toMatchObject({ found: rows, hits: 0 });
  expect(await run('rows', empty)).toMatchObject({ found: rows, hits: 1 });
  expect(await readdir(join(folder.path, 'cache'))).toEqual([]);
});

test('what nobody needs, because what is made of it is there, is not made', async () => {
  expect(await run('sums')).toEqual({ found: [[6]], hits: 0, made: ['numbers', 'rows', 'sums'] });
  expect(await run('sums')).toEqual({ found: [[6]], hits: 1, made: ['sums'] });
  expect(await run('rows')).toMatchObject({ hits: 1, made: ['rows'] });
});

test('of refusals what goes to a file anyway is kept, and nothing in which they meet anything', async () => {
  const path = join(folder.path, 'refusals');
  const [refusals, people] = ['c', 'd'].map((letter) => letter.repeat(64)) as [string, string];
  const file = join(folder.path, 'n.csv');
  const ran = async (): Promise<readonly [number, number, unknown]> => {
    const cache = new CacheFolder(path, { maxBytes: 1e9, maxAge: 1e9 }, new Date());
    const session = await Session.open({ threads: 1 });
    try {
      const plan = new PlanBuilder();
      const said = plan.stored(
        'said',
        sql`select n from read_csv(${literal({ file, sha256: refusals, alone: true })})`,
      );
      const small = plan.table('small', sql`select n from ${said} where n > 1`);
      const held = plan.table('held', sql`select n from read_csv(${literal({ file, sha256: people })}) where n < 3`);
      const reached = plan.stored('reached', sql`select n from ${held} where n in (select n from ${small})`);
      const later = [sql`select * from ${reached}`];
      const cached = new CachedTables(session, cache, { versions: ['1'], run: {} });
      await executePlan(session, plan.steps, { later, cached });
      const rows = await session.rows(later[0] as Sql);
      const files = [refusals, people].map((sha256) => ({ file: 'n', bytes: 8, sha256 }));
      await cached.keep([{ source: 's', kind: 'event', rows: 3, unreadable: 0, leftOut: 0, files }]);
      return [cached.hits, (await readdir(path)).filter((name) => !name.startsWith('.')).length, rows];
    } finally {
      session.close();
      await cache.release();
    }
  };
  expect(await ran()).toEqual([0, 2, [{ n: 2n }]]);
  expect(await ran()).toEqual([2, 2, [{ n: 2n }]]);
});

test('what is earlier is what it was as long as it is of use, and what is made of it is found', async () => {
  const path = join(folder.path, 'earlier');
  const sha256 = (letter: string): string => letter.repeat(64);
  const file = (name: string): string => join(folder.path, `${name}.csv`);
  await writeFile(file('one'), 'n\n1\n');
  await writeFile(file('two'), 'n\n2\n');
  const ran = async (refused: 'one' | 'two', people: string, isSound = true): Promise<readonly unknown[]> => {
    const cache = new CacheFolder(path, { maxBytes: 1e9, maxAge: 1e9 }, new Date());
    const session = await Session.open({ threads: 1 });
    try {
      const plan = new PlanBuilder();
      const refusals = literal({ file: file(refused), sha256: sha256(refused === 'one' ? '1' : '2'), alone: true });
      const concerned = plan.table('concerned', sql`select n from read_csv(${refusals})`);
      const all = sql`(select n from read_csv(${literal({ file: file('n'), sha256: sha256(people) })}))`;
      const before = plan.earlier('before', sql`select n from ${concerned}`, sql`select 'x' from ${all}`);
      const looked = plan.lookUp('doubled', {
        columns: [
          { name: 'n', type: 'integer' },
          { name: 'twice', type: 'integer' },
        ],
        input: sql`select n from ${all} where n in (select n from ${before})`,
        per: 'rows',
        compute: (rows) => rows.map(([n]) => [Number(n), 2 * Number(n)]),
      });
      const doubled = plan.table('doubled_before', sql`select twice as n from ${looked}`);
      const later = [sql`select n from ${doubled} union all select n from ${concerned}`];
      const cached = new CachedTables(session, cache, { versions: ['1'], run: {} });
      const made: string[] = [];
      await executePlan(session, plan.steps, { later, cached, onStep: (step) => made.push(step) });
      const rows = (await session.rows(later[0] as Sql)).map(({ n }) => Number(n));
      const files = [people, '1', '2'].map((letter) => ({ file: 'n', bytes: 8, sha256: sha256(letter) }));
      await cached.keep([{ source: 's', kind: 'event', rows: 3, unreadable: isSound ? 0 : 1, leftOut: 0, files }]);
      return [rows, cached.hits, made];
    } finally {
      session.close();
      await cache.release();
    }
  };
  const all = ['concerned', 'before', 'doubled', 'doubled_before'];
  // Nothing is known of rows that could not be read.
  expect(await ran('two', 'd', false)).toEqual([[4, 2], 0, all]);
  expect(await ran('one', 'd')).toEqual([[2, 1], 0, all]);
  // What is looked up for what is there is not looked up.
  expect(await ran('two', 'd')).toEqual([[2, 2], 2, ['concerned', 'doubled_before']]);
  // Where either of the two is gone it is made anew: of what the other says, or of what is so now, and then the other
  // is of no use.
  const kept = await readdir(path);
  await cp(path, `${path} as it was`, { recursive: true });
  const outcomes: unknown[] = [];
  for (const gone of kept) {
    await rm(join(path, gone));
    outcomes.push([await ran('two', 'd'), await ran('one', 'd')]);
    await rm(path, { recursive: true });
    await cp(`${path} as it was`, path, { recursive: true, preserveTimestamps: true });
  }
  const found = ['concerned', 'doubled_before'];
  const ofAnother = [
    [[2, 2], 1, all],
    [[2, 1], 2, found],
  ];
  const ofNow = [
    [[4, 2], 0, all],
    [[4, 1], 2, found],
  ];
  expect(outcomes).toHaveLength(2);
  expect(outcomes).toEqual(expect.arrayContaining([ofAnother, ofNow]));
  // Other profiles.
  expect(await ran('two', 'e')).toEqual([[4, 2], 0, all]);
  expect(await ran('one', 'e')).toEqual([[4, 1], 2, ['concerned', 'doubled_before']]);
});
