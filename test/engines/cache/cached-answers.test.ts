import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Answer } from '../../../src/engines/duckdb/cache/cached-answers.js';
import { CachedTables } from '../../../src/engines/duckdb/cache/cached-tables.js';
import { Session } from '../../../src/engines/duckdb/session.js';
import { PrivateFolder } from '../../../src/sources/private-folder.js';
import { literal, type Sql, sql } from '../../../src/sql/fragment.js';
import { CacheFolder } from '../../../src/store/cache/cache-folder.js';

const folders: PrivateFolder[] = [];
let path: string;
beforeEach(async () => {
  const folder = await PrivateFolder.make();
  folders.push(folder);
  path = join(folder.path, 'cache');
});
afterAll(() => {
  for (const folder of folders) folder.remove();
});

const SHA256 = ['a'.repeat(64), 'b'.repeat(64)] as const;
const file = (i: 0 | 1, alone = {}): Sql => literal({ file: `/nowhere/${i}`, sha256: SHA256[i], ...alone });
const REFUSES = { alone: true } as const;

/** Answers with how often anything had to be asked for them. The file is named where no row comes from it. */
async function asked(
  query: Sql,
  { unreadable = 0, isFigure = false } = {},
): Promise<{ readonly rows: unknown; readonly times: number }> {
  const cache = new CacheFolder(path, { maxBytes: 1e9, maxAge: 1e9 }, new Date());
  const session = await Session.open({ threads: 1 });
  try {
    const before = session.rows.bind(session);
    let times = 0;
    session.rows = (one) => {
      times += 1;
      return before(one);
    };
    const cached = new CachedTables(session, cache, { versions: ['1'], run: {} });
    const rows = isFigure ? await figure(cached, session, query) : await cached.answer(query);
    const files = SHA256.map((sha256) => ({ file: 'f', bytes: 8, sha256 }));
    await cached.keep([{ source: 's', kind: 'event', rows: 3, unreadable, leftOut: 0, files }]);
    return { rows, times };
  } finally {
    session.close();
    await cache.release();
  }
}

const entries = (): Promise<readonly string[]> => readdir(path).catch(() => []);

async function figure(cached: CachedTables, session: Session, query: Sql): Promise<Answer> {
  const known = await cached.recall(query, { isFigure: true });
  if (known !== undefined) return known;
  const rows = await session.rows(query);
  cached.learn(query, rows, { isFigure: true });
  return rows;
}

test('an answer is the same from the cache, whatever it says', async () => {
  const query = sql`select 1 as small, cast(2 as bigint) as whole, 3::hugeint * 10000000000000000000000 as large, 'a"\u00e5' as text, '7' as digits, true as truth, null as nothing, cast(0.5 as double) as half where ${file(0)} is not null union all select 0, 0, 0, '', '', false, null, 0`;
  const first = await asked(query);
  expect(first).toMatchObject({ times: 1, rows: [{ large: 30000000000000000000000n, digits: '7' }, { truth: false }] });
  expect(await asked(query)).toEqual({ rows: first.rows, times: 0 });
});

test('no row is an answer too', async () => {
  const query = sql`select 1 as one where ${file(0)} is null`;
  expect(await asked(query)).toEqual({ rows: [], times: 1 });
  expect(await asked(query)).toEqual({ rows: [], times: 0 });
});

test('one that JSON has no words for is asked again', async () => {
  const query = sql`select timestamp '2026-03-01 00:00:00' as at, ${file(0)} as f`;
  expect((await asked(query)).times + (await asked(query)).times).toBe(2);
  expect(await entries()).toEqual([]);
});

test('nothing is kept of a source with rows that could not be read', async () => {
  const query = sql`select 1 as one, ${file(0)} as f`;
  await asked(query, { unreadable: 1 });
  expect(await entries()).toEqual([]);
});

test('where refusals meet other files, figures alone are kept', async () => {
  const query = sql`select 1 as one, ${file(0, REFUSES)} as f, ${file(1)} as g`;
  expect((await asked(query)).times + (await asked(query)).times).toBe(2);
  expect(await entries()).toEqual([]);
  expect((await asked(query, { isFigure: true })).times).toBe(1);
  expect((await asked(query, { isFigure: true })).times).toBe(0);
  expect((await asked(sql`select 1 as one, ${file(0, REFUSES)} as f`)).times).toBe(1);
  expect((await asked(sql`select 1 as one, ${file(0, REFUSES)} as f`)).times).toBe(0);
});
