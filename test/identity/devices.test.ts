import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceOwners } from '../../src/identity/devices.js';
import { parseInstant } from '../../src/model/instant.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { cases } from '../setup/drawn-cases.js';
import { ask, members, merge } from './world.js';

const opened: Condition = {
  kind: 'aggregate',
  over: 'event',
  where: { type: 'app_open' },
  measure: { count: 'line' },
  in: { kind: 'ever' },
  is: 'gte',
  value: 1,
};
const twice: Condition = { ...opened, value: 2 } as Condition;

const profile = [{ id: 'anna' }, { id: 'bo' }, { id: 'old' }];
const at = (time: string) => `2026-02-01T${time}Z`;
const login = (profileId: string, deviceId: string, time: string) => ({
  link: 'login',
  profileId,
  deviceId,
  occurredAt: time.includes('T') ? time : at(time),
});
const open = (who: { profileId?: string; deviceId?: string }, time: string) => ({
  ...who,
  type: 'app_open',
  occurredAt: time.includes('T') ? time : at(time),
});
const phone = { deviceId: 'phone' };

interface Case {
  readonly says: string;
  readonly links: readonly object[];
  readonly events: readonly object[];
  readonly counts: readonly string[];
  readonly anonymous: number;
  readonly audience?: Condition;
}

