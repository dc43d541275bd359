import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, formatInstant, parseInstant } from '../../src/model/instant.js';
import {
  absolute,
  between,
  calendar,
  complete,
  describeWindow,
  ever,
  next,
  resolveWindow,
  rolling,
  validateWindow,
  type Window,
  windowDays,
  windowInterval,
} from '../../src/segments/window.js';
import { dateOf } from '../../src/segments/windows/days.js';
import { periodStart, periods } from '../../src/segments/windows/periods.js';

const instant = (text: string): number => parseInstant(text) as number;
const written = (window: Window, asOf: string, zone: string): readonly string[] => {
  const { from, to } = windowInterval(window, { asOf: instant(asOf), zone });
  return [formatInstant(from), formatInstant(to)];
};

const STOCKHOLM = 'Europe/Stockholm';
const HELSINKI = 'Europe/Helsinki';

/** Bounds by hand: the local midnights of the zone, as instants. */
const bounds: readonly [string, Window, string, string, string, string][] = [
  // What, window, zone, as-of, from, to.
  [
    'today in winter',
    calendar('day', 0),
    STOCKHOLM,
    '2026-03-03T10:00:00Z',
    '2026-03-02T23:00:00Z',
    '2026-03-03T23:00:00Z',
  ],
  [
    'today in the last instant before local midnight',
    calendar('day', 0),
    STOCKHOLM,
    '2026-03-03T22:59:59.999Z',
    '2026-03-02T23:00:00Z',
    '2026-03-03T23:00:00Z',
  ],
  [
    'today at local midnight',
    calendar('day', 0),
    STOCKHOLM,
    '2026-03-03T23:00:00Z',
    '2026-03-03T23:00:00Z',
    '2026-03-04T23:00:00Z',
  ],
  [
    'the day of 23 hours',
    calendar('day', 0),
    STOCKHOLM,
    '2026-03-29T12:00:00Z',
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
  ],
  [
    'the day of 23 hours in Helsinki',
    calendar('day', 0),
    HELSINKI,
    '2026-03-29T12:00:00Z',
    '2026-03-28T22:00:00Z',
    '2026-03-29T21:00:00Z',
  ],
  [
    'the day of 25 hours, seen from the next',
    calendar('day', -1),
    STOCKHOLM,
    '2026-10-26T00:00:00Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
  ],
  [
    'the day of 25 hours in Helsinki',
    calendar('day', -1),
    HELSINKI,
    '2026-10-26T00:00:00Z',
    '2026-10-24T21:00:00Z',
    '2026-10-25T22:00:00Z',
  ],
  [
    'two days ago over the spring change',
    calendar('day', -2),
    STOCKHOLM,
    '2026-03-30T12:00:00Z',
    '2026-03-27T23:00:00Z',
    '2026-03-28T23:00:00Z',
  ],
  [
    'a Monday is in its own week',
    calendar('week', 0),
    STOCKHOLM,
    '2026-03-02T12:00:00Z',
    '2026-03-01T23:00:00Z',
    '2026-03-08T23:00:00Z',
  ],
  [
    'a Sunday is in the week before',
    calendar('week', 0),
    STOCKHOLM,
    '2026-03-01T12:00:00Z',
    '2026-02-22T23:00:00Z',
    '2026-03-01T23:00:00Z',
  ],
  [
    '1 January 2026 lies in a week that began in 2025',
    calendar('week', 0),
    STOCKHOLM,
    '2026-01-01T12:00:00Z',
    '2025-12-28T23:00:00Z',
    '2026-01-04T23:00:00Z',
  ],
  [
    'the last ISO week of a year of 53',
    calendar('week', -1),
    STOCKHOLM,
    '2027-01-04T12:00:00Z',
    '2026-12-27T23:00:00Z',
    '2027-01-03T23:00:00Z',
  ],
  [
    'the week of the spring change has 167 hours',
    calendar('week', 0),
    STOCKHOLM,
    '2026-03-28T12:00:00Z',
    '2026-03-22T23:00:00Z',
    '2026-03-29T22:00:00Z',
  ],
  [
    'last month on the 31st',
    calendar('month', -1),
    STOCKHOLM,
    '2026-03-31T12:00:00Z',
    '2026-01-31T23:00:00Z',
    '2026-02-28T23:00:00Z',
  ],
  [
    'the month before a leap day’s',
    calendar('month', -1),
    STOCKHOLM,
    '2024-03-31T12:00:00Z',
    '2024-01-31T23:00:00Z',
    '2024-02-29T23:00:00Z',
  ],
  [
    'this month over the spring change',
    calendar('month', 0),
    STOCKHOLM,
    '2026-03-03T12:00:00Z',
    '2026-02-28T23:00:00Z',
    '2026-03-31T22:00:00Z',
  ],
  [
    'next month',
    calendar('month', 1),
    STOCKHOLM,
    '2026-03-03T12:00:00Z',
    '2026-03-31T22:00:00Z',
    '2026-04-30T22:00:00Z',
  ],
  [
    'twelve months ago',
    calendar('month', -12),
    STOCKHOLM,
    '2026-03-03T12:00:00Z',
    '2025-02-28T23:00:00Z',
    '2025-03-31T22:00:00Z',
  ],
  [
    'this quarter',
    calendar('quarter', 0),
    STOCKHOLM,
    '2026-03-03T12:00:00Z',
    '2025-12-31T23:00:00Z',
    '2026-03-31T22:00:00Z',
  ],
  [
    'last quarter, over new year',
    calendar('quarter', -1),
    STOCKHOLM,
    '2026-03-03T12:00:00Z',
    '2025-09-30T22:00:00Z',
    '2025-12-31T23:00:00Z',
  ],
  ['last year', calendar('year', -1), HELSINKI, '2026-03-03T12:00:00Z', '2024-12-31T22:00:00Z', '2025-12-31T22:00:00Z'],
  [
    'the year turns at local midnight',
    calendar('year', 0),
    STOCKHOLM,
    '2025-12-31T23:00:00Z',
    '2025-12-31T23:00:00Z',
    '2026-12-31T23:00:00Z',
  ],
  [
    'last year to date',
    calendar('year', -1, { toDate: true }),
    STOCKHOLM,
    '2026-07-01T10:00:00Z',
    '2024-12-31T23:00:00Z',
    '2025-07-01T10:00:00Z',
  ],
  [
    'last year to date on a leap day',
    calendar('year', -1, { toDate: true }),
    STOCKHOLM,
    '2024-02-29T10:00:00Z',
    '2022-12-31T23:00:00Z',
    '2023-02-28T10:00:00Z',
  ],
  [
    'last month to date from the 31st: all its days',
    calendar('month', -1, { toDate: true }),
    STOCKHOLM,
    '2026-03-31T10:00:00Z',
    '2026-01-31T23:00:00Z',
    '2026-02-28T11:00:00Z',
  ],
  [
    'yesterday to date',
    calendar('day', -1, { toDate: true }),
    STOCKHOLM,
    '2026-03-03T10:00:00Z',
    '2026-03-01T23:00:00Z',
    '2026-03-02T10:00:00Z',
  ],
  [
    'this month to date',
    calendar('month', 0, { toDate: true }),
    STOCKHOLM,
    '2026-03-03T10:00:00Z',
    '2026-02-28T23:00:00Z',
    '2026-03-03T10:00:00Z',
  ],
  [
    'seven complete days end at midnight, not at as-of',
    complete(7, 'day'),
    STOCKHOLM,
    '2026-03-03T10:00:00Z',
    '2026-02-23T23:00:00Z',
    '2026-03-02T23:00:00Z',
  ],
  [
    'one complete day over the autumn change',
    complete(1, 'day'),
    STOCKHOLM,
    '2026-10-26T10:00:00Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
  ],
  [
    'four complete weeks',
    complete(4, 'week'),
    STOCKHOLM,
    '2026-03-04T10:00:00Z',
    '2026-02-01T23:00:00Z',
    '2026-03-01T23:00:00Z',
  ],
  [
    'three complete months',
    complete(3, 'month'),
    STOCKHOLM,
    '2026-03-31T10:00:00Z',
    '2025-11-30T23:00:00Z',
    '2026-02-28T23:00:00Z',
  ],
  [
    'between, on the wall clock',
    between('P60D', 'P30D'),
    STOCKHOLM,
    '2026-04-15T10:00:00Z',
    '2026-02-14T11:00:00Z',
    '2026-03-16T11:00:00Z',
  ],
  [
    'between, one end elapsed',
    between('P1M', 'PT24H'),
    STOCKHOLM,
    '2026-03-31T10:00:00Z',
    '2026-02-28T11:00:00Z',
    '2026-03-30T10:00:00Z',
  ],
  [
    'absolute days are local',
    absolute('2026-03-01', '2026-04-01'),
    STOCKHOLM,
    '2026-05-01T00:00:00Z',
    '2026-02-28T23:00:00Z',
    '2026-03-31T22:00:00Z',
  ],
  [
    'absolute days in Helsinki',
    absolute('2026-03-01', '2026-04-01'),
    HELSINKI,
    '2026-05-01T00:00:00Z',
    '2026-02-28T22:00:00Z',
    '2026-03-31T21:00:00Z',
  ],
  [
    'the next 14 days over the spring change',
    next('P14D'),
    STOCKHOLM,
    '2026-03-20T10:00:00Z',
    '2026-03-20T10:00:00Z',
    '2026-04-03T09:00:00Z',
  ],
  [
    'the next month from the 31st',
    next('P1M'),
    STOCKHOLM,
    '2026-01-31T10:00:00Z',
    '2026-01-31T10:00:00Z',
    '2026-02-28T10:00:00Z',
  ],
  ['the next hours', next('PT36H'), STOCKHOLM, '2026-03-28T10:00:00Z', '2026-03-28T10:00:00Z', '2026-03-29T22:00:00Z'],
];

