import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, EARLIEST, formatInstant, MINUTE, parseInstant, parseLocalTime } from '../../src/model/instant.js';
import {
  checkZone,
  localDate,
  localOffsets,
  localToInstant,
  offsetMinutes,
  zoneOffsets,
} from '../../src/segments/zone.js';
import { cases } from '../setup/drawn-cases.js';

const instant = (text: string): number => parseInstant(text) as number;
const local = (text: string): number => parseLocalTime(text) as number;
const ZONES = [
  'Europe/Stockholm',
  'Europe/Helsinki',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
  'UTC',
];

/** The runtime’s own calendar: minutes east of UTC. */
function intlMinutes(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at / 1000,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])?(\d{2})?:?(\d{2})?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

describe('the offset of a zone', () => {
  test.each<[string, string, number]>([
    ['the last instant of winter time', '2026-03-29T00:59:59.999999Z', 60],
    ['the first instant of summer time', '2026-03-29T01:00:00Z', 120],
    ['the last instant of summer time', '2026-10-25T00:59:59.999999Z', 120],
    ['the first instant of winter time', '2026-10-25T01:00:00Z', 60],
    ['before summer time was', '1979-07-01T00:00:00Z', 60],
  ])('%s in Stockholm', (_, at, minutes) => {
    expect(offsetMinutes('Europe/Stockholm', instant(at))).toBe(minutes);
  });

  test('is a whole number of minutes even where local mean time was not', () => {
    expect(offsetMinutes('Europe/Helsinki', EARLIEST)).toBe(100);
  });

  test('is what the runtime’s calendar says, at any time since 1970', () => {
    const time = fc.integer({ min: 0, max: Date.UTC(2040, 0, 1) / 60_000 }).map((minutes) => minutes * MINUTE);
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), time, (zone, at) => offsetMinutes(zone, at) === intlMinutes(zone, at)),
      { numRuns: cases(300) },
    );
  });

  test.each(['Europe/Atlantis', 'nowhere', ''])('"%s" is no zone', (zone) => {
    expect(() => checkZone(zone, 'zone')).toThrow(expect.objectContaining({ code: 'definition-invalid', at: 'zone' }));
  });

  test.each(ZONES)('%s is a zone', (zone) => {
    expect(() => checkZone(zone, 'zone')).not.toThrow();
  });
});

test.each<[string, string, string, string]>([
  ['just before local midnight', 'Europe/Stockholm', '2026-03-02T22:59:59.999999Z', '2026-03-02'],
  ['at local midnight', 'Europe/Stockholm', '2026-03-02T23:00:00Z', '2026-03-03'],
  ['at midnight of summer time', 'Europe/Stockholm', '2026-07-01T22:00:00Z', '2026-07-02'],
  ['far east', 'Pacific/Kiritimati', '2026-03-02T10:00:00Z', '2026-03-03'],
  ['west', 'America/St_Johns', '2026-03-03T03:29:59Z', '2026-03-02'],
  ['before 1970', 'UTC', '1969-12-31T23:59:59.999999Z', '1969-12-31'],
])('the local day %s', (_, zone, at, day) => {
  expect(localDate(zone, instant(at))).toBe(day);
});

