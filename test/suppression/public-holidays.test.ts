import { describe, expect, test } from 'vitest';
import { parseAsOf } from '../../src/model/instant.js';
import { contactHoursAt, localTime } from '../../src/suppression/contact-hours.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { easterSunday, isPublicHoliday } from '../../src/suppression/public-holidays.js';
import type { ValidRequest } from '../../src/suppression/request.js';

/** By the calendars of the countries. */
test.each([
  [1818, '1818-03-22'],
  [1943, '1943-04-25'],
  [1954, '1954-04-18'],
  [1981, '1981-04-19'],
  [2000, '2000-04-23'],
  [2008, '2008-03-23'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
])('Easter Sunday of %i', (year, day) => {
  expect(easterSunday(year)).toBe(day);
});

const daysOf = (country: 'SE' | 'FI' | 'NO' | 'DK', year: number): readonly string[] => {
  const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i)).toISOString().slice(0, 10));
  return days.filter((day) => day.startsWith(String(year)) && isPublicHoliday(country, day));
};

describe('the public holidays of 2026', () => {
  test.each([
    ['SE', '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26'],
    ['FI', '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-20 10-31 12-06 12-25 12-26'],
    ['NO', '01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26'],
    ['DK', '01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26'],
  ] as const)('%s', (country, days) => {
    expect(daysOf(country, 2026)).toEqual(days.split(' ').map((day) => `2026-${day}`));
  });

  test('store bededag was one until 2023', () => {
    expect(isPublicHoliday('DK', '2023-05-05')).toBe(true);
    expect(isPublicHoliday('DK', '2024-04-26')).toBe(false);
  });

  test.each([
    ['the first day it can be', '2020-06-20', true],
    ['the last day it can be', '2021-06-26', true],
    ['a Saturday before', '2021-06-19', false],
    ['a Friday', '2026-06-19', false],
    ['All Saints on its last day', '2027-11-06', true],
    ['All Saints on its first', '2026-10-31', true],
  ])('Midsummer and All Saints move: %s', (_, day, expected) => {
    expect(isPublicHoliday('SE', day)).toBe(expected);
  });
});

test.each([
  ['Europe/Oslo', '2026-03-28T23:30:00Z', 'sun 2026-03-29 00:30'],
  ['Europe/Oslo', '2026-03-29T01:00:00Z', 'sun 2026-03-29 03:00'],
  ['Europe/Helsinki', '2026-10-25T00:59:59.999Z', 'sun 2026-10-25 03:59'],
  ['Europe/Helsinki', '2026-10-25T01:00:00Z', 'sun 2026-10-25 03:00'],
  ['Europe/Oslo', '1969-12-31T23:00:00Z', 'thu 1970-01-01 00:00'],
  ['UTC', '1969-12-28T12:34:00Z', 'sun 1969-12-28 12:34'],
])('the clock on the wall in %s at %s', (zone, at, shown) => {
  const { weekday, day, time } = localTime(zone, parseAsOf(at));
  expect(`${weekday} ${day} ${time}`).toBe(shown);
});

describe('calling hours', () => {
  const closedAt = (at: string, change: Partial<ValidRequest> = {}): readonly string[] =>
    [...contactHoursAt({ channel: 'phone', sendAt: parseAsOf(at), ...change } as ValidRequest, okq8).keys()].sort();

  test.each<[string, string, readonly string[]]>([
    ['a Tuesday at nine in Oslo', '2026-03-03T08:00:00Z', []],
    ['a millisecond before', '2026-03-03T07:59:59.999Z', ['NO']],
    ['a millisecond before nine in the evening', '2026-03-03T19:59:59.999Z', []],
    ['nine in the evening', '2026-03-03T20:00:00Z', ['NO']],
    ['nine in summer time', '2026-07-07T07:00:00Z', []],
    ['a Friday', '2026-03-06T12:00:00Z', []],
    ['a Saturday', '2026-03-07T12:00:00Z', ['NO']],
    ['a Sunday', '2026-03-08T12:00:00Z', ['NO']],
    ['Maundy Thursday', '2026-04-02T12:00:00Z', ['NO']],
    ['the Wednesday before', '2026-04-01T12:00:00Z', []],
  ])('%s', (_, at, expected) => {
    expect(closedAt(at)).toEqual(expected);
  });

  test('of the campaign’s country bind everywhere, by the clock there', () => {
    // 07:30 in Oslo and Stockholm, 08:30 in Helsinki.
    expect(closedAt('2026-03-03T06:30:00Z', { country: 'NO' })).toEqual(['DK', 'FI', 'NO', 'SE']);
    // 08:30 in Oslo, 09:30 in Helsinki.
    expect(closedAt('2026-03-03T07:30:00Z', { country: 'NO' })).toEqual(['DK', 'NO', 'SE']);
    expect(closedAt('2026-03-03T07:30:00Z', { country: 'SE' })).toEqual(['NO']);
  });

  test('are for the channels they name', () => {
    expect(closedAt('2026-03-07T12:00:00Z', { channel: 'email' })).toEqual([]);
  });

  test('of a country without a clock are closed', () => {
    const policy = { ...okq8, contact: { ...okq8.contact, zones: {} } };
    const request = { channel: 'phone', sendAt: parseAsOf('2026-03-03T12:00:00Z') } as ValidRequest;
    expect([...contactHoursAt(request, policy)]).toEqual([['NO', 'the policy names no time zone there']]);
  });
});
