import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { duckdbScan } from '../../src/sources/duckdb-scan.js';
import { sql } from '../../src/sql/fragment.js';
import { PlanBuilder } from '../../src/sql/plan.js';
import { open } from '../sources/both-readers.js';

/** More than two threads take at once, and a row of another number of cells, which has no number. */
const ROWS = 250_000;
const line = (n: number): string => (n % 50_000 === 7 ? `p${n}` : `p${n},${'x'.repeat(80)},SE`);

test('rows are numbered as they stand in their files, however many threads read them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-ordered-'));
  const rows = Array.from({ length: ROWS }, (_, i) => line(i));
  await writeFile(join(folder, 'a1.csv'), ['rowid,pad,country', ...rows].join('\n'));
  await writeFile(join(folder, 'a2.csv'), ['country,rowid,pad', 'SE,last,x'].join('\n'));
  const session = await Session.open({ threads: 4 });
  const columns = { id: 'rowid', country: 'country' };
  const source = await open(folder, { kind: 'profile', path: 'a*.csv', columns });
  const plan = new PlanBuilder();
  const { scan, row } = duckdbScan(source, [], (query) => plan.ordered('cells', query));
  await executePlan(session, plan.steps, { later: [scan] });
  const expected = [...rows.filter((text) => text.includes(',')).map((text) => text.split(',')[0]), 'last'];
  const found = await session.columns(sql`select * from (${scan}) as s`);
  const byNumber = new Array<unknown>(expected.length);
  for (const [i, number] of (found[row ?? ''] ?? []).entries()) byNumber[Number(number) - 1] = found.rowid?.[i];
  expect(byNumber).toEqual(expected);
  session.close();
  await rm(folder, { recursive: true });
});
