import { beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/model/instant.js';
import { type CellValue, UNREADABLE } from '../../src/model/read-cell.js';
import { type Field, field } from '../../src/model/record-kind.js';
import { localToInstant } from '../../src/segments/zone.js';
import type { CellForm } from '../../src/sources/cells/cell-form.js';
import { badSql, localSql, valueSql } from '../../src/sources/cells/cell-sql.js';
import { instantCell, localTimeSql } from '../../src/sources/cells/instant.js';
import { readWrittenCell } from '../../src/sources/cells/written-cell.js';
import { parseTimePattern } from '../../src/sources/time-pattern.js';
import { type WritingName, writings } from '../../src/sources/writings.js';
import { join, name, type Sql, sql } from '../../src/sql/fragment.js';
import { noWords, offsetsOf } from './both-readers.js';
import { Duck } from './duckdb.js';

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});

const bad: typeof UNREADABLE = UNREADABLE;
const missing = undefined;
type Table = readonly (readonly [raw: string, value: CellValue])[];

const form = (of: Field, more: Partial<CellForm> = {}): CellForm => ({
  field: of,
  words: noWords.words,
  numbers: { decimal: '.' },
  patterns: [],
  isStated: false,
  ...more,
});
const pattern = (text: string): Partial<CellForm> => {
  const parsed = parseTimePattern(text);
  if (parsed === undefined) throw new Error(`no pattern: ${text}`);
  return { patterns: [parsed] };
};
const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const zone = { zone: 'Europe/Stockholm' };

async function readBySql(raws: readonly string[], how: CellForm): Promise<CellValue[]> {
  const values = raws.map((raw, i) => sql`(${i}, ${raw})`);
  const text = { raw: name('t', 'raw'), type: 'text' } as const;
  const local = localSql(text, how);
  const lower = sql`select i, raw, ${local ?? sql`null`} as local from (values ${join(values, ', ')}) as t(i, raw)`;
  const clock = local === undefined ? undefined : { local: name('t', 'local'), offsets: offsetsOf(how.zone as string) };
  const upper = sql`select i, raw, ${valueSql(text, how, clock)} as value from (${lower}) as t`;
  const rows = await duck.rows(
    sql`select value, ${badSql(text, how, name('t', 'value'))} as bad from (${upper}) as t order by i`,
  );
  return rows.map(({ value, bad: isBad }) => (isBad ? UNREADABLE : (value ?? undefined)));
}

/** Values are typed by hand: both readers could misread alike. */
function reads(title: string, how: CellForm, table: Table): void {
  test(title, async () => {
    const raws = table.map(([raw]) => raw);
    const values = table.map(([, value]) => value);
    const clock = (local: number): number => localToInstant(how.zone as string, local);
    expect(raws.map((raw) => readWrittenCell(raw, how, clock))).toEqual(values);
    expect(await readBySql(raws, how)).toEqual(values);
  });
}

describe('text', () => {
  reads('is trimmed, in form C and otherwise as written', form(field('id', '')), [
    ['', missing],
    [' \t\r\n', missing],
    ['\u00a0\u200b\ufeff', missing],
    ['a', 'a'],
    [' a b ', 'a b'],
    ['\u00a0\u200b4711\u200b\u00a0', '4711'],
    ['\ufeff4711', '4711'],
    ['4711\t', '4711'],
    ['4711\n', '4711'],
    ['a\u00a0b', 'a\u00a0b'],
    ['007', '007'],
    ['+46701234567', '+46701234567'],
    ['1e5', '1e5'],
    ['NULL', 'NULL'],
    ['\\N', '\\N'],
    ['a\u030asa', 'åsa'],
    ['a\u030a\u00a0', 'å'],
    ['İ', 'İ'],
    ['\u2003x', '\u2003x'],
    ['\u{1f600}', '\u{1f600}'],
    ['%', '%'],
    ["';--", "';--"],
  ]);
});

describe('word', () => {
  const controller = field('word', '', { words: 'controllers', any: true });
  reads('is one of its list, to the letter', form(controller), [
    ['okq8', 'okq8'],
    ['\u00a0okq8 ', 'okq8'],
    ['*', '*'],
    ['OKQ8', bad],
    ['okq', bad],
    ['', missing],
    ['\u200b', missing],
    ['constructor', bad],
  ]);
  reads('has no * where the field does not allow it', form(field('word', '', { words: ['a'] })), [
    ['*', bad],
    ['a', 'a'],
  ]);
  reads('with meanings is one of these and nothing else', form(controller, { meanings: { J: 'okq8', ÅÄ: '*' } }), [
    ['J', 'okq8'],
    [' J\t', 'okq8'],
    ['A\u030aA\u0308', '*'],
    ['j', bad],
    ['okq8', bad],
    ['toString', bad],
    ['', missing],
  ]);
});

