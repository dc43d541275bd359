import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Derived, derivedInputs, derivedRows, derivedSchema, derivedText } from '../../src/sources/derived.js';
import { join, name, sql } from '../../src/sql/fragment.js';
import { cases } from '../setup/drawn-cases.js';
import { Duck } from './duckdb.js';

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});

type Row = Readonly<Record<string, string>>;

async function bySql(derived: readonly Derived[], row: Row): Promise<readonly unknown[]> {
  const columns = Object.entries(row).map(([column, text]) => sql`${text} as ${name(column)}`);
  const named = derived.map((one, i) => [`v${i}`, one] as const);
  const rows = derivedRows(sql`select ${join(columns, ', ')}`, named, Object.keys(row));
  const [{ ...found } = {}] = await duck.rows(rows);
  expect(Object.keys(found)).toEqual([...Object.keys(row), ...named.map(([column]) => column)]);
  return named.map(([column]) => found[column]);
}

test('each function says what it says, in memory and in SQL', async () => {
  const row = { a: ' Åsa ', b: '', c: 'Öberg, Eva', id: '42', tel: 'tel:+46701234567', z: '\u00a0' };
  const table: readonly (readonly [derived: Derived, value: string | null])[] = [
    ['a', 'Åsa'],
    ['b', null],
    ['z', null],
    [{ text: 'SE' }, 'SE'],
    [{ concat: ['a', 'b', 'c'] }, 'ÅsaÖberg, Eva'],
    [{ concat: ['a', 'b', 'c'], separator: ' ' }, 'Åsa Öberg, Eva'],
    [{ concat: ['b', 'z'], separator: '-' }, null],
    [{ concat: ['a', 'id'], separator: '/', whole: true }, 'Åsa/42'],
    [{ concat: ['a', 'b'], whole: true }, null],
    [{ coalesce: ['b', 'z', 'id', 'a'] }, '42'],
    [{ coalesce: ['b'] }, null],
    [{ split: 'c', by: ',', part: 2 }, 'Eva'],
    [{ split: 'c', by: ',', part: 3 }, null],
    [{ split: 'b', by: ',', part: 1 }, null],
    [{ split: 'c', by: ', ', part: 1 }, 'Öberg'],
    [{ trim: { text: '##x#y##' }, characters: '#' }, 'x#y'],
    [{ trim: { text: '##' }, characters: '#' }, null],
    [{ lower: { text: 'ÅÄÖÆØ İI' } }, 'åäöæø İi'],
    [{ upper: { text: 'åäöæø ßx' } }, 'ÅÄÖÆØ ßX'],
    [{ map: 'id', words: { '42': 'SE', '43': 'FI' } }, 'SE'],
    [{ map: 'a', words: { '42': 'SE' } }, 'Åsa'],
    [{ map: 'a', words: {} }, 'Åsa'],
    [{ map: 'id', words: { '42': ' SE\u00a0' } }, 'SE'],
    [{ map: 'id', words: { '42': ' ' } }, null],
    [{ coalesce: [{ map: 'id', words: { '42': ' ' } }, 'tel'] }, 'tel:+46701234567'],
    [{ text: '\u00a0' }, null],
    [{ coalesce: [{ text: ' ' }, 'a'] }, 'Åsa'],
    [{ concat: [{ text: ' ' }, 'a', { upper: { text: '\t' } }], separator: '-' }, 'Åsa'],
    [{ lower: { text: 'J\u030cX' } }, '\u01f0x'],
    [{ withoutPrefix: 'tel', prefix: 'tel:' }, '+46701234567'],
    [{ withoutPrefix: 'id', prefix: 'tel:' }, '42'],
    [{ withoutPrefix: 'id', prefix: '42' }, null],
    [{ withoutSuffix: 'c', suffix: 'Eva' }, 'Öberg,'],
    [{ withoutSuffix: 'id', suffix: 'x' }, '42'],
    [{ pad: 'id', to: 6, with: '0' }, '000042'],
    [{ pad: 'id', to: 1, with: '0' }, '42'],
    [{ pad: 'b', to: 6, with: '0' }, null],
    [{ concat: [{ text: 'a' }, { text: '\u030a' }] }, 'å'],
    [{ upper: { withoutPrefix: { split: 'c', by: ' ', part: 2 }, prefix: 'E' } }, 'VA'],
  ];
  for (const [derived, value] of table) {
    expect(derivedSchema.safeParse(derived).success).toBe(true);
    expect([derived, derivedText(derived, (column) => (row as Row)[column] ?? '') ?? null]).toEqual([derived, value]);
  }
  const all = table.map(([derived]) => derived);
  expect(await bySql(all, row)).toEqual(table.map(([, value]) => value));
});

