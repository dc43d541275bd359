import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { field } from '../../src/model/record-kind.js';
import { duckdbScan } from '../../src/sources/duckdb-scan.js';
import { locateLost, settleSource } from '../../src/sources/locate-lost.js';
import { readSource } from '../../src/sources/read-source.js';
import { noWords, open, readByDuckDb } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const write = (file: string, select: string): Promise<void> =>
  duck.run(`copy (${select}) to '${join(scratch.folder, file)}' (format parquet)`);

describe('a typed column is read as it is, to the microsecond and the sixth place', () => {
  const instants: readonly (readonly [sql: string, zone: string | undefined, instant: number | 'lost'])[] = [
    [`timestamptz '2026-07-01 12:00:00.123456+02'`, undefined, Date.UTC(2026, 6, 1, 10) * 1000 + 123_456],
    [`timestamptz '2026-07-01 12:00:00+02'`, 'Asia/Tokyo', Date.UTC(2026, 6, 1, 10) * 1000],
    [`timestamp '2026-07-01 12:00:00.123456'`, 'Europe/Stockholm', Date.UTC(2026, 6, 1, 10) * 1000 + 123_456],
    [`timestamp '2026-10-25 02:30:00'`, 'Europe/Stockholm', Date.UTC(2026, 9, 25, 0, 30) * 1000],
    [`timestamp '2026-03-29 02:30:00'`, 'Europe/Stockholm', Date.UTC(2026, 2, 29, 1, 30) * 1000],
    [`timestamp '2026-07-01 12:00:00'`, undefined, 'lost'],
    [`timestamp_s '2026-07-01 12:00:00'`, 'Europe/Stockholm', Date.UTC(2026, 6, 1, 10) * 1000],
    [`timestamp_ms '2026-07-01 12:00:00.5'`, 'Europe/Stockholm', Date.UTC(2026, 6, 1, 10) * 1000 + 500_000],
    [`timestamp_ns '2026-07-01 12:00:00.123456999'`, 'Europe/Stockholm', Date.UTC(2026, 6, 1, 10) * 1000 + 123_456],
    [`date '2026-07-01'`, 'Europe/Stockholm', Date.UTC(2026, 5, 30, 22) * 1000],
    [`date '2026-07-01'`, undefined, 'lost'],
    [`'2026-07-01T12:00:00Z'`, undefined, Date.UTC(2026, 6, 1, 12) * 1000],
    [`timestamptz 'infinity'`, undefined, 'lost'],
    [`timestamp '-infinity'`, 'Europe/Stockholm', 'lost'],
    [`timestamptz '1899-12-31 23:59:59.999999+00'`, undefined, 'lost'],
    [`timestamptz '1900-01-01 00:00:00+00'`, undefined, Date.UTC(1900, 0, 1) * 1000],
    [`timestamptz '2199-12-31 23:59:59.999999+00'`, undefined, Date.UTC(2200, 0, 1) * 1000 - 1],
    [`timestamptz '2200-01-01 00:00:00+00'`, undefined, 'lost'],
    [`timestamp '2200-01-01 00:00:00'`, 'Europe/Stockholm', 'lost'],
    [`20260701`, undefined, 'lost'],
    [`null::timestamptz`, undefined, 'lost'],
  ];
  test.each(instants)('%s in zone %s', async (value, zone, instant) => {
    await write('i.parquet', `select 1::bigint as id, 'open' as type, ${value} as at`);
    const binding = {
      kind: 'event',
      path: 'i.parquet',
      columns: { profileId: 'id', type: 'type', occurredAt: 'at' },
      ...(zone === undefined ? {} : { zone }),
    };
    const read = await readByDuckDb(duck, await open(scratch.folder, binding));
    expect(read.rows).toEqual([
      expect.objectContaining(
        instant === 'lost' ? { lost: 'occurredAt' } : { profile_id: '1', occurred_at: instant, lost: null },
      ),
    ]);
  });

  const decimals: readonly (readonly [sql: string, value: bigint | 'lost' | null])[] = [
    ['1.005::decimal(10,3)', 1_005_000n],
    ['-1.5::decimal(38,6)', -1_500_000n],
    ['1.5::decimal(38,10)', 1_500_000n],
    ['1.0000001::decimal(18,7)', 'lost'],
    ['999999999999.99::decimal(14,2)', 999_999_999_999_990_000n],
    ['1000000000000.0::decimal(14,1)', 'lost'],
    ['7::tinyint', 7_000_000n],
    ['7::ubigint', 7_000_000n],
    ['1000000000000::bigint', 'lost'],
    ['0.1::double', 100_000n],
    ['0.1::float', 100_000n],
    ['12::double', 12_000_000n],
    ['1e-7::double', 'lost'],
    [`'nan'::double`, 'lost'],
    [`'1.25'`, 1_250_000n],
    [`'1,25'`, 'lost'],
    ['true', 'lost'],
    ['null::decimal(10,2)', null],
  ];
  test.each(decimals)('%s', async (value, decimal) => {
    await write('d.parquet', `select '1' as id, timestamptz '2026-01-01 00:00:00+00' as at, ${value} as amount`);
    const binding = {
      kind: 'purchase',
      path: 'd.parquet',
      columns: { profileId: 'id', occurredAt: 'at', amount: 'amount' },
    };
    const read = await readByDuckDb(duck, await open(scratch.folder, binding));
    const sign = typeof decimal === 'bigint' && decimal < 0n ? 'return' : 'sale';
    expect(read.rows).toEqual([
      expect.objectContaining(decimal === 'lost' ? { lost: 'amount' } : { amount: decimal, type: sign, lost: null }),
    ]);
  });

  test('days, booleans, enums, uuids and lists of e-mails', async () => {
    const uuid = '0d1f6a2e-7c43-4a6a-9f0c-2f6a5d3c1b00';
    await write(
      'p.parquet',
      `select '${uuid}'::uuid as id, ' a@x ' as e1, null::varchar as e2, 'b@x' as e3, date '1980-02-29' as born, true as dead, false as guarded, 'se'::enum('se', 'fi') as land, 12.50::decimal(9,2) as points, date 'infinity' as since, 1 as flag`,
    );
    const attributes = { points: field('decimal', ''), since: field('date', '') };
    const binding = {
      kind: 'profile',
      path: 'p.parquet',
      columns: {
        id: 'id',
        email: ['e1', 'e2', 'e3'],
        birthDate: 'born',
        deceased: 'dead',
        protectedIdentity: 'guarded',
        country: 'land',
        controlGroup: { column: 'flag', words: { '1': 'true', '0': 'false' } },
      },
      attributes: { points: 'points', since: 'since' },
    };
    const read = await readByDuckDb(duck, await open(scratch.folder, binding, { ...noWords, attributes }));
    expect(read.rows).toEqual([
      expect.objectContaining({
        id: uuid,
        birth_date: '1980-02-29',
        deceased: true,
        protected_identity: false,
        control_group: true,
        country: 'SE',
        attribute_points: 12_500_000n,
        attribute_since: null,
        unreadable: true,
      }),
    ]);
    expect(read.identifiers.map(({ raw, rank, country }) => [raw, rank, country]).sort()).toEqual([
      ['a@x', 1, 'SE'],
      ['b@x', 2, 'SE'],
    ]);
  });
});

