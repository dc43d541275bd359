import { join as joinPath } from 'node:path';
import range from 'lodash-es/range.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanText, TRIMMED } from '../../src/model/text.js';
import { isPlainSql } from '../../src/sources/cells/text.js';
import { duckdbScan } from '../../src/sources/duckdb-scan.js';
import { knownColumns } from '../../src/sources/known-columns.js';
import { type SourceRelation, sourceRelation } from '../../src/sources/relation.js';
import type { KnownColumns } from '../../src/sources/scan.js';
import { join, name, type Sql, sql } from '../../src/sql/fragment.js';
import { describeFile, open } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

/** Every reading of a Parquet file by `readByDuckDb` is held to the same law: who looked at the columns reads the same. */

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const ROWS = 2_600;
const LATE = ROWS - 3;

const SOUND: Readonly<Record<string, string>> = {
  id: `'P' || (100000 + i)`,
  at: `timestamptz '2026-01-01 00:00:00+00' + to_seconds(i)`,
  kind: `case when i % 9 = 0 then 'return' else 'sale' end`,
  controller: `'okq8'`,
  category: `'fuel/' || (i % 7)`,
  product: `'article ' || i`,
  currency: `case when i % 5 > 0 then 'SEK' end`,
  amount: '(i % 90)::decimal(14,2)',
  quantity: '(i % 3)::integer',
};

const purchase = {
  kind: 'purchase',
  path: 'k.parquet',
  columns: {
    profileId: 'id',
    occurredAt: 'at',
    type: 'kind',
    controller: 'controller',
    category: 'category',
    product: 'product',
    currency: 'currency',
    amount: 'amount',
    quantity: 'quantity',
  },
};

/** Many rows in small groups, of which a late one has another cell. */
async function write(planted: Readonly<Record<string, string>>, where = `i = ${LATE}`, rows = ROWS): Promise<void> {
  const columns = Object.entries(SOUND).map(([column, value]) =>
    planted[column] === undefined
      ? `${value} as ${column}`
      : `case when ${where} then ${planted[column]} else ${value} end as ${column}`,
  );
  const path = joinPath(scratch.folder, 'k.parquet');
  await duck.run(
    `copy (select ${columns.join(', ')} from range(${rows}) as t(i)) to '${path}' (format parquet, row_group_size 2048)`,
  );
}

interface Looked {
  readonly known: KnownColumns;
  /** Rows that read otherwise than without having looked. */
  readonly others: number;
}

async function look(binding: object = purchase): Promise<Looked> {
  const source = await open(scratch.folder, binding);
  const columns = await Promise.all(source.files.map(({ path }) => describeFile(duck, path)));
  const scan = duckdbScan(source, columns);
  const known = await knownColumns(source, { parquet: columns, scan }, (query) => duck.rows(query));
  const [plain, looked] = [sourceRelation(source, scan), sourceRelation(source, { ...scan, known })];
  const others = (of: (relation: SourceRelation) => Sql): Promise<number> => differing(of(plain), of(looked));
  return { known, others: (await others(({ rows }) => rows)) + (await others(({ records }) => records)) };
}

async function differing(a: Sql, b: Sql): Promise<number> {
  const [found] = await duck.rows(
    sql`select (select count(*) from (${a} except all ${b}) as x) + (select count(*) from (${b} except all ${a}) as y) as others`,
  );
  return Number(found?.others);
}

const chr = (text: string): string => [...text].map((mark) => `chr(${mark.codePointAt(0)})`).join(' || ');

test('columns with few texts are known by them, whom purchases are about by being clean, figures by their bounds', async () => {
  await write({}, 'false', 12_000);
  const { known, others } = await look();
  expect(others).toBe(0);
  const { texts } = known.kind ?? {};
  expect([...(texts ?? [])].sort()).toEqual(['return', 'sale']);
  expect([...(known.currency?.texts ?? [])].sort()).toEqual(['SEK', null]);
  expect(known.category?.texts).toHaveLength(7);
  expect(known.id).toEqual({ isClean: true });
  expect([known.at, known.amount, known.quantity]).toEqual([
    { isTimely: true },
    { isPositive: true },
    { isPositive: true },
  ]);
  expect(known.product).toBeUndefined();
});

const UNCLEAN = [
  ...[...TRIMMED].flatMap((mark) => [`${mark}x`, `x${mark}`]),
  ` ${TRIMMED}`,
  'A\u030Angstr\u00f6m',
  '\u212B',
  '',
  ' ',
  '\u0000',
];

test('what is plain is clean as it stands', async () => {
  const texts = [...UNCLEAN, 'x', '~', 'a b', 'x\u0000y', '\u00e5', '\u007f'];
  const values = texts.map((text, i) => sql`(${i}, ${Buffer.from(text).toString('hex')})`);
  const plain = await duck.rows(
    sql`select i from (select i, decode(unhex(hex)) as text from (values ${join(values, ', ')}) as v(i, hex)) where ${isPlainSql(name('text'))}`,
  );
  const found = plain.map(({ i }) => texts[Number(i)] as string);
  expect(found.filter((text) => cleanText(text) !== text)).toEqual([]);
  expect(found.sort()).toEqual(['a b', 'x', 'x\u0000y', '~', '\u007f'].sort());
});

test('every text of a column is known as it is written, to its last mark', async () => {
  const written = UNCLEAN.map((text, i) => `when ${LATE - i} then ${text === '' ? `''` : chr(text)}`).join(' ');
  await write({ category: `case i ${written} else 'fuel' end` }, `i between ${LATE - UNCLEAN.length + 1} and ${LATE}`);
  const { known, others } = await look();
  expect(others).toBe(0);
  expect([...(known.category?.texts ?? [])].sort()).toEqual([...range(7).map((i) => `fuel/${i}`), ...UNCLEAN].sort());
});

describe('one cell in a late part of a file is found, and every row reads as if nobody had looked', () => {
  const texts = ['id', 'kind', 'controller', 'category', 'product', 'currency'];
  test.each(['\ufeffx', 'x\u00a0', '\tx', 'A\u030A', '', '\u0000'])('%j', async (text) => {
    await write(Object.fromEntries(texts.map((column) => [column, text === '' ? `''` : chr(text)])));
    const { known, others } = await look();
    expect([known.id, others]).toEqual([undefined, 0]);
  });

  test.each([
    ['kind', `'void'`],
    ['kind', 'null'],
    ['controller', 'null'],
    ['at', 'null'],
    ['at', `timestamptz 'infinity'`],
    ['at', `timestamptz '-infinity'`],
    ['at', `timestamptz '2200-01-01 00:00:00+00'`],
    ['amount', '-0.01'],
    ['amount', 'null'],
    ['quantity', '-1'],
    ['quantity', 'null'],
    ['id', 'null'],
    ['id', `'Åsa'`],
  ])('%s %s', async (column, planted) => {
    await write({ [column]: planted });
    expect((await look()).others).toBe(0);
  });
});

test.each([
  ['without a type', { type: undefined }],
  ['without a quantity', { quantity: undefined }],
  ['with a price', { unitPrice: 'amount', amount: undefined }],
  ['with words of its own', { type: { column: 'kind', words: { sale: 'sale', return: 'return' } } }],
  ['with other words', { type: { column: 'currency', words: { SEK: 'return' } } }],
])('figures and words %s', async (_, columns) => {
  for (const planted of [{}, { quantity: '-5' }]) {
    await write(planted);
    const bound = Object.entries({ ...purchase.columns, ...columns }).filter(([, column]) => column !== undefined);
    expect((await look({ ...purchase, columns: Object.fromEntries(bound) })).others).toBe(0);
  }
});
