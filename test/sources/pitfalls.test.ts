import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdbScan } from '../../src/sources/duckdb-scan.js';
import { type RowCounts, settleSource } from '../../src/sources/locate-lost.js';
import type { OpenSource } from '../../src/sources/open-source.js';
import { sourceRelation } from '../../src/sources/relation.js';
import { LEFT_OUT } from '../../src/sources/relations/lost-cases.js';
import { sql } from '../../src/sql/fragment.js';
import { open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

/** The pitfalls of reading that were measured for DuckDB, P1 to P12 of the performance notes, and those found since. */
const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const restriction = { kind: 'restriction', columns: { profileId: 'id', email: 'email' } };
const event = { kind: 'event', columns: { profileId: 'id', type: 'type', occurredAt: 'at' } };

/** Counts as an engine takes them: in one scan, then the rejects. */
async function counted(source: OpenSource): Promise<RowCounts> {
  const scan = duckdbScan(source);
  const { rows } = sourceRelation(source, scan);
  const query = sql`select count(*) as rows, count(*) filter (where lost = ${LEFT_OUT}) as left_out, count(lost) as lost from (${rows}) as r`;
  const [counts] = await duck.rows(query);
  const [rejects] = await duck.rows(scan.rejects?.count ?? sql`select 0 as rows`);
  const leftOut = counts?.left_out as number;
  return {
    rows: counts?.rows as number,
    leftOut,
    lost: (counts?.lost as number) - leftOut,
    rejected: rejects?.rows as number,
  };
}

test('P1: rows that an engine did not see stop the run', async () => {
  scratch.write('p1.csv', 'id,email\n1,a\n2,b\n3,c\n');
  const source = await open(scratch.folder, { ...restriction, path: 'p1.csv' }, undefined, 'p1');
  expect(await counted(source)).toEqual({ rows: 3, leftOut: 0, lost: 0, rejected: 0 });
  await expect(settleSource(source, { rows: 2, leftOut: 0, lost: 0, rejected: 0 })).rejects.toMatchObject({
    code: 'engine-failed',
  });
  await expect(settleSource(source, { rows: 3, leftOut: 0, lost: 1, rejected: 0 })).rejects.toMatchObject({
    code: 'engine-failed',
  });
  expect(await settleSource(source, await counted(source))).toMatchObject({
    source: 'p1',
    kind: 'restriction',
    rows: 3,
    leftOut: 0,
    unreadable: 0,
    files: [{ file: 'p1.csv' }],
  });
});

test('P2: columns are bound by name, whatever their order in each file', async () => {
  scratch.write('p2-a.csv', 'id,email\n1,a@x\n');
  scratch.write('p2-b.csv', 'email,id\nb@x,2\n');
  scratch.write('p2-c.csv', 'x,email,y,id\n0,c@x,0,3\n');
  scratch.write('p2-d.csv', 'id,email\n4,d@x\n');
  const source = await open(scratch.folder, { ...restriction, path: 'p2-?.csv' }, undefined, 'p2');
  const read = await readByDuckDb(duck, source);
  expect(read.rows.map(({ row, profile_id, email }) => [row, profile_id, email])).toEqual([
    [1, '1', 'a@x'],
    [2, '2', 'b@x'],
    [3, '3', 'c@x'],
    [4, '4', 'd@x'],
  ]);
  expect(read).toEqual(await readBySpecification(source));
});

describe('P3: a ragged file', () => {
  const content = `id,email\n1\n2,b,c,d\n${'3,c\n'.repeat(3)}`;
  test('is never read as an empty one', async () => {
    scratch.write('p3.csv', content);
    const source = await open(scratch.folder, { ...restriction, path: 'p3.csv' }, undefined, 'p3');
    const counts = await counted(source);
    expect(counts).toEqual({ rows: 3, leftOut: 0, lost: 0, rejected: 2 });
    await expect(settleSource(source, counts)).rejects.toMatchObject({
      code: 'rows-unreadable',
      at: 'p3.csv:2',
      issues: [
        { at: 'p3.csv:2', message: 'fewer cells than columns' },
        { at: 'p3.csv:3', message: 'more cells than columns' },
      ],
    });
  });
  test('is accepted in behaviour up to the stated tolerance', async () => {
    scratch.write('p3e.csv', 'id,type,at\n1,open,2026-01-01T00:00:00Z\n2\n,open,x\n3,open,yesterday\n');
    const within = { ...event, path: 'p3e.csv', withoutSubject: 'leave_out', tolerance: 2 };
    const source = await open(scratch.folder, within, undefined, 'p3e');
    const counts = await counted(source);
    expect(counts).toEqual({ rows: 3, leftOut: 1, lost: 1, rejected: 1 });
    expect(await settleSource(source, counts)).toMatchObject({ rows: 4, leftOut: 1, unreadable: 2 });
    const strict = await open(scratch.folder, { ...within, tolerance: 1 }, undefined, 'p3e');
    await expect(settleSource(strict, counts)).rejects.toMatchObject({
      code: 'rows-unreadable',
      message: '2 rows of source "p3e" cannot be read, and 1 are accepted: fewer cells than columns',
      issues: [{ at: 'p3e.csv:3' }, { at: 'p3e.csv:5', message: 'no readable occurredAt' }],
    });
  });
});

test('records are rows that are not lost; where one lost row stops the run, none is looked for', async () => {
  scratch.write(
    'records.csv',
    'id,type,at\n1,open,2026-01-01T00:00:00Z\n,open,2026-01-01T00:00:00Z\n3,open,yesterday\n',
  );
  const ids = async (more: object): Promise<unknown> => {
    const source = await open(scratch.folder, { ...event, ...more, path: 'records.csv' }, undefined, 'records');
    const { records } = sourceRelation(source, duckdbScan(source));
    return (await duck.rows(sql`select * exclude (moment) from (${records}) as r order by r.row`)).map(
      ({ profile_id, lost }) => [profile_id, lost],
    );
  };
  expect(await ids({ withoutSubject: 'leave_out', tolerance: 1 })).toEqual([['1', undefined]]);
  expect(await ids({ tolerance: 2 })).toEqual([['1', undefined]]);
  expect(await ids({ withoutSubject: 'leave_out' })).toEqual([
    ['1', undefined],
    ['3', undefined],
  ]);
  expect(await ids({})).toEqual([
    ['1', undefined],
    [null, undefined],
    ['3', undefined],
  ]);
});

test('P4: no type is taken from a sample: text at row 30,001 is found', async () => {
  scratch.write(
    'p4.csv',
    `id,type,at,q\n${'007,open,2026-01-01T00:00:00Z,1\n'.repeat(30_000)}+49,open,2026-01-01T00:00:00Z,x\n03,open,03/02/2025,1\n`,
  );
  const source = await open(
    scratch.folder,
    { ...event, kind: 'purchase', columns: { profileId: 'id', occurredAt: 'at', quantity: 'q' }, path: 'p4.csv' },
    undefined,
    'p4',
  );
  const counts = await counted(source);
  expect(counts).toEqual({ rows: 30_002, leftOut: 0, lost: 2, rejected: 0 });
  await expect(settleSource(source, counts)).rejects.toMatchObject({
    issues: [
      { at: 'p4.csv:30002', message: 'no readable quantity' },
      { at: 'p4.csv:30003', message: 'no readable occurredAt' },
    ],
  });
});

test('P5: a naive time follows no session; an offset is never dropped', async () => {
  scratch.write('p5.csv', 'id,type,at\n1,a,2026-07-01 12:00:00\n2,b,2026-07-01T12:00:00+02:00\n');
  const naive = await open(scratch.folder, { ...event, path: 'p5.csv' }, undefined, 'p5');
  const zoned = await open(scratch.folder, { ...event, path: 'p5.csv', zone: 'America/New_York' }, undefined, 'p5');
  for (const session of ['UTC', 'Asia/Tokyo']) {
    await duck.run(`set TimeZone = '${session}'`);
    expect((await readByDuckDb(duck, naive)).rows).toMatchObject([
      { lost: 'occurredAt' },
      { occurred_at: Date.UTC(2026, 6, 1, 10) * 1000 },
    ]);
    expect((await readByDuckDb(duck, zoned)).rows.map(({ occurred_at }) => occurred_at)).toEqual(
      [16, 10].map((hour) => Date.UTC(2026, 6, 1, hour) * 1000),
    );
  }
  await duck.run(`set TimeZone = 'UTC'`);
});

test('P6: numbers are exact or unreadable, never rounded', async () => {
  scratch.write(
    'p6.csv',
    'id,at,a\n1,2026-01-01T00:00:00Z,1.005\n2,2026-01-01T00:00:00Z,1.0050001\n3,2026-01-01T00:00:00Z,"1.234,56"\n',
  );
  const source = await open(
    scratch.folder,
    { kind: 'purchase', columns: { profileId: 'id', occurredAt: 'at', amount: 'a' }, path: 'p6.csv', tolerance: 2 },
    undefined,
    'p6',
  );
  const read = await readByDuckDb(duck, source);
  expect(read.rows).toMatchObject([{ amount: 1_005_000n }, { lost: 'amount' }, { lost: 'amount' }]);
  expect(read).toEqual(await readBySpecification(source));
});

test('P7: both readers trim and compose alike', async () => {
  const emails = ['\u00a0a@x\u200b', '\ta@x\t', '\ufeffa@x', 'A\u030a@x', 'İ@x', 'SS@x ', '\u2003a@x'];
  scratch.write('p7.csv', `id,email\n${emails.map((email, i) => `${i},"${email}"\n`).join('')}`);
  const source = await open(scratch.folder, { ...restriction, path: 'p7.csv' }, undefined, 'p7');
  const read = await readByDuckDb(duck, source);
  expect(read.rows.map(({ email }) => email)).toEqual(['a@x', 'a@x', 'a@x', 'Å@x', 'İ@x', 'SS@x', '\u2003a@x']);
  expect(read).toEqual(await readBySpecification(source));
});

test('P9: nothing that is read needs an extension to be loaded', async () => {
  const loaded = await duck.rows(
    `select extension_name as name from duckdb_extensions() where loaded and install_mode <> 'STATICALLY_LINKED'`,
  );
  expect(loaded).toEqual([]);
});

test('quoted lines that look like rows are no rows, in a file that several threads would share', {
  timeout: 60_000,
}, async () => {
  const cell = 'id,x\n'.repeat(40);
  scratch.write(
    'threads.csv',
    `id,email\n${Array.from({ length: 60_000 }, (_, i) => `k${i},"${cell}${i}"\n`).join('')}`,
  );
  const source = await open(scratch.folder, { ...restriction, path: 'threads.csv' }, undefined, 'threads');
  expect(source.files).toMatchObject([{ rows: 60_000, multiline: true }]);
  expect(await counted(source)).toEqual({ rows: 60_000, leftOut: 0, lost: 0, rejected: 0 });
  await expect(settleSource(source, { rows: 60_001, leftOut: 0, lost: 0, rejected: 0 })).rejects.toMatchObject({
    code: 'engine-failed',
  });
});

test('a byte order mark before a quoted name with quotes is refused: DuckDB reads no row of such a file', async () => {
  scratch.write('bom.csv', '\ufeff"the ""id""",id,email\n0,1,a\n');
  await expect(open(scratch.folder, { ...restriction, path: 'bom.csv' })).rejects.toMatchObject({
    code: 'source-header',
    at: 'bom.csv:1',
  });
  scratch.write('bom.csv', '"the ""id""",id,email\n0,1,a\n');
  const source = await open(scratch.folder, { ...restriction, path: 'bom.csv' }, undefined, 'bom');
  expect((await readByDuckDb(duck, source)).rows).toHaveLength(1);
});

test('rows are numbered only where somebody asks, because numbering takes a single thread', async () => {
  const source = await open(scratch.folder, { ...restriction, path: 'p2-?.csv' }, undefined, 'p2');
  const plan = async (numbered: boolean): Promise<string> => {
    const { rows } = sourceRelation(source, { ...duckdbScan(source), numbered });
    return JSON.stringify(await duck.rows(sql`explain ${rows}`));
  };
  expect(await plan(true)).toContain('WINDOW');
  expect(await plan(false)).not.toContain('WINDOW');
});

test('file names with quotes and pattern characters name themselves only', async () => {
  scratch.write("o'[1].csv", 'id,email\n1,a\n');
  scratch.write("o'1.csv", 'id,email\n2,b\n');
  const source = await open(scratch.folder, { ...restriction, path: "o'[1].csv" }, undefined, 'named-Source_1');
  expect((await readByDuckDb(duck, source)).rows).toMatchObject([{ profile_id: '1' }]);
});
