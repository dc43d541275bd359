import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { literal, name, sql } from '../../src/sql/fragment.js';

const ROWS = 400_000;
const numbers = sql`select i from range(${ROWS}) as r(i)`;

async function count(rows: AsyncIterable<unknown>, each: (seen: number) => Promise<void>): Promise<number> {
  let seen = 0;
  for await (const _ of rows) {
    seen += 1;
    await each(seen);
  }
  return seen;
}

test('the pitfall itself: a second statement on a connection ends an open result early, without an error', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.stream(`select i from range(${ROWS}) as r(i)`);
  let seen = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    seen += chunk.rowCount;
    if (seen === chunk.rowCount) await connection.run('select 1');
  }
  expect(seen).toBeLessThan(ROWS);
});

test('every row of a stream arrives, whatever else the session does meanwhile', async () => {
  const session = await Session.open();
  const seen = await count(session.stream(numbers), async (row) => {
    if (row !== 1000) return;
    await session.run(sql`create table ${name('between')} as select 1 as one`);
    await session.rows(sql`select * from ${name('between')}`);
    const append = await session.append('appended', [{ name: 'value', type: 'integer' }]);
    for (let i = 0; i < 250_000; i += 1) append([i]);
    session.finish(append);
  });
  expect(seen).toBe(ROWS);
  expect(await session.rows(sql`select count(*) as n from ${name('appended')}`)).toEqual([{ n: 250_000n }]);
  session.close();
});

test('two streams at once both give every row', async () => {
  const session = await Session.open();
  const second = session.stream(numbers);
  let other = 0;
  const seen = await count(session.stream(numbers), async () => {
    if (!(await second.next()).done) other += 1;
  });
  expect([seen, other]).toEqual([ROWS, ROWS]);
  session.close();
});

test('a session is in UTC, fetches no extensions, and leaves no spill folder behind', async () => {
  // A folder of its own: other tests open sessions at the same time.
  const own = mkdtempSync(join(tmpdir(), 'clearlist-session-'));
  const outer = process.env.TMPDIR;
  process.env.TMPDIR = own;
  const session = await Session.open({ memory: '200MB', threads: 1 });
  const [settings] = await session.rows(
    sql`select current_setting('TimeZone') as zone, current_setting('autoinstall_known_extensions') as install, current_setting('autoload_known_extensions') as load`,
  );
  expect(settings).toEqual({ zone: 'UTC', install: false, load: false });
  expect(readdirSync(own)).toHaveLength(1);
  session.close();
  expect(readdirSync(own)).toEqual([]);
  rmSync(own, { recursive: true });
  if (outer === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outer;
});

test('names and values are quoted, whatever they hold', async () => {
  const session = await Session.open();
  const odd = 'a "quoted" name; drop table x --';
  const value = "it's '; drop table x --\n\\ å 🦌";
  await session.create(
    'table',
    odd,
    sql`select ${value} as ${name(odd)}, ${true} as yes, ${-7} as below, ${null} as nothing`,
  );
  expect(await session.rows(sql`select * from ${name(odd)}`)).toEqual([
    { [odd]: value, yes: true, below: -7, nothing: null },
  ]);
  session.close();
});

test('what the engine says about data is not passed on', async () => {
  const session = await Session.open();
  const failing = session.run(sql`select cast(${'anna@example.se'} as integer)`);
  await expect(failing).rejects.toMatchObject({ code: 'engine-failed', message: 'DuckDB stopped: Conversion Error' });
  session.close();
});

test('rows of a CSV file that cannot be split are noted where they are looked for, whatever is going beside', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist-session-'));
  const file = join(folder, 'n.csv');
  writeFileSync(file, 'a,b\n1,2\n3\n4,5\n');
  const session = await Session.open({ threads: 2 });
  const scan = sql`select * from read_csv(${literal({ file })}, columns = {'a': 'VARCHAR', 'b': 'VARCHAR'}, auto_detect = false, header = true, strict_mode = true, store_rejects = true, rejects_table = 'odd', rejects_scan = 'seen')`;
  await session.create('view', 'rows', scan);
  await session.create('view', 'rows again', sql`select * from ${name('rows')}`);
  const [, ...made] = await Promise.all([
    session.create('table', 'beside', numbers),
    session.create('table', 'of the file', scan),
    session.create('table', 'of a view', sql`select * from ${name('rows again')}`),
    session.create('stored', 'written', scan),
    session.rows(sql`select count(*) as n from ${name('rows')}`),
  ]);
  expect(made).toEqual([2, 2, 2, [{ n: 2n }]]);
  const [noted] = await session.rowsNoted(sql`select count(*) as n from ${name('odd')}`);
  expect(noted).toEqual({ n: 4n });
  session.close();
  rmSync(folder, { recursive: true });
});

test('what is stored is in no order, and everything beside and after it is', async () => {
  const session = await Session.open({ threads: 2 });
  const many = sql`select i from range(${1_000_000}) as r(i)`;
  await session.create('table', 'many', many);
  const settings = sql`select current_setting('preserve_insertion_order') as ordered`;
  const [, ...beside] = await Promise.all([
    session.create('stored', 'stored', sql`select * from ${name('many')}`),
    ...Array.from({ length: 5 }, () => session.rows(settings)),
  ]);
  // Those that come after it on the same connection find it as it was.
  expect([...beside, await session.rows(settings)]).toEqual(Array.from({ length: 6 }, () => [{ ordered: true }]));
  session.close();
});

test('what is asked for each of some things comes in their order, and fails with the first of them, also at once', async () => {
  for (const isWide of [false, true]) {
    const session = await Session.open();
    try {
      if (isWide) session.widen();
      const ask = async (n: number): Promise<unknown> => {
        const [row = {}] = await session.rows(sql`select sum(a * ${n}) as n from range(${n * 1000}) as r(a)`);
        return Number(row.n) / n;
      };
      expect(await session.each([4, 1, 3], ask)).toEqual([4, 1, 3].map((n) => ((n * 1000 - 1) * n * 1000) / 2));
      const going = new Set<number>();
      const failing = async (n: number): Promise<void> => {
        going.add(n);
        await ask(n);
        going.delete(n);
        throw new Error(`asked ${n}`);
      };
      await expect(session.each([4, 1, 3], failing)).rejects.toThrow('asked 4');
      expect(going.size).toBe(0);
    } finally {
      session.close();
    }
  }
});

test('of many statements at once Node has nothing to warn of, and none comes to its end after being told to stop', async () => {
  const warnings: string[] = [];
  const heard = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', heard);
  const stop = new AbortController();
  const session = await Session.open({ signal: stop.signal, threads: 1 });
  session.widen();
  const asked: number[] = [];
  const ask = (n: number): Promise<unknown> => {
    asked.push(n);
    return session.rows(sql`select count(*) as n from range(${n}) as a(i), range(8000) as b(j) where (i * j) % 7 = 3`);
  };
  try {
    await Promise.all(Array.from({ length: 24 }, (_, i) => ask(i)));
    asked.length = 0;
    const going = session.each(
      Array.from({ length: 24 }, (_, i) => 9000 + i),
      ask,
    );
    setImmediate(() => stop.abort());
    await expect(going).rejects.toMatchObject({ code: 'interrupted' });
    expect(asked.length).toBeLessThan(24);
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', heard);
    session.close();
  }
});
