import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanText } from '../../src/model/text.js';
import type { Encoding } from '../../src/sources/encoding.js';
import { open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

/** Texts that all of the encodings can write. */
const NORDIC = ['Åsa', 'Øystein Æ', 'Päivi\u00a0Ö', 'a;b,c|d\te', 'says "hej"', "it's", 'two\nlines', '007', ' x ', ''];

/** Strings that break programs; the public list where the variable names its folder, else a few like it. */
function naughty(): readonly string[] {
  const file = join(process.env.CLEARLIST_NAUGHTY_STRINGS ?? '', 'blns.json');
  const own = [
    'undefined',
    'NULL',
    '\\N',
    "1'; drop table x; --",
    '😀',
    'ﷺ',
    '\u202etext',
    '田中',
    '%s%n',
    '=1+1',
    '<b>',
  ];
  const all = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly string[]) : own;
  // NUL ends text for every reader and is refused; a lone half of a pair has no UTF-8.
  return all.filter((text) => !/\0|\p{Surrogate}/u.test(text));
}

const bytesOf: Readonly<Record<Encoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'latin-1': (text) => Buffer.from(text, 'latin1'),
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
};

const fileOf = (texts: readonly string[], delimiter: string, quote: string, lineEnd: string): string =>
  [['id', 'text'], ...texts.map((text, i) => [String(i), text])]
    .map(
      (cells) => cells.map((cell) => quote + cell.replaceAll(quote, quote + quote) + quote).join(delimiter) + lineEnd,
    )
    .join('');

async function requireRead(content: Buffer, file: string, format: object, texts: readonly string[]): Promise<void> {
  scratch.write(file, content);
  const binding = { kind: 'restriction', path: file, columns: { profileId: 'id', email: 'text' }, format };
  const source = await open(scratch.folder, binding);
  const read = await readBySpecification(source);
  expect(read.rejected).toBe(0);
  expect(read.rows.map(({ profile_id, email }) => [profile_id, email])).toEqual(
    texts.map((text, i) => [String(i), cleanText(text) ?? null]),
  );
  expect(await readByDuckDb(duck, source)).toEqual(read);
}

describe.each(Object.keys(bytesOf) as readonly Encoding[])('%s', (encoding) => {
  test.each([',', ';', '\t', '|'])('with %j between cells, in every line end and packed', async (delimiter) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const quote = delimiter === '|' ? "'" : '"';
      const bytes = bytesOf[encoding](fileOf(NORDIC, delimiter, quote, lineEnd));
      const isPacked = lineEnd === '\n' && delimiter !== ';';
      const [content, file] = isPacked ? [gzipSync(bytes), 'x.csv.gz'] : [bytes, 'x.csv'];
      await requireRead(content, file, { type: 'csv', delimiter, quote, encoding }, NORDIC);
    }
  });
});

test.each<Encoding>(['utf-8', 'utf-16le', 'utf-16be'])(
  'naughty strings are text like any other: %s',
  async (encoding) => {
    const texts = naughty();
    await requireRead(bytesOf[encoding](fileOf(texts, ',', '"', '\n')), 'x.csv', { type: 'csv', encoding }, texts);
  },
);