test.each(bounds)('%s', (_, window, zone, asOf, from, to) => {
  expect(written(window, asOf, zone)).toEqual([from, to]);
});

describe('behaviour counts before as-of only', () => {
  const context = { asOf: instant('2026-03-03T10:00:00Z'), zone: STOCKHOLM };
  test.each<[string, Window, string]>([
    ['today so far', calendar('day', 0), '2026-03-03T10:00:00Z'],
    ['this year so far', calendar('year', 0), '2026-03-03T10:00:00Z'],
    ['yesterday', calendar('day', -1), '2026-03-02T23:00:00Z'],
    ['complete days', complete(2, 'day'), '2026-03-02T23:00:00Z'],
    ['between', between('P3D', 'P1D'), '2026-03-02T10:00:00Z'],
    ['ever', ever, '2026-03-03T10:00:00Z'],
  ])('%s', (_, window, to) => {
    expect(formatInstant(resolveWindow(window, context).to)).toBe(to);
  });
});

/** As-of 10:00 UTC on Tuesday, 3 March 2026. First and last date, both inclusive. */
const dates: readonly [string, Window, string, string][] = [
  ['the last 30 days end with today', rolling('P30D'), '2026-02-02', '2026-03-03'],
  ['the last day is today', rolling('P1D'), '2026-03-03', '2026-03-03'],
  ['the last month', rolling('P1M'), '2026-02-04', '2026-03-03'],
  ['between', between('P60D', 'P30D'), '2026-01-03', '2026-02-01'],
  ['today', calendar('day', 0), '2026-03-03', '2026-03-03'],
  ['tomorrow', calendar('day', 1), '2026-03-04', '2026-03-04'],
  ['this week', calendar('week', 0), '2026-03-02', '2026-03-08'],
  ['this month whole', calendar('month', 0), '2026-03-01', '2026-03-31'],
  ['this month to date', calendar('month', 0, { toDate: true }), '2026-03-01', '2026-03-03'],
  ['last month to date', calendar('month', -1, { toDate: true }), '2026-02-01', '2026-02-03'],
  ['two complete days', complete(2, 'day'), '2026-03-01', '2026-03-02'],
  ['days as written', absolute('2026-02-28', '2026-03-02'), '2026-02-28', '2026-03-01'],
  ['the next 14 days begin with today', next('P14D'), '2026-03-03', '2026-03-16'],
  ['the next month', next('P1M'), '2026-03-03', '2026-04-02'],
  ['ever', ever, '1900-01-01', '2199-12-31'],
  ['longer ago than dates go', rolling('P999Y'), '1900-01-01', '2026-03-03'],
];

