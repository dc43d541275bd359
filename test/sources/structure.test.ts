import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFramer } from '../../src/sources/csv-frames.js';
import { scanStructure } from '../../src/sources/csv-structure.js';
import { cases } from '../setup/drawn-cases.js';
import { assertUntilMet } from '../setup/until-met.js';
import { open, readByDuckDb, readBySpecification } from './both-readers.js';
import { Duck } from './duckdb.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const DIALECT = { delimiter: ',', quote: '"' };

/** In pieces of any size, as a stream gives them. */
function inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  const framer = createFramer(DIALECT);
  const structure = scanStructure(DIALECT, 2);
  const frames = [];
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0; at < bytes.length; at += size) {
    frames.push(...framer.push(bytes.subarray(at, at + size)));
    const chunk = Buffer.concat([rest, bytes.subarray(at, at + size)]);
    rest = chunk.subarray(structure.push(chunk));
  }
  return { frames: [...frames, ...framer.end()], structure: structure.end(rest) };
}

const shortText = fc
  .array(fc.constantFrom('a', 'b', ',', ',', '"', '"', '\n', '\n', '\r\n', '\r', ' ', '\t', 'å', '\u00a0', '\v'), {
    maxLength: 16,
  })
  .map((parts) => parts.join(''));

test('rows that are counted are rows that are framed, in pieces of any size', () => {
  fc.assert(
    fc.property(shortText, fc.integer({ min: 1, max: 5 }), (text, size) => {
      const whole = inPieces(`h,i\n${text}`, 1_000);
      const pieces = inPieces(`h,i\n${text}`, size);
      expect(pieces).toEqual(whole);
      const { frames, structure } = pieces;
      expect(structure.rows).toBe(frames.length);
      expect(structure.damage).toEqual(
        frames.flatMap(({ line, damage }) => (damage === undefined ? [] : [{ line, damage }])),
      );
    }),
    { numRuns: cases(1_000) },
  );
});

test('every short text that can be opened is split into the same rows and cells by DuckDB', {
  timeout: 60_000,
}, async () => {
  let count = 0;
  let opened = 0;
  await assertUntilMet(
    fc.asyncProperty(shortText, fc.boolean(), fc.constantFrom('id,tid\n', 'id\n'), async (text, crlf, header) => {
      count += 1;
      const content = (header + text).replaceAll(/\r?\n/g, (end) => (crlf ? '\r\n' : end));
      const path = scratch.write(`t${count}.csv`, content);
      const binding = {
        kind: 'restriction',
        path,
        columns: { profileId: 'id', ...(header.includes('tid') ? { email: 'tid' } : {}) },
      };
      const source = await open(scratch.folder, binding, undefined, `t${count}`).catch(() => undefined);
      if (source === undefined) return;
      opened += 1;
      expect(await readByDuckDb(duck, source)).toEqual(await readBySpecification(source));
    }),
    100,
    () => opened > 50,
  );
});

describe('quotes', () => {
  const table: readonly (readonly [row: string, cells: readonly string[] | string])[] = [
    ['a,b', ['a', 'b']],
    ['"a","b"', ['a', 'b']],
    ['"a, b",c', ['a, b', 'c']],
    ['"a""b",c', ['a"b', 'c']],
    ['"",c', ['', 'c']],
    ['"a\nb",c', ['a\nb', 'c']],
    ['"a\r\nb",c', ['a\r\nb', 'c']],
    // DuckDB forgives one space before a quote, any after it, and goes on at the next quote.
    ['a, "b"', ['a', 'b']],
    ['a,"b"  ', ['a', 'b']],
    ['"a" "b",c', ['a b', 'c']],
    ['a,  "b"', ['a', '  "b"']],
    ['a,\t"b"', ['a', '\t"b"']],
    ['a 5" rim,b', ['a 5" rim', 'b']],
    ['a,b,', ['a', 'b']],
    ['a,b,,', ['a', 'b']],
    ['a', 'fewer cells than columns'],
    ['a,b,c', 'more cells than columns'],
    ['a,b,""', 'more cells than columns'],
    ['  ', 'fewer cells than columns'],
  ];
  test.each(table)('%j', async (row, cells) => {
    const path = scratch.write('quotes.csv', `id,name\n${row}\n1,2\n`);
    const source = await open(scratch.folder, {
      kind: 'event',
      path,
      columns: { profileId: 'id', type: 'name' },
      constants: { occurredAt: '2026-01-01T00:00:00Z' },
      tolerance: 1,
    });
    const read = await readBySpecification(source);
    expect(read.rejected).toBe(typeof cells === 'string' ? 1 : 0);
    const trimmed = typeof cells === 'string' ? [] : [cells.map((cell) => (cell.trim() === '' ? null : cell.trim()))];
    expect(
      read.rows.map(({ profile_id, type, lost }) => (lost === null ? [profile_id, type] : [null, trimmed[0]?.[1]])),
    ).toEqual([...trimmed, ['1', '2']]);
    expect(await readByDuckDb(duck, source)).toEqual(read);
  });

  test.each([
    ['"a"b,c', 'text follows a closing quote', 2],
    ['a,"b"c', 'text follows a closing quote', 2],
    ['1,2\na,"b', 'a quote is never closed', 3],
    ['1,2\n"a,b\n1,2', 'a quote is never closed', 3],
    ['a,b\r', 'the line ends otherwise than the first one', 2],
    ['a\rb,c', 'the line ends otherwise than the first one', 2],
    ['1,2\na,b\r\n1,2', 'the line ends otherwise than the first one', 3],
    [`1,2\n"${'x\n'.repeat(1_100_000)}",b`, 'the row is longer than 2 MiB; perhaps a quote is never closed', 3],
  ])('%# stops at once, whatever the tolerance: no one can say what follows', async (rows, reason, line) => {
    const path = scratch.write('damaged.csv', `id,name\n${rows}\n`);
    const binding = {
      kind: 'event',
      path,
      columns: { profileId: 'id', type: 'name' },
      constants: { occurredAt: '2026-01-01T00:00:00Z' },
      tolerance: 1_000,
    };
    await expect(open(scratch.folder, binding)).rejects.toMatchObject({
      code: 'rows-unreadable',
      at: `damaged.csv:${line}`,
      issues: expect.arrayContaining([{ at: `damaged.csv:${line}`, message: reason }]),
    });
  });
});
