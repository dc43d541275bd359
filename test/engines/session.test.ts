import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { name, sql } from '../../src/sql/fragment.js';

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
