import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, compareUtf8, PRINTABLE_ASCII_PATTERN } from '../../src/model/text.js';
import { cases } from '../setup/drawn-cases.js';

describe('text is trimmed and in Unicode form C; empty text says nothing', () => {
  test.each([
    ['blanks', '  Anna\t\r\n', 'Anna'],
    ['no-break space, zero-width space and byte order mark', '\ufeff\u00a0Anna\u200b', 'Anna'],
    ['inner blanks stay', 'Anna  Maria', 'Anna  Maria'],
    ['decomposed letters', 'A\u030asa', 'Åsa'],
    ['only blanks', ' \u00a0\ufeff', undefined],
    ['nothing', '', undefined],
    ['other spaces are kept', '\u2003Anna', '\u2003Anna'],
  ])('%s', (_, raw, expected) => {
    expect(cleanText(raw)).toBe(expected);
  });
});

describe('order is UTF-8 byte order', () => {
  test.each([
    ['equal', 'anna', 'anna', 0],
    ['a prefix comes first', 'ann', 'anna', -1],
    ['upper case before lower', 'B', 'a', -1],
    ['ASCII before Latin', 'z', 'å', -1],
    ['beyond U+FFFF after everything before it', '\u{1f600}', '\uff5e', 1],
    ['beyond U+FFFF after the private use area', '\u{10000}', '\ue000', 1],
    ['two beyond U+FFFF with the same first half', '\u{1f600}', '\u{1f601}', -1],
    ['digits as characters', '10', '9', -1],
    ['empty text first', '', 'a', -1],
  ])('%s', (_, a, b, sign) => {
    expect(Math.sign(compareUtf8(a, b))).toBe(sign);
    expect(Math.sign(compareUtf8(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  const text = fc.string({
    unit: fc.constantFrom('a', 'Z', 'å', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
  });
  const any = fc.oneof(text, fc.string({ unit: 'binary' }));
  test('as Buffer.compare says, for any two texts', () => {
    fc.assert(
      fc.property(any, any, (a, b) => Math.sign(compareUtf8(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))),
      { numRuns: cases(1000) },
    );
  });
});

test.each([
  ['every printable character', ' !"#~az09', true],
  ['a control character', 'a\u007f', false],
  ['a line', 'a\n', false],
  ['a letter with a mark', 'å', false],
])('printable ASCII: %s', (_, value, expected) => {
  expect(new RegExp(`^${PRINTABLE_ASCII_PATTERN}$`).test(value)).toBe(expected);
});