describe('country', () => {
  reads('is two letters, in capitals', form(field('country', '')), [
    ['SE', 'SE'],
    [' fi\u00a0', 'FI'],
    ['SWE', bad],
    ['S', bad],
    ['S1', bad],
    ['ÅX', bad],
    ['', missing],
  ]);
});

describe('boolean', () => {
  reads('is true or false in any letters', form(field('boolean', '')), [
    ['true', true],
    ['False', false],
    [' TRUE\u00a0', true],
    ['1', bad],
    ['0', bad],
    ['t', bad],
    ['yes', bad],
    ['__proto__', bad],
    ['constructor', bad],
    ['', missing],
  ]);
  reads('with meanings is what they say', form(field('boolean', ''), { meanings: { '1': 'true', '0': 'false' } }), [
    ['1', true],
    ['0', false],
    ['true', bad],
    ['', missing],
  ]);
});

describe('decimal', () => {
  reads('is exact to six places', form(field('decimal', '')), [
    ['0', 0n],
    ['-0', 0n],
    ['1.005', 1_005_000n],
    ['0.000001', 1n],
    ['-0.000001', -1n],
    ['0.0000001', bad],
    ['0.0000010', bad],
    ['999999999999.999999', 999_999_999_999_999_999n],
    ['1000000000000', bad],
    ['+5', 5_000_000n],
    [' 5\u00a0', 5_000_000n],
    ['.5', bad],
    ['5.', bad],
    ['1e3', bad],
    ['1 000', bad],
    ['1,5', bad],
    ['1.234,56', bad],
    ['٣', bad],
    ['NaN', bad],
    ['', missing],
  ]);
  reads('with a decimal comma takes no point', form(field('decimal', ''), { numbers: { decimal: ',' } }), [
    ['1,5', 1_500_000n],
    ['-12,345678', -12_345_678n],
    ['7', 7_000_000n],
    ['1.5', bad],
    ['1.000,5', bad],
    ['1,000,5', bad],
    ['1,1234567', bad],
    ['', missing],
  ]);
});

const written = (name: WritingName, of: 'dates' | 'times'): Partial<CellForm> => ({
  numbers: writings[name].numbers,
  patterns: writings[name][of],
});

describe('Nordic numbers', () => {
  const grouped: Table = [
    ['1 234,50', 1_234_500_000n],
    ['1\u00a0234,50', 1_234_500_000n],
    ['1\u202f234\u00a0567,5', 1_234_567_500_000n],
    ['1\u2009234', 1_234_000_000n],
    ['-1 234,50', -1_234_500_000n],
    ['\u22121 234,50', -1_234_500_000n],
    ['\u2212,5', bad],
    ['1234,50', 1_234_500_000n],
    ['999 999 999 999,999999', 999_999_999_999_999_999n],
    ['1 000 000 000 000', bad],
    ['12 34,50', bad],
    ['1234 567', bad],
    ['1  234', bad],
    ['1 2345', bad],
    ['- 1', bad],
    ['1,50-', bad],
    ['1.234,50', bad],
    ['1 234.50', bad],
    ['1,234,567', bad],
    ['1 234,50 kr', bad],
    ['', missing],
  ];
  for (const name of ['sv', 'fi', 'nb'] as const)
    reads(`group thousands with any space: ${name}`, form(field('decimal', ''), written(name, 'dates')), grouped);
  reads('group thousands with points in Danish', form(field('decimal', ''), written('da', 'dates')), [
    ['1.234,50', 1_234_500_000n],
    ['\u22121.234.567', -1_234_567_000_000n],
    ['1234,5', 1_234_500_000n],
    ['1.23', bad],
    ['1.2345', bad],
    ['12.345', 12_345_000_000n],
    ['1 234,50', bad],
    ['', missing],
  ]);
});

