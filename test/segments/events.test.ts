import { describe, expect, test } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { rolling } from '../../src/segments/window.js';
import { membersOf } from './members.js';

const { events, purchases, not } = builder();

const event = (profileId: string, occurredAt: string, type = 'app_open') => ({ profileId, occurredAt, type });

const records: RecordsInput = {
  profile: [{ id: 'often' }, { id: 'once' }, { id: 'other' }, { id: 'merged' }, { id: 'remains' }, { id: 'silent' }],
  event: [
    event('often', '2026-03-01T10:00:00Z'),
    event('often', '2026-03-01T10:00:00Z'),
    event('often', '2026-03-02T23:30:00Z'),
    event('once', '2026-03-02T10:00:00Z'),
    event('other', '2026-03-02T10:00:00Z', 'search'),
    event('merged', '2026-03-02T10:00:00Z'),
    event('ghost', '2026-03-02T10:00:00Z'),
    event('silent', '2026-03-03T10:00:00Z'),
  ],
  identity_link: [{ link: 'merge', profileId: 'merged', intoProfileId: 'remains', occurredAt: '2026-03-03T10:00:00Z' }],
};

const table: readonly [string, Condition, readonly string[]][] = [
  [
    'the behaviour of a merged profile is that of who remains',
    events('app_open').count().atLeast(1),
    ['often', 'once', 'remains'],
  ],
  ['every event counts, at the same instant too', events('app_open').count().exactly(3), ['often']],
  ['days of events', events('app_open').days().exactly(2), ['often']],
  ['days since the last one, in local days', events('app_open').daysSinceLast().exactly(0), ['often']],
  ['elapsed hours', events('app_open').count().in(rolling('PT24H')).atLeast(1), ['often', 'once', 'remains']],
  ['a second less', events('app_open').count().in(rolling('PT86399S')).atLeast(1), ['often']],
  ['another type', events('search').count().atLeast(1), ['other']],
  ['nobody did it', events('email_click').count().atLeast(1), []],
  ['who did not: the complement in the universe', not(events('app_open').count().atLeast(1)), ['other', 'silent']],
  [
    'a kind that no source declares: nobody has any',
    purchases().lines().exactly(0),
    ['often', 'once', 'other', 'remains', 'silent'],
  ],
  ['a kind that no source declares: nobody has a last one', purchases().daysSinceLast().atMost(1000), []],
  ['a kind that no source declares: receipts', purchases({ category: 'fuel' }).receipts().atLeast(1), []],
  [
    'a kind that no source declares: amounts',
    purchases().amount('SEK').lessThan(1),
    ['often', 'once', 'other', 'remains', 'silent'],
  ],
];

test('events', async () => {
  const found = await membersOf(
    table.map(([, condition]) => condition),
    records,
  );
  const said = table.map(([says], i) => [says, found[i]]);
  expect(said).toEqual(table.map(([says, , expected]) => [says, { reference: expected, duckdb: expected }]));
});

describe('the zone of the run says what a day is', () => {
  const days = events('app_open').days().exactly(2);
  test.each<[string, readonly string[]]>([
    ['UTC', ['often']],
    ['Europe/Helsinki', ['often']],
    ['America/St_Johns', ['often']],
    ['Pacific/Kiritimati', ['often']],
  ])('%s', async (zone, expected) => {
    const [found] = await membersOf([days], records, zone);
    expect(found).toEqual({ reference: expected, duckdb: expected });
  });

  test.each<[string, readonly string[]]>([
    ['UTC', ['often', 'once', 'remains']],
    ['Europe/Helsinki', ['once', 'remains']],
    ['Pacific/Kiritimati', ['once', 'often', 'remains'].sort()],
  ])('yesterday in %s', async (zone, expected) => {
    const [found] = await membersOf([events('app_open').daysSinceLast().exactly(1)], records, zone);
    expect(found).toEqual({ reference: expected, duckdb: expected });
  });
});