const wallClock: readonly [string, string, string, string][] = [
  ['in winter', 'Europe/Stockholm', '2026-03-03 11:00', '2026-03-03T10:00:00Z'],
  ['in summer', 'Europe/Stockholm', '2026-07-03 12:00', '2026-07-03T10:00:00Z'],
  ['the last minute before the gap', 'Europe/Stockholm', '2026-03-29 01:59:59', '2026-03-29T00:59:59Z'],
  ['skipped: moved forward by the gap', 'Europe/Stockholm', '2026-03-29 02:30', '2026-03-29T01:30:00Z'],
  ['the first minute after the gap', 'Europe/Stockholm', '2026-03-29 03:00', '2026-03-29T01:00:00Z'],
  ['twice: the first occurrence', 'Europe/Stockholm', '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
  ['the first minute after the double hour', 'Europe/Stockholm', '2026-10-25 03:00', '2026-10-25T02:00:00Z'],
  ['half an hour skipped', 'Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:45:00Z'],
  ['half an hour twice', 'Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00Z'],
];

test.each(wallClock)('a time on the wall, %s', (_, zone, time, expected) => {
  expect(formatInstant(localToInstant(zone, local(time)))).toBe(expected);
});

describe('the relations that engines join', () => {
  const [start, end] = [instant('2025-06-01T00:00:00Z'), instant('2027-06-01T00:00:00Z')];

  test('Stockholm changes at 01:00 UTC', () => {
    const stretches = zoneOffsets('Europe/Stockholm', start, end).map(({ from, minutes }) => [
      formatInstant(from),
      minutes,
    ]);
    expect(stretches).toEqual([
      ['2025-06-01T00:00:00Z', 120],
      ['2025-10-26T01:00:00Z', 60],
      ['2026-03-29T01:00:00Z', 120],
      ['2026-10-25T01:00:00Z', 60],
      ['2027-03-28T01:00:00Z', 120],
    ]);
  });

  test.each(ZONES)('%s: every instant lies in one stretch, with its own offset', (zone) => {
    const stretches = zoneOffsets(zone, EARLIEST - DAY, end);
    expect([stretches[0]?.from, stretches.at(-1)?.to]).toEqual([EARLIEST - DAY, end]);
    stretches.forEach(({ from, to, minutes }, i) => {
      expect(Number.isSafeInteger(minutes * MINUTE)).toBe(true);
      expect(from).toBeLessThan(to);
      if (i > 0) expect(from).toBe(stretches[i - 1]?.to);
      expect([offsetMinutes(zone, from), offsetMinutes(zone, to - 1)]).toEqual([minutes, minutes]);
    });
  });

  test('an interval of nothing has no stretch', () => {
    expect(zoneOffsets('Europe/Stockholm', start, start)).toEqual([]);
  });

  const byWallClock = (zone: string, at: number): number => {
    const stretch = localOffsets(zone, start, end).filter(({ from, to }) => at >= from && at < to);
    if (stretch.length !== 1) throw new Error(`${stretch.length} stretches`);
    return at - (stretch[0]?.minutes ?? 0) * MINUTE;
  };

  test.each(wallClock)('by the wall clock, %s', (_, zone, time, expected) => {
    expect(formatInstant(byWallClock(zone, local(time)))).toBe(expected);
  });

  test('by the wall clock, any time is the same instant as one by one', () => {
    const zones = ZONES.map((zone) => ({ zone, table: localOffsets(zone, start, end) }));
    const time = fc.integer({ min: start / MINUTE, max: end / MINUTE }).map((minutes) => minutes * MINUTE);
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, ({ zone, table }, at) => {
        const minutes = table.find(({ from, to }) => at >= from && at < to)?.minutes ?? Number.NaN;
        return at - minutes * MINUTE === localToInstant(zone, at);
      }),
      { numRuns: cases(500) },
    );
  });
});

test.each([
  ['Cairo put its clocks back for thirty days', 'Africa/Cairo', '2010-08-10T21:00:00Z', '2010-09-09T22:00:00Z'],
  ['Tunis put its clocks back for eight days', 'Africa/Tunis', '1943-04-17T00:00:00Z', '1943-04-25T01:00:00Z'],
  ['Hebron put its clocks back for a month', 'Asia/Hebron', '2011-07-31T21:00:00Z', '2011-08-29T22:00:00Z'],
])('%s: none of it is passed over', (_, zone, from, to) => {
  const found = zoneOffsets(zone, instant('1940-01-01T00:00:00Z'), instant('2030-01-01T00:00:00Z'));
  expect(found.map((one) => [one.from, one.to])).toContainEqual([instant(from), instant(to)]);
});

test('stretches follow on one another and have the offset of every day in them', () => {
  const [from, to] = [instant('1990-01-01T00:00:00Z'), instant('2030-01-01T00:00:00Z')];
  for (const zone of [...ZONES, 'Africa/Cairo', 'Africa/Casablanca', 'Asia/Gaza']) {
    let [end, wrong] = [from, 0];
    for (const stretch of zoneOffsets(zone, from, to)) {
      expect(stretch.from).toBe(end);
      end = stretch.to;
      for (let at = stretch.from; at < end; at += DAY) if (offsetMinutes(zone, at) !== stretch.minutes) wrong += 1;
      expect(offsetMinutes(zone, end - MINUTE)).toBe(stretch.minutes);
    }
    expect([zone, end, wrong]).toEqual([zone, to, 0]);
  }
});

test.each([
  ['just before it', '2026-03-29T00:59:59.300000Z', '2026-03-29T00:59:59.900000Z', [60]],
  ['at it', '2026-03-29T00:59:59.500000Z', '2026-03-29T01:00:00Z', [60]],
  ['within a second around it', '2026-03-29T00:59:59.500000Z', '2026-03-29T01:00:00.300000Z', [60, 120]],
  ['a second and a bit behind it', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00.300000Z', [60, 120]],
  ['from it on', '2026-03-29T01:00:00Z', '2026-03-29T01:00:01.300000Z', [120]],
])('an interval may end anywhere by a change: %s', (_, from, to, minutes) => {
  const found = zoneOffsets('Europe/Stockholm', instant(from), instant(to));
  expect(found.map((one) => one.minutes)).toEqual(minutes);
  expect([found[0]?.from, found.at(-1)?.to]).toEqual([instant(from), instant(to)]);
});