describe('Nordic days and times', () => {
  const [day, when] = [field('date', ''), field('instant', '')];
  reads('in Swedish', form(day, written('sv', 'dates')), [
    ['2024-03-12', '2024-03-12'],
    ['12.03.2024', bad],
    ['2024-02-30', bad],
  ]);
  reads('in Finnish, without zeros', form(day, written('fi', 'dates')), [
    ['12.3.2024', '2024-03-12'],
    ['1.3.2024', '2024-03-01'],
    ['01.03.2024', '2024-03-01'],
    ['31.4.2024', bad],
    ['001.3.2024', bad],
    ['1.3.24', bad],
    ['.3.2024', bad],
    ['2024-03-12', bad],
  ]);
  reads('in Danish', form(day, written('da', 'dates')), [
    ['12.03.2024', '2024-03-12'],
    ['12-03-2024', '2024-03-12'],
    ['2024-03-12', bad],
    ['12/03/2024', bad],
  ]);
  reads('Swedish times', form(when, { ...zone, ...written('sv', 'times') }), [
    ['2024-03-12 14:05', at('2024-03-12T13:05:00Z')],
    ['2024-03-12\u00a014:05:09', at('2024-03-12T13:05:09Z')],
    ['2024-03-12 14.05', at('2024-03-12T13:05:00Z')],
    ['2024-03-12', at('2024-03-11T23:00:00Z')],
    ['2024-03-12 24:00', bad],
    ['2024-03-12T14:05:00Z', bad],
  ]);
  reads('Finnish times', form(when, { zone: 'Europe/Helsinki', ...written('fi', 'times') }), [
    ['12.3.2024 klo 9.05', at('2024-03-12T07:05:00Z')],
    ['12.3.2024\u00a0klo\u202f14.05', at('2024-03-12T12:05:00Z')],
    ['12.3.2024 14:05:09', at('2024-03-12T12:05:09Z')],
    ['12.3.2024 9.05', at('2024-03-12T07:05:00Z')],
    ['31.3.2024 3.30', at('2024-03-31T01:30:00Z')],
    ['12.3.2024', at('2024-03-11T22:00:00Z')],
    ['12.3.2024 kl 9.05', bad],
    ['12.3.2024 9.5', bad],
    ['31.2.2024 9.05', bad],
  ]);
  reads('Norwegian times', form(when, { ...zone, ...written('nb', 'times') }), [
    ['12.03.2024 14:05', at('2024-03-12T13:05:00Z')],
    ['12.03.2024 14.05', at('2024-03-12T13:05:00Z')],
    ['12.3.2024 14:05', bad],
  ]);
});