test.each(dates)('of dates: %s', (_, window, first, last) => {
  const { from, to } = windowDays(window, { asOf: instant('2026-03-03T10:00:00Z'), zone: STOCKHOLM });
  expect([dateOf(from), dateOf(to - 1)]).toEqual([first, last]);
});

test('the local day decides what today is', () => {
  const asOf = instant('2026-03-03T22:30:00Z');
  const first = (zone: string): string => dateOf(windowDays(next('P1D'), { asOf, zone }).from);
  expect([first(STOCKHOLM), first(HELSINKI)]).toEqual(['2026-03-03', '2026-03-04']);
});

describe('what is no window is said where it stands', () => {
  test.each<[string, Window, 'behaviour' | 'instant' | 'date', string | undefined]>([
    ['between the wrong way round', between('P30D', 'P60D'), 'behaviour', 'in'],
    ['between twice the same', between('P30D', 'P30D'), 'behaviour', 'in'],
    ['between hours and days the wrong way round', between('PT12H', 'P1D'), 'behaviour', 'in'],
    ['between without a duration', between('30', 'P1D'), 'behaviour', 'in.from'],
    ['between to no duration', between('P30D', 'now'), 'behaviour', 'in.to'],
    ['half a month ago', calendar('month', -0.5), 'behaviour', 'in.offset'],
    ['too far', calendar('month', 1001), 'date', 'in.offset'],
    ['next month, of behaviour', calendar('month', 1), 'behaviour', 'in'],
    ['next month, of dates', calendar('month', 1), 'date', undefined],
    ['next month to date', calendar('month', 1, { toDate: true }), 'date', 'in.toDate'],
    ['no complete days', complete(0, 'day'), 'behaviour', 'in.last'],
    ['half a complete day', complete(1.5, 'day'), 'behaviour', 'in.last'],
    ['upcoming behaviour', next('P14D'), 'behaviour', 'in'],
    ['upcoming ends', next('PT14H'), 'instant', undefined],
    ['upcoming dates', next('P14D'), 'date', undefined],
    ['upcoming by the clock, of dates', next('PT14H'), 'date', 'in'],
    ['upcoming without a duration', next('P'), 'date', 'in.next'],
    ['rolling by the clock, of dates', rolling('PT24H'), 'date', 'in'],
    ['instants, of dates', absolute('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'), 'date', 'in'],
    ['days the wrong way round', absolute('2026-02-01', '2026-01-01'), 'behaviour', 'in'],
    ['no such day', absolute('2026-02-01', '2026-02-30'), 'behaviour', 'in.from'],
    ['days', absolute('2026-02-01', '2026-02-02'), 'behaviour', undefined],
  ])('%s', (_, window, dated, at) => {
    expect(validateWindow(window, 'in', dated).map((issue) => issue.at)).toEqual(at === undefined ? [] : [at]);
  });
});