const texts = fc.constantFrom(
  '',
  ' ',
  'a',
  'Åb',
  'aab',
  'İ',
  'ß',
  '\u{1f600}a',
  'a\u030ab',
  'x, y',
  '007',
  'b,a,',
  '\u00a0z',
);
const some = fc.constantFrom('a', 'ab', ',', 'Å', '\u{1f600}', ' ', '0');
const { derived: anyDerived } = fc.letrec<{ derived: Derived }>((tie) => ({
  derived: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<Derived>('c1', 'c2', 'c3'),
    fc.record({ text: some }),
    fc.record({
      concat: fc.array(tie('derived'), { minLength: 1, maxLength: 3 }),
      separator: some,
      whole: fc.boolean(),
    }),
    fc.record({ coalesce: fc.array(tie('derived'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ split: tie('derived'), by: some, part: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ trim: tie('derived'), characters: fc.constantFrom('a', ',0', "'%", ']^-') }),
    fc.record({ lower: tie('derived') }),
    fc.record({ upper: tie('derived') }),
    fc.record({ map: tie('derived'), words: fc.dictionary(fc.constantFrom('a', 'Åb', '007', '__proto__'), some) }),
    fc.record({ withoutPrefix: tie('derived'), prefix: some }),
    fc.record({ withoutSuffix: tie('derived'), suffix: some }),
    fc.record({ pad: tie('derived'), to: fc.integer({ min: 1, max: 5 }), with: fc.constantFrom('0', '#') }),
  ),
}));

test('SQL derives what the specification derives, and reads no other columns', async () => {
  const row = fc.record({ c1: texts, c2: texts, c3: texts });
  await fc.assert(
    fc.asyncProperty(fc.array(anyDerived, { minLength: 12, maxLength: 12 }), row, async (all, cells) => {
      const read = new Set<string>();
      const specified = all.map((one) =>
        derivedText(one, (column) => {
          read.add(column);
          return (cells as Row)[column] ?? '';
        }),
      );
      expect(await bySql(all, cells)).toEqual(specified.map((text) => text ?? null));
      expect([...new Set(all.flatMap(derivedInputs))].sort()).toEqual([...read].sort());
    }),
    { numRuns: cases(12) },
  );
});

test('a column that is in the file already is none of those in between, and tests stay above what is derived', async () => {
  await duck.run(`create table file as select * from (values (' N/A ', 'x'), (' Åb', 'y')) as v("(1)", "((2))")`);
  const rows = sql`select * from file`;
  const known: Derived = { map: { lower: '(1)' }, words: { 'n/a': ' ' } };
  const derived = derivedRows(
    rows,
    [
      ['mail', known],
      ['again', { coalesce: [known, '((2))'] }],
    ],
    ['(1)', '((2))'],
  );
  expect(await duck.rows(sql`select * from (${derived}) as r order by again`)).toEqual([
    { '(1)': ' N/A ', '((2))': 'x', mail: null, again: 'x' },
    { '(1)': ' Åb', '((2))': 'y', mail: 'åb', again: 'åb' },
  ]);
  const some = sql`explain select * from (${derived}) as r where r.mail is not null and ${name('r', '((2))')} <> ${'x'}`;
  const [plan] = await duck.rows(some);
  const [above, ...below] = String(plan?.explain_value).split('PROJECTION');
  expect(above).toContain('mail IS NOT NULL');
  expect(below.join(' ')).not.toContain('IS NOT NULL)');
  expect(below.join(' ')).toContain("!='x'");
});