describe('date', () => {
  reads('is a day that there is', form(field('date', '')), [
    ['2026-02-28', '2026-02-28'],
    ['2026-02-29', bad],
    ['2024-02-29', '2024-02-29'],
    ['1900-02-29', bad],
    ['2000-02-29', '2000-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['1899-12-31', bad],
    ['2199-12-31', '2199-12-31'],
    ['2200-01-01', bad],
    ['2026-13-01', bad],
    ['2026-00-10', bad],
    ['2026-1-1', bad],
    ['2026-01-01T00:00:00Z', bad],
    ['03/02/2025', bad],
    [' 2026-01-01\u200b', '2026-01-01'],
    ['', missing],
  ]);
  reads('is written by its pattern and no other way', form(field('date', ''), pattern('dd.MM.yyyy')), [
    ['29.02.2024', '2024-02-29'],
    ['29.02.2026', bad],
    ['30.02.2026', bad],
    ['1.2.2026', bad],
    ['2026-02-01', bad],
    ['01x02x2026', bad],
    [' 01.02.2026 ', '2026-02-01'],
    ['', missing],
  ]);
  reads('may have digits of its own', form(field('date', ''), pattern('yyyy-MM-dd 00:00:00')), [
    ['1980-02-03 00:00:00', '1980-02-03'],
    ['1980-02-03 01:00:00', bad],
    ['1980-02-03', bad],
  ]);
});

describe('instant', () => {
  const when = field('instant', '');

  /** The texts that differ from a time in two places next to each other: every two characters, and every one of two bytes. */
  const altered = (time: string, places: readonly number[]): Sql =>
    join(
      places.map((place) => {
        const [before, after] = [time.slice(0, place), time.slice(place + 2)];
        const pairs = sql`select chr(cast(a.i as int)) || chr(cast(b.i as int)) as two from range(1, 128) as a(i), range(1, 128) as b(i)`;
        const wide = sql`select chr(cast(w.i as int)) from range(128, 2048) as w(i)`;
        return sql`select ${before} || two || ${after} as raw from (${pairs} union all ${wide}) as t`;
      }),
      ' union all ',
    );

  test.each([
    ['2025-10-12T13:00:00Z', instantCell.sql?.(name('raw'), form(when))],
    ['2025-10-12 13:00:00Z', instantCell.sql?.(name('raw'), form(when))],
    ['2025-10-12T13:00:00', localTimeSql(name('raw'), form(when, zone))],
    ['2025-10-12 13:00:00', localTimeSql(name('raw'), form(when, zone))],
  ])('what is taken for written as usual is read as by the pattern: %s', async (time, read) => {
    if (read?.usual === undefined) throw new Error('times have a usual writing');
    const texts = altered(time, [0, 2, 3, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 18]);
    const both = sql`select raw, ${read.usual.holds} as usual, ${read.usual.value} as value, ${read.fits} as fits from (${texts}) as t`;
    const [found = {}] = await duck.rows(
      sql`select count(*) filter (where usual and value is not null and fits) as agreed, count(*) filter (where usual and (value is not null) <> (fits and value is not null)) as differing from (${both}) as b`,
    );
    expect([Number(found.agreed) > 250, Number(found.differing)]).toEqual([true, 0]);
  });

  reads('has an offset; without one it names no instant', form(when), [
    ['2026-01-01T00:00:00Z', at('2026-01-01T00:00:00Z')],
    ['2026-01-01 00:00:00Z', 1_767_225_600_000_000],
    ['2026-01-01T02:00:00+02:00', 1_767_225_600_000_000],
    ['2026-01-01T02:00:00+0200', 1_767_225_600_000_000],
    ['2025-12-31T23:30:00-00:30', 1_767_225_600_000_000],
    ['2026-01-01T00:00:00.1234567Z', 1_767_225_600_123_456],
    ['2026-01-01T00:00:00.9999999Z', 1_767_225_600_999_999],
    ['1969-12-31T23:59:59.9999999Z', -1],
    ['2026-01-01T02:00:00+02', bad],
    ['2026-01-01T00:00:00', bad],
    ['2026-01-01 00:00:00', bad],
    ['2026-01-01', bad],
    ['2026-02-30T00:00:00Z', bad],
    ['2026-01-01T24:00:00Z', bad],
    ['2026-01-01T00:00:60Z', bad],
    ['2026-01-01T00:00Z', bad],
    ['1899-12-31T23:59:59Z', bad],
    ['2200-01-01T00:00:00Z', bad],
    ['infinity', bad],
    ['epoch', bad],
    ['1767225600', bad],
    ['\u00a02026-01-01T00:00:00Z\n', 1_767_225_600_000_000],
    ['', missing],
  ]);
  reads('is a local time where the source names its zone, at both edges of summer', form(when, zone), [
    ['2026-03-29 01:59:59', at('2026-03-29T00:59:59Z')],
    // Skipped: the clock moves forward by the gap.
    ['2026-03-29 02:00:00', at('2026-03-29T01:00:00Z')],
    ['2026-03-29 02:30', at('2026-03-29T01:30:00Z')],
    ['2026-03-29T03:00:00', at('2026-03-29T01:00:00Z')],
    ['2026-10-25 01:59:59.999999', at('2026-10-24T23:59:59.999999Z')],
    // Comes twice: the first time counts.
    ['2026-10-25 02:00:00', at('2026-10-25T00:00:00Z')],
    ['2026-10-25 02:59:59', at('2026-10-25T00:59:59Z')],
    ['2026-10-25 03:00:00', at('2026-10-25T02:00:00Z')],
    ['2026-10-25', at('2026-10-24T22:00:00Z')],
    ['2026-10-25 02:30:00+01:00', at('2026-10-25T01:30:00Z')],
    ['2026-10-25T02:30:00Z', at('2026-10-25T02:30:00Z')],
    ['1950-07-01 12:00', at('1950-07-01T11:00:00Z')],
    ['2026-02-30 12:00', bad],
    ['2026-02-03 4:05', bad],
    ['', missing],
  ]);
  reads('is written by its pattern and no other way', form(when, { ...zone, ...pattern('dd.MM.yyyy HH:mm') }), [
    ['25.10.2026 02:30', at('2026-10-25T00:30:00Z')],
    ['29.03.2026 02:30', at('2026-03-29T01:30:00Z')],
    [' 01.01.2026 00:00\u00a0', at('2025-12-31T23:00:00Z')],
    ['30.02.2026 00:00', bad],
    ['01.01.2026 24:00', bad],
    ['01.01.2026', bad],
    ['2026-01-01T00:00:00Z', bad],
    ['', missing],
  ]);
});
