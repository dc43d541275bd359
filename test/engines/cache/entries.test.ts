import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../../src/engines/duckdb/cache/entries.js';
import { Session } from '../../../src/engines/duckdb/session.js';
import { type Sql, sql } from '../../../src/sql/fragment.js';
import { CacheFolder } from '../../../src/store/cache/cache-folder.js';
import { scratchFolders } from '../../setup/scratch-folders.js';

/** What a query gives, and what it gives after it was an entry: read at once, and as a view of a file that is gone. */
async function keptAndNot(query: Sql): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-entries-'));
  scratchFolders.push(folder);
  const cache = new CacheFolder(join(folder, 'cache'), { maxBytes: 1e9, maxAge: 1e9 }, new Date());
  const session = await Session.open();
  try {
    const entries = new Entries(session, cache);
    const path = await cache.place();
    if (path === undefined) throw new Error('a folder of its own can be written to');
    await entries.write(query, path, { inOrder: true });
    const read = async (rows: Sql) =>
      JSON.stringify(await session.rows(rows), (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    const types = (rows: Sql) => session.rows(sql`select column_name, column_type from (describe ${rows})`);
    const atOnce = await entries.through(path, async (rows) => [await read(rows), await types(rows)]);
    const view = await entries.view('kept', path);
    // A database that is open keeps its file, whatever it is called.
    await rm(path);
    const later = [await read(sql`select * from kept`), await types(sql`select * from kept`)];
    await view?.drop();
    return [[await read(query), await types(query)], atOnce, later];
  } finally {
    session.close();
    await cache.release();
  }
}

describe('a table in a file is the table: its rows, their order, their types', () => {
  const texts = ['', ' ', 'it\'s "quoted"', 'Åsa\u0301 😀', 'a\tb\nc', 'null', '\ufeffx'].map(
    (text) => sql`(${text}, true, 1)`,
  );
  const cases: readonly (readonly [string, Sql])[] = [
    [
      'texts',
      sql`select * from (values ${texts.reduce((all, one) => sql`${all}, ${one}`)}, (chr(0), false, 2), (null, null, null)) as v(a, b, c)`,
    ],
    [
      'numbers to the last digit',
      sql`select (-9223372036854775808)::bigint as a, 18446744073709551615::ubigint as b, 99999999999999999999999999999999.999999::decimal(38, 6) as c, -0.000001::decimal(18, 6) as d, 127::tinyint as e`,
    ],
    ['numbers beyond 64 bits', sql`select (170141183460469231731687303715884105727)::hugeint as a, null::hugeint as b`],
    ['times', sql`select make_timestamptz(1762041600000001) as a, 'infinity'::timestamp as b, 0.1::double as c`],
    ['no row at all', sql`select 'x' as a, 1 as b where false`],
    ['an order', sql`select (i * 7919) % 60013 as a, i::varchar as b from range(60000) as r(i)`],
  ];
  test.each(cases)('%s', async (_, query) => {
    const [asked, atOnce, later] = await keptAndNot(query);
    expect(atOnce).toEqual(asked);
    expect(later).toEqual(asked);
  });
});
