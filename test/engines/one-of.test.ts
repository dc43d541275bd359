import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { name, type Sql, sql } from '../../src/sql/fragment.js';
import { isOneOf } from '../../src/sql/one-of.js';

let session: Session;
let folder: string;

beforeAll(async () => {
  session = await Session.open({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'one-of-'));
});

afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

test('a text is one of a column exactly where it equals one, the empty text too, and a missing one never is', async () => {
  await session.create('table', 'texts', sql`select * from (values ('a'), (''), ('ö'), ('b'), (null)) as t(text)`);
  await session.create('table', 'few', sql`select * from (values (''), ('ö'), ('a'), (null)) as f(id)`);
  const found = await session.rows(
    sql`select text from ${name('texts')} where ${isOneOf(name('text'), name('few'), 'id')} order by text`,
  );
  expect(found.map(({ text }) => text)).toEqual(['', 'a', 'ö']);
});

test('whoever reads a file for a few persons leaves the other rows packed', async () => {
  const path = join(folder, 'rows.parquet');
  await session.writeInOrder(sql`select 'p' || (range % 50000) as person, range as n from range(200000)`, path);
  const rows = sql`read_parquet(${path})`;
  await session.create('table', 'drawn', sql`select 'p' || (range * 7) as id from range(500)`);
  const where = isOneOf(name('person'), name('drawn'), 'id');
  const read = await rowsRead(sql`select person, n from ${rows} where ${where}`);
  const [counted = {}] = await session.rows(sql`select count(*) as rows from ${rows} where ${where}`);
  expect(Number(counted.rows)).toBe(2000);
  expect(read).toBeLessThan(20_000);
});

/** How many rows of a file go on to be joined. */
async function rowsRead(query: Sql): Promise<number> {
  const [told = {}] = await session.rows(sql`explain (analyze, format json) ${query}`);
  const find = (node: Node): number[] => [
    ...(node.operator_name?.trim() === 'READ_PARQUET' ? [node.operator_cardinality ?? 0] : []),
    ...(node.children ?? []).flatMap(find),
  ];
  const [rows = Number.NaN] = find(JSON.parse(String(told.explain_value)) as Node);
  return rows;
}

interface Node {
  readonly operator_name?: string;
  readonly operator_cardinality?: number;
  readonly children?: readonly Node[];
}