const table: readonly Case[] = [
  { says: 'nobody ever logged in', links: [], events: [open(phone, '12:00:00')], counts: [], anonymous: 1 },
  {
    says: 'before the first login',
    links: [login('anna', 'phone', '12:00:00.000001')],
    events: [open(phone, '12:00:00')],
    counts: [],
    anonymous: 1,
  },
  {
    says: 'at the instant of the login',
    links: [login('anna', 'phone', '12:00:00')],
    events: [open(phone, '12:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'after the login, however long',
    links: [login('anna', 'phone', '2020-01-01T00:00:00Z')],
    events: [open(phone, '12:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'two people on one device: the last login before the event',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '11:00:00')],
    events: [open(phone, '10:59:59.999999')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'two people on one device: from the second login on',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '11:00:00')],
    events: [open(phone, '11:00:00')],
    counts: ['bo'],
    anonymous: 0,
  },
  {
    says: 'two people on one device: back to the first',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '11:00:00'), login('anna', 'phone', '12:00:00')],
    events: [open(phone, '13:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'two people at the same instant: nobody',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '10:00:00')],
    events: [open(phone, '11:00:00')],
    counts: [],
    anonymous: 1,
  },
  {
    says: 'a tie does not fall back on an earlier login',
    links: [login('anna', 'phone', '09:00:00'), login('anna', 'phone', '10:00:00'), login('bo', 'phone', '10:00:00')],
    events: [open(phone, '11:00:00')],
    counts: [],
    anonymous: 1,
  },
  {
    says: 'a tie ends with the next login',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '10:00:00'), login('bo', 'phone', '10:30:00')],
    events: [open(phone, '11:00:00')],
    counts: ['bo'],
    anonymous: 0,
  },
  {
    says: 'the same person twice at one instant is no tie',
    links: [login('anna', 'phone', '10:00:00'), login('anna', 'phone', '2026-02-01T11:00:00+01:00')],
    events: [open(phone, '11:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'a login of somebody without a profile takes the device over',
    links: [login('anna', 'phone', '10:00:00'), login('ghost', 'phone', '10:30:00')],
    events: [open(phone, '11:00:00')],
    counts: [],
    anonymous: 0,
  },
  {
    says: 'another device is another device',
    links: [login('anna', 'tablet', '10:00:00')],
    events: [open(phone, '11:00:00')],
    counts: [],
    anonymous: 1,
  },
  {
    says: 'several devices of one person add up',
    links: [login('anna', 'phone', '10:00:00'), login('anna', 'tablet', '10:00:00')],
    events: [open(phone, '11:00:00'), open({ deviceId: 'tablet' }, '11:00:00')],
    counts: ['anna'],
    anonymous: 0,
    audience: twice,
  },
  {
    says: 'devices and named events add up',
    links: [login('anna', 'phone', '10:00:00')],
    events: [open(phone, '11:00:00'), open({ profileId: 'anna' }, '09:00:00')],
    counts: ['anna'],
    anonymous: 0,
    audience: twice,
  },
  {
    says: 'an event that names a profile is that profile’s, whoever logged in',
    links: [login('anna', 'phone', '10:00:00')],
    events: [open({ profileId: 'bo', deviceId: 'phone' }, '11:00:00')],
    counts: ['bo'],
    anonymous: 0,
  },
  {
    says: 'a merged profile’s login counts for the one that remains',
    links: [login('old', 'phone', '10:00:00'), merge('old', 'anna')],
    events: [open(phone, '11:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'two profiles of one person at the same instant are no tie',
    links: [login('old', 'phone', '10:00:00'), login('anna', 'phone', '10:00:00'), merge('old', 'anna')],
    events: [open(phone, '11:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'a login at as-of has not happened yet, and neither has the event',
    links: [login('anna', 'phone', '2026-03-03T10:00:00Z')],
    events: [open(phone, '2026-03-03T10:00:00Z')],
    counts: [],
    anonymous: 1,
  },
  {
    says: 'just before as-of both count',
    links: [login('anna', 'phone', '2026-03-03T09:59:59.999999Z')],
    events: [open(phone, '2026-03-03T09:59:59.999999Z')],
    counts: ['anna'],
    anonymous: 0,
  },
  {
    says: 'a login after as-of does not take the device over',
    links: [login('anna', 'phone', '10:00:00'), login('bo', 'phone', '2026-03-03T10:00:00Z')],
    events: [open(phone, '11:00:00')],
    counts: ['anna'],
    anonymous: 0,
  },
];

describe('whose an event on a device is', () => {
  test.each(table)('$says', async ({ links, events, counts, anonymous, audience = opened }) => {
    const records = { profile, identity_link: links, event: events } as never;
    const { persons, anonymousEvents } = await ask(records, { audience });
    expect(Object.keys(persons).sort()).toEqual(counts);
    expect(anonymousEvents).toBe(anonymous);
  });

  test('with linking off, an event on a device is nobody’s, and is counted as such', async () => {
    const records = { profile, identity_link: [login('anna', 'phone', '10:00:00')], event: [open(phone, '11:00:00')] };
    expect(await members(records, opened, { linkDevices: false })).toEqual([]);
    expect((await ask(records, { linkDevices: false })).anonymousEvents).toBe(1);
  });

  test('without links declared, an event on a device is nobody’s', async () => {
    expect(await members({ profile, event: [open(phone, '11:00:00')] }, opened)).toEqual([]);
  });
});

describe('laws of device owners', () => {
  const asOf = parseInstant('2026-03-03T10:00:00Z') as number;
  const logins = fc.array(
    fc.record({
      link: fc.constant('login' as const),
      profileId: fc.constantFrom('anna', 'bo'),
      deviceId: fc.constantFrom('phone', 'tablet'),
      occurredAt: fc.integer({ min: 0, max: 6 }),
      ref: fc.constant({ source: 'links', row: 1 }),
    }),
    { maxLength: 8 },
  );
  const personOf = (id: string) => id;

  test('the owner is the one person among the latest logins, found by looking at every login', () => {
    fc.assert(
      fc.property(logins, fc.integer({ min: -1, max: 7 }), (links, moment) => {
        const before = links.filter((one) => one.deviceId === 'phone' && one.occurredAt <= moment);
        const last = Math.max(...before.map((one) => one.occurredAt));
        const persons = new Set(before.filter((one) => one.occurredAt === last).map((one) => one.profileId));
        const expected = persons.size === 1 ? [...persons][0] : undefined;
        expect(deviceOwners(links, asOf, personOf)('phone', moment)).toBe(expected);
      }),
      { numRuns: cases(500) },
    );
  });

  test('the order of logins and logins on other devices mean nothing', () => {
    fc.assert(
      fc.property(logins, fc.integer({ min: -1, max: 7 }), (links, moment) => {
        const own = links.filter(({ deviceId }) => deviceId === 'phone');
        expect(deviceOwners([...links].reverse(), asOf, personOf)('phone', moment)).toBe(
          deviceOwners(own, asOf, personOf)('phone', moment),
        );
      }),
      { numRuns: cases(500) },
    );
  });
});
