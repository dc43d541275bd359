import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanText } from '../../src/model/text.js';
import { open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

interface Edge {
  readonly title: string;
  readonly content: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The collection csv-spectrum with its expected JSON, where the variable names its folder; else a few like it. */
const folder = process.env.CLEARLIST_CSV_EDGE;

const own: readonly Edge[] = [
  { title: 'a comma in quotes', content: 'a,b\nx,"Anytown, WW"', rows: [{ a: 'x', b: 'Anytown, WW' }] },
  {
    title: 'escaped quotes',
    content: 'a,b\n1,"ha ""ha"" ha"\n3,4\n',
    rows: [
      { a: '1', b: 'ha "ha" ha' },
      { a: '3', b: '4' },
    ],
  },
  {
    title: 'quotes and newlines',
    content: 'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
    rows: [
      { a: '1', b: 'ha \n"ha" \nha' },
      { a: '3', b: '4' },
    ],
  },
  {
    title: 'JSON',
    content: 'a,b\n1,"{""type"": ""Point"", ""at"": [102.0, 0.5]}"\n',
    rows: [{ a: '1', b: '{"type": "Point", "at": [102.0, 0.5]}' }],
  },
  {
    title: 'empty cells',
    content: 'a,b,c\r\n1,"",""\r\n2,3,4',
    rows: [
      { a: '1', b: '', c: '' },
      { a: '2', b: '3', c: '4' },
    ],
  },
];

function collected(from: string): readonly Edge[] {
  const files = readdirSync(join(from, 'csv-spectrum/csvs')).sort();
  return files.map((file) => {
    const name = basename(file, '.csv');
    const text = readFileSync(join(from, 'csv-spectrum/csvs', file), 'utf8');
    // Kept with LF in its repository; the name says what it is about.
    const content = name.endsWith('_crlf') ? text.replaceAll('\n', '\r\n') : text;
    const json = JSON.parse(readFileSync(join(from, 'csv-spectrum/json', `${name}.json`), 'utf8')) as Edge['rows'];
    // Its JSON has another phone number than its CSV, and no array around it.
    const rows = name === 'location_coordinates' ? [{ 'Contact Phone Number': '2095257564' }] : json;
    return { title: name, content, rows };
  });
}

describe(
  folder === undefined ? 'cases like csv-spectrum, whose folder CLEARLIST_CSV_EDGE does not name' : 'csv-spectrum',
  () => {
    test.each(folder === undefined ? own : collected(folder))('$title', async ({ title, content, rows }) => {
      scratch.write('edge.csv', content);
      const header = Object.keys(rows[0] ?? {});
      const [profileId = '', email, phone] = header;
      const columns = {
        profileId,
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone }),
      };
      const source = await open(scratch.folder, { kind: 'restriction', path: 'edge.csv', columns }, undefined, title);
      const read = await readBySpecification(source);
      const cells = read.rows.map(({ profile_id, email: second, phone: third }) =>
        [profile_id, second, third].slice(0, header.length),
      );
      // Which line end stands within a cell of the collection depends on how it was fetched.
      const lf = (cell: unknown): unknown => (typeof cell === 'string' ? cell.replaceAll('\r\n', '\n') : cell);
      expect(cells.map((row) => row.map(lf))).toEqual(
        rows.map((row) => header.slice(0, 3).map((name) => lf(cleanText(row[name] ?? '') ?? null))),
      );
      expect(await readByDuckDb(duck, source)).toEqual(read);
    });
  },
);

test('formulas in cells are text like any other', async () => {
  // The published payloads where they are, and some of our own in any case.
  const published = folder === undefined ? '' : readFileSync(join(folder, 'csv-injection/csv-payload.txt'), 'utf8');
  const payloads = ['=1+1', "@SUM(1)*cmd|' /C calc'!A0", '+46', '-1', ...published.split('\n')].filter(
    (line) => line !== '',
  );
  scratch.write(
    'formula.csv',
    `id,email\n${payloads.map((text, i) => `${i},"${text.replaceAll('"', '""')}"\n`).join('')}`,
  );
  const source = await open(scratch.folder, {
    kind: 'restriction',
    path: 'formula.csv',
    columns: { profileId: 'id', email: 'email' },
  });
  const read = await readByDuckDb(duck, source);
  expect(read.rows.map(({ email }) => email)).toEqual(payloads.map((text) => cleanText(text)));
  expect(read).toEqual(await readBySpecification(source));
});
