import { describe, expect, test } from 'vitest';
import { formatDecimal, parseDecimal } from '../../src/model/decimal.js';
import { latestBirthDate, parsePlainDate } from '../../src/model/plain-date.js';

describe('decimals are exact millionths', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['12.5', 12_500_000n],
    ['+12.5', 12_500_000n],
    ['-3', -3_000_000n],
    ['0.000001', 1n],
    ['-0.000001', -1n],
    ['007', 7_000_000n],
    ['999999999999.999999', 999_999_999_999_999_999n],
    ['0.1', 100_000n],
  ])('%s', (text, millionths) => {
    expect(parseDecimal(text)).toBe(millionths);
  });

  test.each([
    ['seven places', '0.0000001'],
    ['thirteen digits', '1000000000000'],
    ['no digit before the point', '.5'],
    ['no digit after it', '5.'],
    ['a decimal comma', '1,5'],
    ['thousands', '1 000'],
    ['an exponent', '1e3'],
    ['two signs', '--1'],
    ['a unit', '5 kr'],
    ['infinity', 'Infinity'],
    ['nothing', ''],
  ])('%s is unreadable, never rounded', (_, text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test.each([
    [12_500_000n, '12.5'],
    [-3_000_000n, '-3'],
    [0n, '0'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [100_000_000_000n, '100000'],
    [10_010_000n, '10.01'],
  ])('%d is written without trailing zeros', (value, text) => {
    expect(formatDecimal(value)).toBe(text);
  });
});

describe('a day of the calendar', () => {
  test.each(['2026-03-03', '2024-02-29', '1900-01-01', '2199-12-31'])('%s is one', (text) => {
    expect(parsePlainDate(text)).toBe(text);
  });

  test.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-3-3',
    '20260303',
    '1899-12-31',
    '2026-03-03T00:00:00Z',
    '',
  ])('%s is none', (text) => {
    expect(parsePlainDate(text)).toBeUndefined();
  });

  test.each([
    ['18 today', '2026-03-03', '2008-03-03', true],
    ['18 tomorrow', '2026-03-03', '2008-03-04', false],
    ['born on a leap day, the day before 1 March of a common year', '2026-02-28', '2008-02-29', false],
    ['born on a leap day, on 1 March', '2026-03-01', '2008-02-29', true],
    ['asked on a leap day', '2024-02-29', '2006-02-28', true],
    ['asked on a leap day, born on 1 March', '2024-02-29', '2006-03-01', false],
    ['on the last day of the year', '2026-12-31', '2008-12-31', true],
  ])('of age, %s', (_, today, born, expected) => {
    expect(born <= latestBirthDate(today, 18)).toBe(expected);
  });

  test('an age before the year 1000 is still text in order', () => {
    expect(latestBirthDate('2026-03-03', 1900)).toBe('0126-03-03');
  });
});
