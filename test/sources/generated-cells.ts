import { readableWords, type Words } from '../../src/model/read-cell.js';
import type { Field, FieldType } from '../../src/model/record-kind.js';
import type { WritingName } from '../../src/sources/writings.js';

const texts = [
  '7',
  '007',
  'Åsa',
  'a\u030asa',
  'x y',
  '+46701234567',
  'A@Example.com',
  '"quoted"',
  'a;b',
  "o'b",
  '%_',
  'İ',
  'fuel/diesel',
  // Digests of tombstones.
  'ab'.repeat(32),
  'AB'.repeat(32),
  '0'.repeat(64),
  'g'.repeat(64),
];
const times = [
  '2026-03-29T01:59:59.999999Z',
  '2026-03-29 02:00:00',
  '2026-03-29 02:30',
  '2026-03-29T03:00:00',
  '2026-10-25 02:00:00',
  '2026-10-25 02:59:59.9999999',
  '2026-10-25 03:00',
  '2026-10-25',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-02-30 00:00:00',
  '1900-01-01T00:00:00+15:59',
  '1899-12-31T23:59:59Z',
  '2199-12-31T23:59:59-0100',
  '2200-01-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T10:00:00+02',
  '2026-01-01T10:00:00.1234567891Z',
  '2026-1-1',
  '2026-01-01T10:00:00 Z',
  '01.02.2026',
  '20260102',
  '29.02.2026',
  '1.2.2026',
  '01.02.2026 23:59',
  '1950-06-01 12:00',
  '2026-06-30 00:00',
];
const numbers = [
  '0',
  '-0',
  '+1',
  '1.5',
  '1,5',
  '-2.25',
  '999999999999.999999',
  '-999999999999,999999',
  '1000000000000',
  '0.0000001',
  '0.000001',
  '1e3',
  '1 000',
  '1.000,5',
  '.5',
  '5.',
  '٣',
  '3',
  '-3',
  '0.001',
  '1,2,3',
];
const words = ['okq8', 'OKQ8', 'email', 'given', 'lifted', 'merge', 'return', 'newsletter', '*', 'J', 'nej', 'null'];
const flags = ['true', 'FALSE', 'True', '1', '0', 'J', 'ja', 'constructor', '__proto__', 'toString'];
const countries = ['SE', 'fi', 'NOR', 'n', 'Å1', 'dk', 'ẞ'];

/** Of all four countries: what is sound in one of them is damage in another. */
const nordicDays = ['2024-03-12', '1.3.2024', '12.03.2024', '12-03-2024', '31.4.2024'];
const nordicTimes = [
  '2024-03-31 02:30',
  '2024-03-12\u00a014:05:09',
  '12.3.2024 klo 9.05',
  '29.10.2023 3.30',
  '12.03.2024 14.05',
  '12-03-2024 14:05',
];
const nordicNumbers = ['1 234,50', '1\u00a0234', '\u22121\u202f234,5', '1.234,50', '-0,5', '12', '1 23', '\u22120'];

const lists = [
  ...texts,
  'a; b;;c ',
  ';',
  ' ; ',
  ',',
  'a,b , \u00a0,Åsa',
  'a\u001fb',
  '\u037e',
  'x;\u0308y',
  'a\u200b;\ufeffb',
];

/** Values at, below and above each boundary of a type, and things that look like it. */
export const boundaries: Readonly<Record<FieldType, readonly string[]>> = {
  id: texts,
  text: texts,
  path: texts,
  list: lists,
  email: texts,
  phone: texts,
  word: words,
  country: countries,
  instant: times,
  date: times,
  decimal: numbers,
  boolean: flags,
};

/** Cells that are readable in a column, as it is bound. */
export function sound(
  field: Field,
  words_: Words,
  bound: unknown,
  { decimal, writing }: { readonly decimal: string; readonly writing: WritingName | undefined },
): readonly string[] {
  const { format: formats, words: meanings } = bound as { format?: string | string[]; words?: Record<string, string> };
  const format = [formats].flat()[0];
  if (meanings !== undefined) return Object.keys(meanings);
  if (format !== undefined) {
    return ['2026-03-29T02:30', '2024-02-29T00:00', '1980-01-01T00:00'].map((iso) =>
      format
        .replace('yyyy', iso.slice(0, 4))
        .replace('MM', iso.slice(5, 7))
        .replace('dd', iso.slice(8, 10))
        .replace('HH', iso.slice(11, 13))
        .replace('mm', iso.slice(14, 16)),
    );
  }
  if (field.type === 'word') return readableWords(field, words_);
  if (field.type === 'boolean') return ['true', 'FALSE'];
  if (field.type === 'country') return ['SE', 'fi'];
  if (writing !== undefined) {
    const nordic = { date: nordicDays, instant: [...nordicDays, ...nordicTimes], decimal: nordicNumbers };
    if (Object.hasOwn(nordic, field.type)) return nordic[field.type as keyof typeof nordic];
  }
  if (field.type === 'date') return ['1980-02-03', '2024-02-29'];
  if (field.type === 'instant') return ['2026-03-01T12:00:00Z', '2026-03-01 12:00:00+01:00'];
  if (field.type === 'decimal')
    return ['3', '-3', '0', '12.34', '0.001', '-0.5', '999999999999.999999'].map((text) => text.replace('.', decimal));
  return texts;
}
