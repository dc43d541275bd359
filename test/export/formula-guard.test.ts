import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardCell, guardText } from '../../src/export/formula-guard.js';
import { column } from './cleared-lists.js';

/** payloadbox/csv-injection-payloads where the data is at hand; otherwise our own payloads of the same kinds. */
const edge = process.env.CLEARLIST_CSV_EDGE;
const own = ['=1+1', '=cmd|x', '@SUM(1,1)', '+1-1', '-1+1', '=HYPERLINK("http://example.invalid")', 'DDE ("x";"y")'];
const payloads = edge === undefined ? own : linesOf(join(edge, 'csv-injection/csv-payload.txt'));
const source = edge === undefined ? 'our own: CLEARLIST_CSV_EDGE is not set' : 'published collection';

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

describe('a cell never starts a formula', () => {
  test.each([
    ['equals', '=1+1', "'=1+1"],
    ['plus', '+1', "'+1"],
    ['minus', '-1', "'-1"],
    ['at', '@SUM(1)', "'@SUM(1)"],
    ['tab', '\t=1', "'\t=1"],
    ['carriage return', '\r=1', "'\r=1"],
    ['line feed', '\n=1', "'\n=1"],
    ['full-width equals', '＝1', "'＝1"],
    ['full-width plus', '＋1', "'＋1"],
    ['full-width minus', '－1', "'－1"],
    ['full-width at', '＠1', "'＠1"],
    ['byte order mark, which readers drop', '\ufeff=1', "'\ufeff=1"],
    ['NUL, which the formatter drops', '\0=1', "'=1"],
    ['a formula sign alone', '=', "'="],
  ])('%s', (_, cell, expected) => expect(guardText(cell)).toBe(expected));

  test.each([
    ['a name', 'Åsa'],
    ['a sign inside', 'a=b'],
    ['a space before it, which makes it text', ' =1'],
    ['an apostrophe', "'t Hart"],
    ['nothing', ''],
    ['a number', '12'],
  ])('and %s stays as it is', (_, cell) => expect(guardText(cell)).toBe(cell));

  test.each(payloads)(`payload (${source}): %s`, (payload) => {
    const written = guardText(payload);
    expect(written).not.toMatch(/^[=+\-@\t\r\n]/);
    expect([payload, `'${payload}`]).toContain(written);
  });
});

describe('an address is never altered', () => {
  const address = column('address', 'E-mail');

  test.each(['+46701234567', 'anna@example.se', "'quoted@example.se", '%percent@example.se'])('%s', (value) =>
    expect(guardCell(address, value)).toBe(value),
  );

  test.each([
    '=a@example.se',
    '@example.se',
    '-a@example.se',
    '\ta@example.se',
    '\ra@example.se',
    '+a@example.se',
    '+1|x',
    '\0=a',
  ])('what no canonical address can be is our bug: %j', (value) => {
    expect(() => guardCell(address, value)).toThrow(/^bug: /);
    // The message goes to logs: no address in it.
    expect(() => guardCell(address, value)).not.toThrow(value.slice(1));
  });

  test('only the field counts, not the header', () =>
    expect(guardCell(column('nickname', 'address'), '+46701234567')).toBe("'+46701234567"));

  test('an empty cell stays empty', () => expect(guardCell(address, undefined)).toBeUndefined());
});
