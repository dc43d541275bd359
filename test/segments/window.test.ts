import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../src/model/instant.js';
import {
  absolute,
  describeWindow,
  ever,
  parseDuration,
  resolveWindow,
  rolling,
  validateWindow,
  type Window,
} from '../../src/segments/window.js';

const from = (window: Window, asOf: string, zone = 'Europe/Stockholm'): string =>
  formatInstant(resolveWindow(window, { asOf: parseInstant(asOf) as number, zone }).from);

describe('a rolling window begins on the wall clock for calendar units, and so much earlier for elapsed ones', () => {
  test.each<[string, string, string, string]>([
    ['30 days in winter', 'P30D', '2026-03-03T10:00:00Z', '2026-02-01T10:00:00Z'],
    ['a week', 'P1W', '2026-03-03T10:00:00Z', '2026-02-24T10:00:00Z'],
    ['a year', 'P1Y', '2026-03-03T10:00:00Z', '2025-03-03T10:00:00Z'],
    ['365 days over a leap day', 'P365D', '2024-03-03T10:00:00Z', '2023-03-04T10:00:00Z'],
    ['a month from 31 March ends on 28 February', 'P1M', '2026-03-31T10:00:00Z', '2026-02-28T11:00:00Z'],
    ['a month from 31 March in a leap year', 'P1M', '2024-03-31T08:00:00Z', '2024-02-29T09:00:00Z'],
    ['a year from a leap day', 'P1Y', '2024-02-29T10:00:00Z', '2023-02-28T10:00:00Z'],
    ['years, months and days together, months first', 'P1Y1M1D', '2026-03-31T10:00:00Z', '2025-02-27T11:00:00Z'],
    ['a day over the spring change has 23 hours', 'P1D', '2026-03-29T10:00:00Z', '2026-03-28T11:00:00Z'],
    ['a day over the autumn change has 25 hours', 'P1D', '2026-10-25T11:00:00Z', '2026-10-24T10:00:00Z'],
    ['24 hours over the spring change', 'PT24H', '2026-03-29T10:00:00Z', '2026-03-28T10:00:00Z'],
    ['24 hours over the autumn change', 'PT24H', '2026-10-25T11:00:00Z', '2026-10-24T11:00:00Z'],
    ['to a time that is skipped: moved forward by the gap', 'P1D', '2026-03-30T00:30:00Z', '2026-03-29T01:30:00Z'],
    ['to a time that comes twice: its first occurrence', 'P1D', '2026-10-26T01:30:00Z', '2026-10-25T00:30:00Z'],
    ['from the first of two like times', 'P1D', '2026-10-25T00:30:00Z', '2026-10-24T00:30:00Z'],
    ['from the second of two like times', 'P1D', '2026-10-25T01:30:00Z', '2026-10-24T00:30:00Z'],
    ['minutes and seconds', 'PT1M30S', '2026-03-03T10:00:00Z', '2026-03-03T09:58:30Z'],
    ['milliseconds stay', 'P1D', '2026-03-03T10:00:00.123Z', '2026-03-02T10:00:00.123Z'],
  ])('%s', (_, last, asOf, expected) => {
    expect(from(rolling(last), asOf)).toBe(expected);
  });

  test('the zone decides', () => {
    expect(from(rolling('P1M'), '2026-03-31T10:00:00Z', 'UTC')).toBe('2026-02-28T10:00:00Z');
    expect(from(rolling('P1D'), '2026-03-29T10:00:00Z', 'Asia/Tokyo')).toBe('2026-03-28T10:00:00Z');
  });
});

describe('every window is half-open and ends before as-of', () => {
  const asOf = parseInstant('2026-03-03T10:00:00Z') as number;
  const resolve = (window: Window) => resolveWindow(window, { asOf, zone: 'UTC' });

  test.each<[string, Window, string, string]>([
    [
      'past',
      absolute('2026-01-01T00:00:00Z', '2026-02-01T00:00:00+01:00'),
      '2026-01-01T00:00:00Z',
      '2026-01-31T23:00:00Z',
    ],
    [
      'reaching beyond as-of',
      absolute('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
      '2026-01-01T00:00:00Z',
      '2026-03-03T10:00:00Z',
    ],
    [
      'all of it to come',
      absolute('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z'),
      '2027-01-01T00:00:00Z',
      '2026-03-03T10:00:00Z',
    ],
  ])('absolute, %s', (_, window, begins, ends) => {
    const { from: first, to } = resolve(window);
    expect([formatInstant(first), formatInstant(to)]).toEqual([begins, ends]);
  });

  test('ever begins before every instant', () => {
    expect(resolve(ever)).toEqual({ from: Number.MIN_SAFE_INTEGER, to: asOf });
  });
});

describe('what is no window is said where it stands', () => {
  test.each([
    'P',
    'PT',
    'P0D',
    'PT0H',
    '30D',
    'P30',
    'P1D T1H',
    'P1DT1H',
    'P-1D',
    'P1.5D',
    'P1H',
    'PT1D',
    'P1D1M',
    'p30d',
    '',
  ])('"%s" is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined();
    expect(validateWindow(rolling(text), 'in')).toMatchObject([{ at: 'in.last' }]);
  });

  test.each<[string, Window, string | undefined]>([
    ['a beginning without offset', absolute('2026-01-01', '2026-02-01T00:00:00Z'), 'in.from'],
    ['an end that is no day', absolute('2026-01-01T00:00:00Z', '2026-02-30T00:00:00Z'), 'in.to'],
    ['an end at the beginning', absolute('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00'), 'in'],
    ['an end just after it', absolute('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000001Z'), undefined],
    ['a rolling window', rolling('P30D'), undefined],
    ['ever', ever, undefined],
  ])('%s', (_, window, at) => {
    expect(validateWindow(window, 'in').map((issue) => issue.at)).toEqual(at === undefined ? [] : [at]);
  });
});

test.each<[Window, string]>([
  [rolling('P1Y2M3W4D'), 'in the last 1 year 2 months 3 weeks 4 days'],
  [rolling('PT1H2M3S'), 'in the last 1 hour 2 minutes 3 seconds'],
  [ever, 'ever'],
  [
    absolute('2026-01-01T00:00:00+01:00', '2026-02-01T00:00:00Z'),
    'from 2025-12-31T23:00:00Z to before 2026-02-01T00:00:00Z',
  ],
])('%o reads as "%s"', (window, words) => {
  expect(describeWindow(window)).toBe(words);
});
