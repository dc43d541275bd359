import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceBindingSchema } from '../../src/sources/binding.js';
import { type Encoding, transcoded } from '../../src/sources/encoding.js';
import { openSource } from '../../src/sources/open-source.js';
import { SpillFolder } from '../../src/sources/spill.js';
import { noWords, open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

type Other = Exclude<Encoding, 'utf-8'>;

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(bytes: Buffer, encoding: Other, sizes: readonly number[] = [1 << 20]): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of transcoded(inPieces(bytes, sizes), encoding, 'x.csv')) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('single bytes', () => {
  const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  const all = Array.from({ length: 0x100 }, (_, byte) => byte);

  // Code points of 0x80–0x9F, typed from Unicode's CP1252.TXT; Node 20 decodes them wrongly itself.
  const table1252 =
    '20ac - 201a 0192 201e 2026 2020 2021 02c6 2030 0160 2039 0152 - 017d - - 2018 2019 201c 201d 2022 2013 2014 02dc 2122 0161 203a 0153 - 017e 0178';

  test('every byte of windows-1252 is its character', async () => {
    const defined = all.filter((byte) => !undefinedIn1252.includes(byte));
    const expected = defined.map((byte) => {
      const upper = byte >= 0x80 && byte <= 0x9f ? table1252.split(' ')[byte - 0x80] : byte.toString(16);
      return String.fromCodePoint(Number.parseInt(upper ?? '', 16));
    });
    expect(await read(Buffer.from(defined), 'windows-1252')).toBe(expected.join(''));
    expect(await read(Buffer.from(defined), 'windows-1252', [1])).toBe(expected.join(''));
  });

  test.each(undefinedIn1252)('windows-1252 defines no byte %i', async (byte) => {
    const bytes = Buffer.concat([Buffer.from('a\nb\r\nc', 'latin1'), Buffer.from([byte]), Buffer.from('\n')]);
    await expect(read(bytes, 'windows-1252', [2])).rejects.toMatchObject({
      code: 'source-encoding',
      at: 'x.csv:3',
      message: `byte 0x${byte.toString(16).toUpperCase()} stands for nothing in windows-1252`,
    });
  });

  test('every byte of latin-1 is its code point, control characters above ASCII excepted', async () => {
    const defined = all.filter((byte) => byte < 0x80 || byte > 0x9f);
    expect(await read(Buffer.from(defined), 'latin-1')).toBe(String.fromCharCode(...defined));
    for (const byte of all.slice(0x80, 0xa0)) {
      const failure = await read(Buffer.from([0x61, 0x0a, byte]), 'latin-1').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'source-encoding', at: 'x.csv:2' });
      const hinted = (failure as Error).message.includes('perhaps the file is windows-1252');
      expect(hinted).toBe(!undefinedIn1252.includes(byte));
    }
  });

  test.each<Other>(['latin-1', 'windows-1252'])(
    'UTF-8 that is said to be %s would be garbled names',
    async (encoding) => {
      await expect(read(Buffer.from('Åsa €'), encoding, [1])).rejects.toMatchObject({
        code: 'source-encoding',
        message: encoding === 'latin-1' ? expect.any(String) : `the text is UTF-8 and not ${encoding}`,
      });
      await expect(read(Buffer.from('\ufeffid'), encoding)).rejects.toMatchObject({ code: 'source-encoding' });
      expect(await read(Buffer.from('id\n1\n'), encoding)).toBe('id\n1\n');
    },
  );
});

describe('UTF-16', () => {
  test('any sound text comes back, whatever the pieces', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/^[\ufeff\ufffe]/.test(value));
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(text, sizes, fc.boolean(), async (value, pieces, marked) => {
        const written = (marked ? '\ufeff' : '') + value;
        expect(await read(Buffer.from(written, 'utf16le'), 'utf-16le', pieces)).toBe(value);
        expect(await read(swapped(written), 'utf-16be', pieces)).toBe(value);
      }),
    );
  });

  test.each([
    ['half of a pair', Buffer.from('a\nb\ud83d!', 'utf16le'), 'x.csv:2', 'no sound utf-16le'],
    ['half of a pair at the end', Buffer.from('a\n\ud83d', 'utf16le'), 'x.csv:2', 'cut short'],
    ['the other half', Buffer.from('\ude00', 'utf16le'), 'x.csv:1', 'no sound utf-16le'],
    ['an odd number of bytes', Buffer.from('61000a0062', 'hex'), 'x.csv:2', 'cut short'],
    ['the other byte order', swapped('\ufeffid'), 'x.csv:1', 'byte order mark is not that of utf-16le'],
  ])('%s is refused', async (_, bytes, at, message) => {
    for (const size of [1, 2, 3, 100]) {
      const failure = read(bytes, 'utf-16le', [size]);
      await expect(failure).rejects.toMatchObject({
        code: 'source-encoding',
        at,
        message: expect.stringContaining(message),
      });
    }
  });
});

const restriction = { kind: 'restriction', columns: { profileId: 'kundnr', email: 'förnamn' } };
const text = 'kundnr;förnamn\n1;Åsa Öberg – “€”\n2;Žofie\n';

const written: Readonly<Record<Encoding, Buffer>> = {
  'utf-8': Buffer.from(text),
  'latin-1': Buffer.from(text.replaceAll('–', '-').replace('“€”', 'x').replace('Ž', 'Z'), 'latin1'),
  'windows-1252': Buffer.concat(
    [...text].map((mark) => {
      const at = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'.indexOf(mark);
      return Buffer.from([at !== -1 && mark !== ' ' ? at + 0x80 : mark.charCodeAt(0)]);
    }),
  ),
  'utf-16le': Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': swapped(text),
};

test.each(Object.entries(written))('both readers read %s, packed or not', async (encoding, bytes) => {
  for (const [file, content] of [
    [`${encoding}.csv`, bytes],
    [`${encoding}.csv.gz`, gzipSync(bytes)],
  ] as const) {
    scratch.write(file, content);
    const format = { type: 'csv', delimiter: ';', encoding };
    const source = await open(scratch.folder, { ...restriction, path: file, format });
    const read = await readBySpecification(source);
    const plain = encoding === 'latin-1';
    expect(read.rows.map((row) => row.email)).toEqual(
      plain ? ['Åsa Öberg - x', 'Zofie'] : ['Åsa Öberg – “€”', 'Žofie'],
    );
    expect(await readByDuckDb(duck, source)).toEqual(read);
    expect(source.files[0]?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(source.files[0]?.file).toBe(file);
  }
});

test('a copy is private, and gone when it is no longer needed', async () => {
  scratch.write('copy.csv', written['windows-1252']);
  const spill = new SpillFolder();
  const binding = sourceBindingSchema.parse({
    ...restriction,
    path: 'copy.csv',
    format: { type: 'csv', delimiter: ';', encoding: 'windows-1252' },
  });
  const [source] = await openSource('s', binding, { folder: scratch.folder, spill, asOf: 0, ...noWords });
  const copy = source?.files[0]?.path ?? '';
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(copy)).mode & 0o777).toBe(0o700);
  expect(readFileSync(copy, 'utf8')).toBe(text);
  spill.remove();
  expect(existsSync(dirname(copy))).toBe(false);
});
