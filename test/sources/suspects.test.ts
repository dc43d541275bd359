import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parquetScan } from '../../src/sources/parquet-scan.js';
import { suspectsOf } from '../../src/sources/relations/suspects.js';
import { open, readByDuckDb } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

/** `readByDuckDb` holds every source that tells of itself to the law: without a suspect, no row is lost or left out. */

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const SOUND: Readonly<Record<string, string>> = {
  id: `'P1'`,
  at: `timestamptz '2026-01-01 00:00:00+00'`,
  kind: `'sale'`,
  controller: `'okq8'`,
  category: `'fuel'`,
  amount: '12.50::decimal(14,2)',
  quantity: '1::integer',
  offered: 'true',
};

const purchase = {
  kind: 'purchase',
  path: 'p.parquet',
  columns: {
    profileId: 'id',
    occurredAt: 'at',
    type: 'kind',
    controller: 'controller',
    category: 'category',
    amount: 'amount',
    quantity: 'quantity',
    optOutOffered: 'offered',
  },
};

/** Rows of a file, each sound but for some columns. */
async function write(...rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const selects = rows.map((row) =>
    Object.entries({ ...SOUND, ...row })
      .map(([column, value]) => `${value} as ${column}`)
      .join(', '),
  );
  const path = join(scratch.folder, 'p.parquet');
  await duck.run(`copy (select ${selects.join(' union all select ')}) to '${path}' (format parquet)`);
}

async function suspects(binding: object = purchase): Promise<readonly [lost: unknown, suspects: number | undefined]> {
  const source = await open(scratch.folder, binding);
  const { rows, soundness } = await readByDuckDb(duck, source);
  return [rows.at(-1)?.lost, soundness];
}

describe('what loses a row makes it suspect', () => {
  const lost: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ id: 'null::varchar' }, 'profileId'],
    [{ id: `''` }, 'profileId'],
    [{ id: `' '` }, 'profileId'],
    [{ id: `chr(9) || chr(10)` }, 'profileId'],
    [{ id: `chr(160)` }, 'profileId'],
    [{ id: `chr(8203) || ' '` }, 'profileId'],
    [{ id: `chr(65279)` }, 'profileId'],
    [{ at: 'null::timestamptz' }, 'occurredAt'],
    [{ at: `timestamptz 'infinity'` }, 'occurredAt'],
    [{ at: `timestamptz '-infinity'` }, 'occurredAt'],
    [{ at: `timestamptz '1899-12-31 23:59:59.999999+00'` }, 'occurredAt'],
    [{ at: `timestamptz '2200-01-01 00:00:00+00'` }, 'occurredAt'],
    [{ kind: `'refund'` }, 'type'],
    [{ kind: `'Sale'` }, 'type'],
    [{ controller: `'someone'` }, 'controller'],
    [{ amount: '1000000000000::decimal(14,1)' }, 'amount'],
    [{ amount: '-1000000000000::decimal(14,1)' }, 'amount'],
    [{ quantity: '1000000000000::bigint' }, 'quantity'],
  ];
  test.each(lost)('%j', async (row, field) => {
    await write({}, row);
    expect(await suspects()).toEqual([field, expect.toSatisfy((count) => count > 0)]);
  });
});

test('sound rows are counted without being read, at the ends of what is readable too', async () => {
  await write(
    {},
    {
      at: `timestamptz '1900-01-01 00:00:00+00'`,
      kind: 'null',
      controller: 'null',
      amount: '999999999999.99::decimal(14,2)',
    },
    {
      at: `timestamptz '2199-12-31 23:59:59.999999+00'`,
      kind: `'void'`,
      category: `' '`,
      amount: '-1.5::decimal(14,2)',
    },
    { id: `'~'`, category: 'null', quantity: 'null', offered: 'null' },
  );
  expect(await suspects()).toEqual([null, 0]);
});

test('a row that needs a closer look is no lost row', async () => {
  await write({ kind: `' sale '` }, { id: `'Åsa'` }, { id: `' P1'` });
  const [lost, count] = await suspects();
  expect([lost, count]).toEqual([null, 3]);
});

test.each([
  ['rules about rows with one id', { ...purchase, columns: { ...purchase.columns, id: 'id' }, duplicates: 'first' }],
  ['an amount that is worked out', { ...purchase, columns: { ...purchase.columns, unitPrice: 'amount' } }],
  [
    'a column that is worked out',
    { ...purchase, derived: { name: { lower: 'id' } }, columns: { ...purchase.columns, profileId: 'name' } },
  ],
])('with %s every row is looked at', async (_, binding) => {
  await write({});
  expect((await suspects(binding))[1]).toBeUndefined();
});

test('text in place of a type of its own is looked at row by row', async () => {
  await write({});
  const source = await open(scratch.folder, purchase);
  const columns = Object.keys(SOUND).map((column) => ({ name: column, type: 'VARCHAR' }));
  expect(suspectsOf(source, parquetScan(source, [columns]))).toBeUndefined();
});
