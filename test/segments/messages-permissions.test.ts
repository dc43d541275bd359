import { expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { categoriesOf } from '../../src/segments/data-categories.js';
import { checkSegment } from '../../src/segments/read-segment.js';
import { describeSegment, isTargeting, readsOf, segment } from '../../src/segments/segment.js';
import { absolute, ever, next, rolling } from '../../src/segments/window.js';
import { type Case, expected, saidOf, worldOf } from './rows-by-hand.js';

/** As-of 2026-03-03T10:00:00Z, zone Europe/Stockholm; the last 30 days began at 2026-02-01T10:00:00Z. */
const { contacts, deliveries, not, permissions } = builder();

const JUST_BEFORE = '2026-03-03T09:59:59.999999Z';
const NOW = '2026-03-03T10:00:00Z';
const JUST_AFTER = '2026-03-03T10:00:00.000001Z';
const BEGINNING = '2026-02-01T10:00:00Z';
const TOO_EARLY = '2026-02-01T09:59:59.999999Z';

const merge = (profileId: string, intoProfileId: string) => ({
  link: 'merge',
  profileId,
  intoProfileId,
  occurredAt: '2026-01-01T00:00:00Z',
});

const sent = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  occurredAt,
  channel: 'email',
  controller: 'okq8',
  ...fields,
});

