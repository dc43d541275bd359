import { describe, expect, test } from 'vitest';
import { ClearlistError } from '../../src/errors.js';
import {
  ALWAYS,
  daysInMonth,
  EARLIEST,
  FOREVER,
  formatInstant,
  parseAsOf,
  parseInstant,
  parseLocalTime,
} from '../../src/model/instant.js';

const at = (ms: number, micros = 0): number => ms * 1000 + micros;
const NOON = Date.UTC(2026, 2, 3, 12);

describe('a timestamp is the instant it names, in whole microseconds', () => {
  test.each([
    ['UTC', '2026-03-03T12:00:00Z', at(NOON)],
    ['an offset east', '2026-03-03T13:00:00+01:00', at(NOON)],
    ['an offset without colon', '2026-03-03T13:00:00+0100', at(NOON)],
    ['an offset west over midnight', '2026-03-02T23:30:00-12:30', at(NOON)],
    ['the largest offset', '2026-03-04T03:59:00+15:59', at(NOON)],
    ['a space for the T', '2026-03-03 12:00:00Z', at(NOON)],
    ['milliseconds', '2026-03-03T12:00:00.5Z', at(NOON + 500)],
    ['microseconds', '2026-03-03T12:00:00.000001Z', at(NOON, 1)],
    ['digits after the sixth are cut, never rounded', '2026-03-03T12:00:00.0000019Z', at(NOON, 1)],
    ['nine digits', '2026-03-03T12:00:00.999999999Z', at(NOON, 999_999)],
    ['a leap day', '2024-02-29T00:00:00Z', at(Date.UTC(2024, 1, 29))],
    ['the first readable one', '1900-01-01T00:00:00Z', EARLIEST],
    ['the last readable one', '2199-12-31T23:59:59.999999Z', at(Date.UTC(2200, 0, 1), -1)],
    ['before 1970', '1969-12-31T23:59:59.999999Z', -1],
  ])('%s', (_, text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  test.each([
    ['no offset', '2026-03-03T12:00:00'],
    ['no seconds', '2026-03-03T12:00Z'],
    ['no time', '2026-03-03'],
    ['no such day', '2026-02-30T12:00:00Z'],
    ['29 February of a common year', '2026-02-29T12:00:00Z'],
    ['29 February 1900', '1900-02-29T12:00:00Z'],
    ['month 0', '2026-00-03T12:00:00Z'],
    ['month 13', '2026-13-03T12:00:00Z'],
    ['day 0', '2026-03-00T12:00:00Z'],
    ['hour 24', '2026-03-03T24:00:00Z'],
    ['second 60', '2026-03-03T12:00:60Z'],
    ['an offset of 16 hours', '2026-03-03T12:00:00+16:00'],
    ['an offset of 60 minutes', '2026-03-03T12:00:00+01:60'],
    ['a year before the first', '1899-12-31T23:59:59Z'],
    ['a year after the last', '2200-01-01T00:00:00Z'],
    ['ten digits of a second', '2026-03-03T12:00:00.0000000001Z'],
    ['a decimal comma', '2026-03-03T12:00:00,5Z'],
    ['a small z', '2026-03-03T12:00:00z'],
    ['blanks around', ' 2026-03-03T12:00:00Z'],
    ['a line after it', '2026-03-03T12:00:00Z\n'],
    ['a word', 'yesterday'],
    ['nothing', ''],
  ])('%s names none', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('a local time is read as if it were UTC', () => {
  test.each([
    ['date and time', '2026-03-03 12:00:00', at(NOON)],
    ['a fraction', '2026-03-03T12:00:00.25', at(NOON + 250)],
    ['no seconds', '2026-03-03 12:00', at(NOON)],
    ['the day alone is its first instant', '2026-03-03', at(Date.UTC(2026, 2, 3))],
    ['with an offset it is no local time', '2026-03-03T12:00:00Z', undefined],
    ['no such day', '2026-04-31', undefined],
  ])('%s', (_, text, expected) => {
    expect(parseLocalTime(text)).toBe(expected);
  });
});

test.each([
  [2026, 2, 28],
  [2024, 2, 29],
  [1900, 2, 28],
  [2000, 2, 29],
  [2026, 4, 30],
  [2026, 12, 31],
])('days in %d-%d: %d', (year, month, days) => {
  expect(daysInMonth(year, month)).toBe(days);
});

describe('an instant is written in UTC with as many digits as it has', () => {
  test.each([
    [at(NOON), '2026-03-03T12:00:00Z'],
    [at(NOON + 500), '2026-03-03T12:00:00.500Z'],
    [at(NOON, 1), '2026-03-03T12:00:00.000001Z'],
    [at(NOON + 999, 999), '2026-03-03T12:00:00.999999Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [FOREVER, 'forever'],
  ])('%d', (instant, text) => {
    expect(formatInstant(instant)).toBe(text);
  });
});

test('every time lies between always and forever', () => {
  expect(ALWAYS).toBeLessThan(EARLIEST);
  expect(FOREVER).toBeGreaterThan(parseInstant('2199-12-31T23:59:59Z') as number);
});

describe('as-of is a whole millisecond', () => {
  test('one with an offset', () => {
    expect(parseAsOf('2026-03-03T13:00:00.001+01:00')).toBe(at(NOON + 1));
  });

  test.each(['2026-03-03', '2026-03-03T12:00:00.000001Z', 'now'])('%s is refused', (text) => {
    expect(() => parseAsOf(text, 'campaigns.c1.asOf')).toThrow(
      expect.objectContaining({ name: 'ClearlistError', code: 'as-of-invalid', at: 'campaigns.c1.asOf' }),
    );
    expect(() => parseAsOf(text)).toThrow(ClearlistError);
  });
});