test.each<[Window, string]>([
  [between('P60D', 'P1M'), 'between 60 days and 1 month ago'],
  [calendar('day', 0), 'today'],
  [calendar('day', -1), 'yesterday'],
  [calendar('day', -3), 'in the day 3 days ago'],
  [calendar('month', 0), 'this month'],
  [calendar('week', -1), 'last week'],
  [calendar('year', -1, { toDate: true }), 'last year to date'],
  [calendar('quarter', -2), 'in the quarter 2 quarters ago'],
  [calendar('month', 2), 'in the month 2 months from now'],
  [complete(7, 'day'), 'in the last 7 complete days'],
  [complete(1, 'month'), 'in the last complete month'],
  [absolute('2026-01-01', '2026-02-01'), 'from 2026-01-01 to before 2026-02-01'],
  [next('P2W'), 'in the next 2 weeks'],
])('%o reads as "%s"', (window, words) => {
  expect(describeWindow(window)).toBe(words);
});

describe('laws', () => {
  const moment = fc.integer({
    min: instant('2019-01-01T00:00:00Z') / 1000,
    max: instant('2030-01-01T00:00:00Z') / 1000,
  });
  const zone = fc.constantFrom(STOCKHOLM, HELSINKI, 'UTC', 'America/St_Johns', 'Pacific/Kiritimati');
  const period = fc.constantFrom(...periods);

  test('periods follow one another without gap or overlap, and as-of lies in the current one', () => {
    fc.assert(
      fc.property(moment, zone, period, fc.integer({ min: -30, max: 3 }), (millis, where, unit, offset) => {
        const context = { asOf: millis * 1000, zone: where };
        const [one, other] = [calendar(unit, offset), calendar(unit, offset + 1)].map((w) =>
          windowInterval(w, context),
        );
        const current = windowInterval(calendar(unit, 0), context);
        expect(one?.to).toBe(other?.from);
        expect(current.from <= context.asOf && context.asOf < current.to).toBe(true);
      }),
    );
  });

  test('complete periods are the periods before the current one, put together', () => {
    fc.assert(
      fc.property(moment, zone, period, fc.integer({ min: 1, max: 40 }), (millis, where, unit, last) => {
        const context = { asOf: millis * 1000, zone: where };
        const { from, to } = windowInterval(complete(last, unit), context);
        expect(from).toBe(windowInterval(calendar(unit, -last), context).from);
        expect(to).toBe(windowInterval(calendar(unit, -1), context).to);
      }),
    );
  });

  test('a rolling window is a shorter one and what lies between', () => {
    fc.assert(
      fc.property(
        moment,
        zone,
        fc.integer({ min: 2, max: 400 }),
        fc.integer({ min: 1, max: 399 }),
        (millis, where, a, b) => {
          fc.pre(b < a);
          const context = { asOf: millis * 1000, zone: where };
          const [long, short] = [`P${a}D`, `P${b}D`];
          const [whole, recent] = [rolling(long), rolling(short)].map((w) => windowInterval(w, context));
          const before = windowInterval(between(long, short), context);
          expect([before.from, before.to]).toEqual([whole?.from, recent?.from]);
          const days = [rolling(long), rolling(short), between(long, short)].map((w) => windowDays(w, context));
          expect([days[2]?.from, days[2]?.to]).toEqual([days[0]?.from, days[1]?.from]);
        },
      ),
    );
  });

  test('weeks begin on Monday, as the runtime’s calendar has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 80_000 }), (day) => {
        const start = periodStart(day, 'week');
        expect(new Date(start * (DAY / 1000)).getUTCDay()).toBe(1);
        expect(day - start >= 0 && day - start < 7).toBe(true);
      }),
    );
  });
});