const restriction = { kind: 'restriction', columns: { profileId: 'id' } };

test('files of one source may differ in order and type', async () => {
  await write('m-1.parquet', `select 7 as x, 1::int as id`);
  await write('m-2.parquet', `select '002' as id, 'y' as x`);
  await write('m-3.parquet', `select '003' as id, 'y' as x`);
  const read = await readByDuckDb(duck, await open(scratch.folder, { ...restriction, path: 'm-?.parquet' }));
  expect(read.rows.map(({ row, profile_id }) => [row, profile_id])).toEqual([
    [1, '1'],
    [2, '002'],
    [3, '003'],
  ]);
});

test('a column that is not there, or holds no single cell, stops the run', async () => {
  await write('n.parquet', `select 1 as idd, ['a'] as list, 'x'::blob as bytes, {'a': 1} as struct`);
  const source = await open(scratch.folder, {
    kind: 'objection',
    path: 'n.parquet',
    columns: { profileId: 'id', email: 'list', phone: 'bytes', origin: 'struct' },
  });
  await expect(readByDuckDb(duck, source)).rejects.toMatchObject({
    code: 'source-header',
    issues: [
      { at: 'n.parquet:1', message: 'no column "id"; did you mean "idd"?' },
      { at: 'n.parquet', message: 'column "list" is of type VARCHAR[], which is no single cell' },
      { at: 'n.parquet', message: 'column "bytes" is of type BLOB, which is no single cell' },
      { at: 'n.parquet', message: expect.stringContaining('column "struct" is of type STRUCT') },
    ],
  });
});

test('only an engine reads Parquet, and its lost rows have no lines to name', async () => {
  await write('l.parquet', `select * from (values ('1'), (null), (' ')) as t(id)`);
  const source = await open(scratch.folder, { ...restriction, path: 'l.parquet' });
  await expect(readSource(source)).rejects.toMatchObject({ code: 'engine-unsupported' });
  expect((await readByDuckDb(duck, source)).rows.map(({ lost }) => lost)).toEqual([
    null,
    'profileId or email or phone',
    'profileId or email or phone',
  ]);
  expect(await locateLost(source, 2)).toEqual([{ at: 'l.parquet', message: 'holds rows that cannot be read' }]);
  await expect(settleSource(source, { rows: 3, leftOut: 0, lost: 2, rejected: 0 })).rejects.toMatchObject({
    code: 'rows-unreadable',
    at: 'l.parquet',
  });
  expect(duckdbScan(source, [[{ name: 'id', type: 'VARCHAR' }]]).rejects).toBeUndefined();
});

describe('rows are numbered from 1 through all files, in their order', () => {
  const rows = (first: number, count: number, more = '') =>
    `select i::varchar as id, 'open' as type, timestamptz '2026-07-01 12:00:00+00' as at${more} from range(${first}, ${first + count}) as r(i)`;
  const binding = (path: string) => ({
    kind: 'event',
    path,
    columns: { profileId: 'id', type: 'type', occurredAt: 'at' },
  });
  const numbered = async (path: string) =>
    (await readByDuckDb(duck, await open(scratch.folder, binding(path)))).rows.map(({ row, profile_id: id }) => [
      Number(row),
      id,
    ]);

  test('in one file, of several row groups', async () => {
    await duck.run(
      `copy (${rows(1, 5000)}) to '${join(scratch.folder, 'one.parquet')}' (format parquet, row_group_size 2048)`,
    );
    expect(await numbered('one.parquet')).toEqual(Array.from({ length: 5000 }, (_, i) => [i + 1, String(i + 1)]));
  });

  test('in several files', async () => {
    await write('several-1.parquet', rows(1, 3));
    await write('several-2.parquet', rows(4, 2));
    expect(await numbered('several-*.parquet')).toEqual([1, 2, 3, 4, 5].map((n) => [n, String(n)]));
  });

  test('whatever a file says of its rows itself', async () => {
    await write('own.parquet', rows(1, 3, ', 70 - i as file_row_number'));
    expect(await numbered('own.parquet')).toEqual([1, 2, 3].map((n) => [n, String(n)]));
  });
});
