import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClearlistError } from '../../src/errors.js';
import { readSource } from '../../src/sources/read-source.js';
import { open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

type Cells = Readonly<Record<string, unknown>>;

interface Torture {
  readonly title: string;
  readonly content: string | Buffer;
  readonly file?: string;
  readonly binding?: Cells;
  /** Some columns of every record, in order. */
  readonly records: readonly Cells[];
}

const events = { kind: 'event', columns: { profileId: 'id', type: 'type', occurredAt: 'at' } };
const one = 'id,type,at\n1,open,2026-01-01T00:00:00Z\n';
const record = { profile_id: '1', type: 'open', occurred_at: 1_767_225_600_000_000 };
const local = { ...events, zone: 'Europe/Stockholm' };

const sound: readonly Torture[] = [
  { title: 'a plain file', content: one, records: [record] },
  { title: 'no line end at the end', content: one.trimEnd(), records: [record] },
  { title: 'a byte order mark', content: `\ufeff${one}`, records: [record] },
  { title: 'CRLF', content: one.replaceAll('\n', '\r\n'), records: [record] },
  { title: 'gzip by its ending', content: gzipSync(one), file: 'x.csv.gz', records: [record] },
  {
    title: 'gzip as stated',
    content: gzipSync(`\ufeff${one}`),
    binding: { format: { type: 'csv', compression: 'gzip' } },
    records: [record],
  },
  {
    title: 'gzip in two members',
    content: Buffer.concat([gzipSync(one), gzipSync('2,open,2026-01-01T00:00:00Z\n')]),
    file: 'x.csv.gz',
    records: [record, { ...record, profile_id: '2', row: 2 }],
  },
  { title: 'only a header', content: 'id,type,at\n', records: [] },
  { title: 'only a header without line end', content: 'id,type,at', records: [] },
  {
    title: 'blank lines',
    content: `${one}\n\n\n2,open,2026-01-01T00:00:00Z\n\n`,
    records: [record, { ...record, profile_id: '2' }],
  },
  {
    title: 'blank lines with CRLF',
    content: `${one}\n\n2,open,2026-01-01T00:00:00Z\n`.replaceAll('\n', '\r\n'),
    records: [record, { ...record, profile_id: '2' }],
  },
  {
    title: 'quoted line breaks, delimiters and quotes',
    content: 'id,type,at\n1,"a ""b"", c\nd",2026-01-01T00:00:00Z\n',
    records: [{ type: 'a "b", c\nd' }],
  },
  {
    title: 'quoted LF in a CRLF file',
    content: 'id,type,at\r\n1,"a\nb",2026-01-01T00:00:00Z\r\n',
    records: [{ type: 'a\nb' }],
  },
  {
    title: 'a quoted header over two lines',
    content: '"id","type",at,"no\nte"\n1,open,2026-01-01T00:00:00Z,x\n',
    records: [record],
  },
  {
    title: 'a header with white space and in form D',
    content: ' id ,type\u00a0,at,A\u030a\n1,open,2026-01-01T00:00:00Z,x\n',
    binding: { columns: { ...events.columns, id: 'Å' } },
    records: [{ ...record, id: 'x' }],
  },
  {
    title: 'columns nobody binds, nameless and alike',
    content: 'id,type,at,,x,X,x\n1,open,2026-01-01T00:00:00Z,1,2,3,4\n',
    records: [record],
  },
  {
    title: 'semicolons and a decimal comma',
    content: 'id;at;qty\n1;2026-01-01T00:00:00Z;1,5\n',
    binding: {
      kind: 'purchase',
      columns: { profileId: 'id', occurredAt: 'at', quantity: 'qty' },
      format: { type: 'csv', delimiter: ';', decimal: ',' },
    },
    records: [{ quantity: 1_500_000n, type: 'sale' }],
  },
  {
    title: 'a tab and single quotes',
    content: "id\ttype\tat\n1\t'it''s\topen'\t2026-01-01T00:00:00Z\n",
    binding: { format: { type: 'csv', delimiter: '\t', quote: "'" } },
    records: [{ type: "it's\topen" }],
  },
  {
    title: 'marks that exports leave around ids',
    content: 'id,type,at\n\u00a0007\u200b,open,2026-01-01T00:00:00Z\n',
    records: [{ profile_id: '007' }],
  },
  {
    title: 'phones with plus and ids with zeros',
    content: 'id,p,p2\n0012,+46701234567,0701234567\n',
    binding: { kind: 'opt_out', columns: { profileId: 'id', phone: 'p' } },
    records: [
      {
        profile_id: '0012',
        phone: '+46701234567',
        controller: '*',
        channel: '*',
        topic: '*',
        at: Number.MAX_SAFE_INTEGER,
        known_at: Number.MIN_SAFE_INTEGER,
      },
    ],
  },
  {
    title: 'one column with blank lines',
    content: 'id\n1\n\n2\n\n',
    binding: { kind: 'restriction', columns: { profileId: 'id' } },
    records: [
      { profile_id: '1', row: 1 },
      { profile_id: '2', row: 2 },
    ],
  },
  {
    title: 'local time that is skipped in spring',
    content: 'id,type,at\n1,open,2026-03-29 02:30\n',
    binding: local,
    records: [{ occurred_at: Date.UTC(2026, 2, 29, 1, 30) * 1000 }],
  },
  {
    title: 'local time that comes twice in autumn',
    content: 'id,type,at\n1,open,2026-10-25 02:30\n',
    binding: local,
    records: [{ occurred_at: Date.UTC(2026, 9, 25, 0, 30) * 1000 }],
  },
  {
    title: 'a refusal whose time is unreadable is permanent',
    content: 'id,at\n1,2026-02-30T00:00:00Z\n',
    binding: { kind: 'objection', columns: { profileId: 'id', occurredAt: 'at' } },
    records: [{ occurred_at: null, at: Number.MAX_SAFE_INTEGER, state: 'objected' }],
  },
  {
    title: 'a permission whose time is unreadable is void',
    content: 'id,at,s\n1,2026-02-30T00:00:00Z,given\n',
    binding: { kind: 'permission', columns: { profileId: 'id', occurredAt: 'at', state: 's' } },
    records: [{ at: Number.MIN_SAFE_INTEGER, known_at: Number.MAX_SAFE_INTEGER, unreadable: true }],
  },
  {
    title: 'a return by its sign',
    content: 'id,at,qty,price\n1,2026-01-01T00:00:00Z,-2,1.25\n',
    binding: { kind: 'purchase', columns: { profileId: 'id', occurredAt: 'at', quantity: 'qty', unitPrice: 'price' } },
    records: [{ type: 'return', quantity: -2_000_000n, amount: -2_500_000n }],
  },
];

describe('a sound file', () => {
  test.each(sound)('$title', async ({ content, file = 'x.csv', binding = {}, records }) => {
    scratch.write(file, content);
    const source = await open(scratch.folder, { ...events, ...binding, path: file });
    const specified = await readBySpecification(source);
    expect(specified.rows).toEqual(records.map((cells) => expect.objectContaining({ ...cells, lost: null })));
    expect(await readByDuckDb(duck, source)).toEqual(specified);
  });
});

/** A personal number, so that every message can be searched for what must not be in it. */
const CANARY = '19121212-1212';

interface Fault {
  readonly title: string;
  readonly content: string | Buffer;
  readonly file?: string;
  readonly binding?: Cells;
  readonly code: string;
  readonly at: string;
  readonly message: string;
}

const latin1 = Buffer.from(`id,type,at\n1,open,2026-01-01T00:00:00Z\n2,${CANARY} Åsa,x\n`, 'latin1');
const gzipped = gzipSync(one + `${CANARY},open,2026-01-01T00:00:00Z\n`.repeat(1_000));
const objections = { kind: 'objection', columns: { profileId: 'id', email: 'email' } };

const faults: readonly Fault[] = [
  {
    title: 'no file',
    file: 'other.csv',
    content: one,
    code: 'source-missing',
    at: 'sources.s.path',
    message: 'has no file',
  },
  { title: 'an empty file', content: '', code: 'source-header', at: 'x.csv:1', message: 'without even a header' },
  {
    title: 'only a byte order mark',
    content: '\ufeff',
    code: 'source-header',
    at: 'x.csv:1',
    message: 'without even a header',
  },
  {
    title: 'a blank first line',
    content: `\n${one}`,
    code: 'source-header',
    at: 'x.csv:1',
    message: 'first line is blank',
  },
  {
    title: 'a damaged header',
    content: `"id"x,type,at\n${CANARY},open,x\n`,
    code: 'source-header',
    at: 'x.csv:1',
    message: 'cannot be split',
  },
  {
    title: 'a missing column',
    content: `id,typ,at\n${CANARY},open,x\n`,
    code: 'source-header',
    at: 'x.csv:1',
    message: 'no column "type"; did you mean "typ"?',
  },
  {
    title: 'a column that is there twice',
    content: `id,type,at,id\n${CANARY},a,b,c\n`,
    code: 'source-header',
    at: 'x.csv:1',
    message: '"id" is there 2 times',
  },
  {
    title: 'no header at all',
    content: `${CANARY},open,2026-01-01T00:00:00Z\n`,
    code: 'source-header',
    at: 'x.csv:1',
    message: 'no column "id"',
  },
  {
    title: 'another delimiter',
    content: `id;type;at\n${CANARY};open;x\n`,
    code: 'source-header',
    at: 'x.csv:1',
    message: 'no column "id"',
  },
  { title: 'latin-1', content: latin1, code: 'source-encoding', at: 'x.csv:3', message: 'not UTF-8' },
  {
    title: 'latin-1 in the header',
    content: Buffer.from(`id,type,at,Å\n${CANARY},a,b,c\n`, 'latin1'),
    code: 'source-encoding',
    at: 'x.csv:1',
    message: 'not UTF-8',
  },
  {
    title: 'UTF-16',
    content: Buffer.from(`\ufeff${one}`, 'utf16le'),
    code: 'source-encoding',
    at: 'x.csv:1',
    message: 'not UTF-8',
  },
  { title: 'NUL bytes', content: 'id,type,at\n1,a\0b,c\n', code: 'source-encoding', at: 'x.csv:2', message: 'NUL' },
  {
    title: 'gzip cut short',
    content: gzipped.subarray(0, gzipped.length >> 1),
    file: 'x.csv.gz',
    code: 'source-encoding',
    at: 'x.csv.gz',
    message: 'cut short',
  },
  {
    title: 'gzip without its last bytes',
    content: gzipped.subarray(0, -8),
    file: 'x.csv.gz',
    code: 'source-encoding',
    at: 'x.csv.gz',
    message: 'cut short',
  },
  {
    title: 'something after gzip',
    content: Buffer.concat([gzipped, Buffer.alloc(512)]),
    file: 'x.csv.gz',
    code: 'source-encoding',
    at: 'x.csv.gz',
    message: 'follows the end',
  },
  {
    title: 'text that calls itself gzip',
    content: one,
    file: 'x.csv.gz',
    code: 'source-encoding',
    at: 'x.csv.gz',
    message: 'damaged',
  },
  {
    title: 'an unterminated quote',
    content: `${one}${CANARY},"open,x\n1,2,3\n`,
    code: 'rows-unreadable',
    at: 'x.csv:3',
    message: 'cannot be told apart',
  },
  {
    title: 'a stray quote',
    content: `${one}\n"${CANARY}"x,open,x\n`,
    code: 'rows-unreadable',
    at: 'x.csv:4',
    message: 'cannot be told apart',
  },
  {
    title: 'line ends of two kinds',
    content: `${one}${CANARY},open,x\r\n`,
    code: 'rows-unreadable',
    at: 'x.csv:3',
    message: 'cannot be told apart',
  },
  {
    title: 'a ragged row',
    content: `${one}\n"a\nb",${CANARY}\n`,
    code: 'rows-unreadable',
    at: 'x.csv:4',
    message: 'a row of source "s" cannot be read',
  },
  {
    title: 'a time without zone',
    content: `${one}${CANARY},open,2026-01-01 00:00:00\n`,
    code: 'rows-unreadable',
    at: 'x.csv:3',
    message: 'a row of source "s" cannot be read',
  },
  {
    title: 'a row that names nobody',
    content: `id,email,x\n1,a@b.se,1\n,\u00a0,${CANARY}\n`,
    binding: objections,
    code: 'rows-unreadable',
    at: 'x.csv:3',
    message: 'a row of source "s" cannot be read',
  },
];

describe('a faulty file', () => {
  test.each(faults)('$title', async ({ content, file = 'x.csv', binding = {}, code, at, message }) => {
    scratch.write(file, content);
    const path = file === 'other.csv' ? 'nowhere.csv' : file;
    const failure = await open(scratch.folder, { ...events, ...binding, path })
      .then(readSource)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClearlistError);
    expect(failure).toMatchObject({ code, at, message: expect.stringContaining(message) });
    expect(JSON.stringify(failure)).not.toContain(CANARY);
    expect((failure as Error).stack).not.toContain(CANARY);
  });
});