test('contacts: messages sent before as-of, to whom they name', async () => {
  const records = worldOf(
    {
      contact: [
        sent('first', BEGINNING, { campaign: 'c1' }),
        sent('early', TOO_EARLY),
        sent('last', JUST_BEFORE, { channel: 'sms', purpose: 'service', topic: 'newsletter' }),
        sent('now', NOW),
        // No versions: a second row of an id counts too.
        sent('twice', '2026-02-10T10:00:00Z', { id: 'm1', campaign: 'c1' }),
        sent('twice', '2026-02-10T10:00:00Z', { id: 'm1', campaign: 'c2', reaction: 'opened' }),
        // One local day, two of UTC.
        sent('one day', '2026-02-09T23:30:00Z', { controller: 'okq8_bank' }),
        sent('one day', '2026-02-10T00:30:00Z', { controller: undefined }),
        sent('old', '2026-02-10T10:00:00Z'),
      ].map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== undefined)) as typeof row),
      identity_link: [merge('old', 'remains')],
    },
    [{ id: 'remains' }],
  );
  const recent = contacts().count().in(rolling('P30D'));
  const cases: readonly Case[] = [
    ['from the first instant of the window to just before as-of', recent.exactly(1), ['first', 'last', 'remains']],
    ['every row counts', recent.exactly(2), ['twice', 'one day']],
    ['none in the window', recent.exactly(0), ['early', 'now', 'silent']],
    ['ever ends before as-of too', contacts().count().in(ever).atMost(0), ['now', 'silent']],
    ['the silent were never contacted', not(contacts().count().atLeast(1)), ['now', 'silent']],
    ['days', contacts().days().exactly(1), ['first', 'early', 'last', 'twice', 'one day', 'remains']],
    ['different campaigns', contacts().distinct('campaign').exactly(2), ['twice']],
    ['a campaign', contacts({ campaign: 'c1' }).count().exactly(1), ['first', 'twice']],
    [
      'a reaction',
      contacts({ reaction: { present: true } })
        .count()
        .atLeast(1),
      ['twice'],
    ],
    [
      'the other channels',
      contacts({ channel: { ne: 'email' } })
        .count()
        .atLeast(1),
      ['last'],
    ],
    ['a purpose', contacts({ purpose: 'service' }).count().atLeast(1), ['last']],
    ['who does not say for what says *', contacts({ purpose: '*' }).count().atLeast(2), ['twice', 'one day']],
    ['a topic', contacts({ topic: 'newsletter' }).count().atLeast(1), ['last']],
    ['a controller', contacts({ controller: 'okq8_bank' }).count().atLeast(1), ['one day']],
    ['the channel of the last', contacts().last('channel').exactly('sms'), ['last']],
    ['the controller of the last, not said', contacts().last('controller').exactly('*'), ['one day']],
    ['days since the last', contacts().daysSinceLast().exactly(0), ['last']],
    ['days since the first', contacts().daysSinceFirst().atLeast(30), ['first', 'early']],
    [
      'days since the last of nobody’s are missing',
      contacts().daysSinceLast().atLeast(0),
      ['first', 'early', 'last', 'twice', 'one day', 'remains'],
    ],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

const report = (profileId: string | undefined, occurredAt: string | undefined, fields: object = {}) =>
  ({ ...(profileId && { profileId }), ...(occurredAt && { occurredAt }), outcome: 'delivered', ...fields }) as {
    profileId: string;
  };

test('delivery reports: before as-of, known by then, with a time, of whom they name by profile', async () => {
  const named = [
    report('last', JUST_BEFORE),
    report('now', NOW),
    report('first', BEGINNING, { outcome: 'hard_bounce', channel: 'email', controller: 'okq8' }),
    report('timeless', undefined, { outcome: 'hard_bounce' }),
    report('unreadable', 'yesterday', { outcome: 'hard_bounce' }),
    report('known', '2026-02-10T10:00:00Z', { recordedAt: NOW }),
    report('known later', '2026-02-10T10:00:00Z', { recordedAt: JUST_AFTER }),
    // One message, delivered and then complained of.
    report('both', '2026-02-10T10:00:00Z', { id: 'm1', campaign: 'c1' }),
    report('both', '2026-02-11T10:00:00Z', { id: 'm1', campaign: 'c1', outcome: 'complaint' }),
    report('old', '2026-02-10T10:00:00Z', { outcome: 'soft_bounce' }),
  ];
  const world = worldOf({ delivery: named, identity_link: [merge('old', 'remains')] }, [
    { id: 'remains' },
    { id: 'address', email: 'a@example.se' },
  ]);
  const records = {
    ...world,
    // Whose address it is, a decision finds out; a segment does not.
    delivery: [...named, report(undefined, '2026-02-10T10:00:00Z', { email: 'a@example.se', outcome: 'hard_bounce' })],
  };
  const bounced = deliveries({ outcome: ['hard_bounce', 'soft_bounce'] });
  const cases: readonly Case[] = [
    ['one', deliveries().count().exactly(1), ['last', 'first', 'known', 'remains']],
    ['of one message two', deliveries().count().exactly(2), ['both']],
    [
      'not at as-of, not without a time, not known later, not by address',
      deliveries().count().exactly(0),
      ['now', 'timeless', 'unreadable', 'known later', 'address', 'silent'],
    ],
    ['in the last 30 days', bounced.count().in(rolling('P30D')).atLeast(1), ['first', 'remains']],
    [
      'another outcome',
      deliveries({ outcome: { ne: 'delivered' } })
        .count()
        .atLeast(1),
      ['first', 'both', 'remains'],
    ],
    ['channel and controller', deliveries({ channel: 'email', controller: 'okq8' }).count().atLeast(1), ['first']],
    ['a campaign', deliveries({ campaign: 'c1' }).count().exactly(2), ['both']],
    ['the last outcome', deliveries().last('outcome').exactly('complaint'), ['both']],
    ['the first outcome', deliveries().first('outcome').oneOf('delivered'), ['last', 'known', 'both']],
    ['different outcomes', deliveries().distinct('outcome').exactly(2), ['both']],
    ['days since', bounced.daysSinceLast().exactly(30), ['first']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
  const later: readonly Case[] = [
    [
      'known a millisecond later',
      deliveries().count().exactly(1),
      ['last', 'first', 'known', 'known later', 'remains'],
    ],
  ];
  expect(await saidOf(later, records, { knownAt: '2026-03-03T10:00:00.001Z' })).toEqual(expected(later));
});

const said = (profileId: string, occurredAt: string | undefined, fields: object = {}) => ({
  profileId,
  ...(occurredAt && { occurredAt }),
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  ...fields,
});

test('permissions: what was expressed, at as-of too', async () => {
  const named = [
    said('now', NOW),
    said('after', JUST_AFTER),
    said('first', BEGINNING, { purpose: 'profiling', topic: 'newsletter' }),
    said('early', TOO_EARLY, { channel: 'sms' }),
    said('timeless', undefined),
    said('known later', '2026-02-10T10:00:00Z', { recordedAt: JUST_AFTER }),
    // Every expression is a record of its own, also under one id.
    said('changed', '2026-02-10T10:00:00Z', { id: 'x' }),
    said('changed', '2026-02-11T10:00:00Z', { id: 'x', state: 'withdrawn' }),
    said('ends', '2026-02-10T10:00:00Z', { validUntil: '2026-03-10T00:00:00Z', origin: 'data_subject' }),
    // Unreadable where it says what: the decision refuses whom it names, here it is a row that does not say.
    said('damaged', '2026-02-10T10:00:00Z', { state: 'hm' }),
    said('old', '2026-02-10T10:00:00Z'),
  ];
  const world = worldOf({ permission: named, identity_link: [merge('old', 'remains')] }, [
    { id: 'remains' },
    { id: 'address', email: 'a@example.se' },
  ]);
  const { profileId: _, ...nobody } = said('', '2026-02-10T10:00:00Z', { email: 'a@example.se' });
  const records = { ...world, permission: [...named, nobody] };
  const given = permissions({ state: 'given' });
  const day = absolute('2026-03-03T00:00:00Z', NOW);
  const cases: readonly Case[] = [
    [
      'at as-of, not after it',
      given.count().in(rolling('P30D')).atLeast(1),
      ['now', 'first', 'changed', 'ends', 'remains'],
    ],
    ['ever', given.count().atLeast(1), ['now', 'first', 'early', 'changed', 'ends', 'remains']],
    ['an hour', given.count().in(rolling('PT1H')).atLeast(1), ['now']],
    ['a window with an end of its own leaves it out', given.count().in(day).atLeast(1), []],
    [
      'one that ends later does not',
      given.count().in(absolute('2026-03-03T00:00:00Z', JUST_AFTER)).atLeast(1),
      ['now'],
    ],
    ['every expression', permissions().count().exactly(2), ['changed']],
    [
      'none: later, unknown, without a time, by address',
      permissions().count().exactly(0),
      ['after', 'known later', 'timeless', 'address', 'silent'],
    ],
    ['the last state', permissions().last('state').exactly('withdrawn'), ['changed']],
    [
      'a state that is not said',
      permissions({ state: { present: false } })
        .count()
        .exactly(1),
      ['damaged'],
    ],
    [
      'it is not given, and not another state either',
      permissions({ state: { ne: 'given' } })
        .count()
        .atLeast(1),
      ['changed'],
    ],
    ['a purpose', permissions({ purpose: 'profiling' }).count().atLeast(1), ['first']],
    [
      'a topic; none is *',
      permissions({ topic: { ne: '*' } })
        .count()
        .atLeast(1),
      ['first'],
    ],
    ['a channel', permissions({ channel: 'sms' }).count().atLeast(1), ['early']],
    ['whence', permissions({ origin: 'data_subject' }).count().atLeast(1), ['ends']],
    [
      'one that ends soon',
      permissions({ validUntil: { within: next('P14D') } })
        .count()
        .atLeast(1),
      ['ends'],
    ],
    ['days since the last', permissions().daysSinceLast().exactly(0), ['now']],
    ['different states', permissions().distinct('state').exactly(2), ['changed']],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

test('whoever is not declared has none', async () => {
  const records = { profile: [{ id: 'somebody' }] };
  const cases: readonly Case[] = [
    ['contacts', contacts().count().exactly(0), ['somebody']],
    ['deliveries', deliveries().daysSinceLast().atLeast(0), []],
    ['permissions', permissions().last('state').exactly('given'), []],
  ];
  expect(await saidOf(cases, records)).toEqual(expected(cases));
});

const kinds: readonly (readonly [string, Condition, string])[] = [
  ['contact', contacts({ channel: 'sms' }).count().atLeast(1), 'contacts with channel sms ever: at least 1'],
  ['delivery', deliveries().days().atLeast(1), 'days with delivery reports ever: at least 1'],
  ['permission', permissions().last('state').exactly('given'), 'state of the last permission ever: exactly given'],
];

test.each(kinds)('%s: reading it is targeting, by communication history, and is said in words', (kind, node, words) => {
  const audience = segment('s', node);
  expect([...readsOf(audience)]).toEqual([kind]);
  expect(isTargeting(audience)).toBe(true);
  expect(categoriesOf(audience, {})).toEqual(['communication_history']);
  expect(describeSegment(audience)).toBe(words);
});

test.each<[string, object, string]>([
  ['figures', { measure: { sum: 'amount', currency: 'SEK' } }, 'contacts have no figures to add up'],
  ['receipts', { measure: { count: 'receipt' } }, 'contacts have no receipts'],
  ['returns', { returns: 'net' }, 'contacts are never returned'],
  ['addresses', { over: 'delivery', where: { email: 'a@example.se' } }, 'delivery has no email'],
  ['words there are not', { over: 'permission', where: { state: 'maybe' } }, '"maybe" is no word for "state"'],
])('refused: %s', (_, fields, message) => {
  const node = { ...contacts().count().atLeast(1), ...fields } as Condition;
  expect(() => checkSegment(segment('s', node), { attributes: {} }, 's')).toThrow(message);
});
