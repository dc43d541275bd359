import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClearlistError } from '../../../src/errors.js';
import type { CsvFile } from '../../../src/sources/csv-bytes.js';
import { csvRows } from '../../../src/sources/csv-reader.js';
import { open, readByDuckDb, readBySpecification } from '../both-readers.js';
import { Duck } from '../duckdb.js';
import { Scratch } from '../scratch.js';
import { encoded, UPDATED } from './tc-string.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const given = encoded([1, 3, 4]);
const refused = encoded([]);
/** A file with a blank line and a cell over two lines, so that row numbers and lines part. */
const FILE = [
  'person;note;tc',
  `p1;"two`,
  `lines";${given}`,
  '',
  `p2;it's;${refused}`,
  'p3;"a ""quote""";COdamaged',
  'p4;;',
  `p5;"a;b";  ${given}  `,
].join('\r\n');

const binding = (path: string) => ({
  kind: 'permission',
  path,
  format: {
    type: 'csv',
    delimiter: ';',
    consent: { column: 'tc', format: 'tcf', purposes: { marketing_cookies: { purposes: [1, 3, 4] } } },
  },
  columns: {
    profileId: 'person',
    state: 'consent:marketing_cookies',
    occurredAt: 'consent:occurred_at',
    language: 'consent:language',
    noticeVersion: 'consent:notice_version',
  },
  constants: { controller: 'okq8', purpose: 'marketing_cookies', channel: '*' },
});

let count = 0;
const written = (text: string | Buffer): string => {
  count += 1;
  return scratch.write(`cmp-${count}.csv`, text);
};
const at = (text: string | Buffer, more: object = {}) => open(scratch.folder, { ...binding(written(text)), ...more });

test('both readers see the switches as columns, and the unreadable string as an unreadable permission', async () => {
  const source = await at(FILE);
  const reference = await readBySpecification(source);
  expect(await readByDuckDb(duck, source)).toEqual(reference);
  const changed = Date.parse(UPDATED) * 1000;
  expect(
    reference.rows.map(({ profile_id, state, unreadable, occurred_at }) => [
      profile_id,
      state,
      unreadable,
      occurred_at,
    ]),
  ).toEqual([
    ['p1', 'given', false, changed],
    ['p2', 'refused', false, changed],
    ['p3', null, true, null],
    ['p4', null, true, null],
    ['p5', 'given', false, changed],
  ]);
  expect(reference.rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5]);
});

test('rows stand on the same lines as in the file', async () => {
  const source = await at(FILE);
  const lines: number[] = [];
  if (source.type !== 'csv') throw new Error('a CSV source');
  for await (const { line } of csvRows(source.files[0] as CsvFile)) lines.push(line);
  expect(lines).toEqual([1, 2, 5, 6, 7, 8]);
});

test('the file itself is hashed, not the copy, and the copy is private', async () => {
  const source = await at(FILE);
  const [file] = source.files;
  expect(file?.sha256).toBe(createHash('sha256').update(FILE).digest('hex'));
  expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);
});

test.each<[string, string | Buffer, object, RegExp]>([
  ['a row nobody can split', `${FILE}\n"p6`, {}, /rows-unreadable/],
  ['a column that is not there', FILE.replace(';tc', ';string'), {}, /no column .*tc/],
  [
    'a header with a name the copy needs',
    FILE.replace('note', 'consent:language'),
    {},
    /consent:language.* is there 2 times/,
  ],
])('%s is refused', async (_, text, more, said) => {
  await expect(at(text, more)).rejects.toMatchObject({ issues: expect.anything() });
  const error = await at(text, more).catch((problem: ClearlistError) => problem);
  expect(JSON.stringify((error as ClearlistError).toJSON())).toMatch(said);
});

test('a row of the wrong width is no record to either reader', async () => {
  const source = await at(`${FILE}\r\np6;x\r\np7;x;;y`);
  const reference = await readBySpecification(source);
  expect(await readByDuckDb(duck, source)).toEqual(reference);
  expect(reference.rejected).toBe(2);
});
