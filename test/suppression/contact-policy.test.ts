import type { ContactPolicy } from '../../src/suppression/contact-policy.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { decisionTable, type Line, type Row, type TableOptions, type Who } from './decision-table.js';
import { byEmail, byPhone, consent, delivery, sale } from './rows.js';

/** Everybody here has consented long ago; as-of is 2026-03-03T10:00:00Z. */
const LONG_AGO = '2025-01-01T00:00:00Z';
const permission = (who: Who): readonly Row[] => [consent(who, { occurredAt: LONG_AGO, channel: '*' })];

const contactsOf =
  (...contacts: readonly Row[]) =>
  (who: Who) => ({
    permission: permission(who),
    contact: contacts.map((change) => ({
      profileId: who.id,
      controller: 'okq8',
      channel: 'email',
      purpose: 'direct_marketing',
      topic: 'survey',
      occurredAt: '2026-03-01T10:00:00Z',
      ...change,
    })),
  });

const line = (says: string, expected: Line['expected'], ...contacts: readonly Row[]): Line => ({
  says,
  expected,
  records: contactsOf(...contacts),
});

const with_ = (contact: Partial<ContactPolicy>): TableOptions => ({
  policy: { contact: { ...widePolicy.contact, ...contact } },
});

const [one, two, three] = ['2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z', '2026-03-03T09:00:00Z'].map(
  (occurredAt): Row => ({ occurredAt }),
) as [Row, Row, Row];
const CAPPED = ['FREQUENCY_CAP'] as const;

decisionTable('three contacts in seven days on a channel are enough', {}, [
  line('never contacted', 'consent'),
  line('two', 'consent', one, two),
  line('three', CAPPED, one, two, three),
  line('the first of them seven days ago to the microsecond: no longer in the window', 'consent', two, three, {
    occurredAt: '2026-02-24T10:00:00Z',
  }),
  line('a microsecond later: in the window', CAPPED, two, three, { occurredAt: '2026-02-24T10:00:00.000001Z' }),
  line('at as-of: counts', CAPPED, one, two, { occurredAt: '2026-03-03T10:00:00Z' }),
  line('planned for later: does not', 'consent', one, two, { occurredAt: '2026-03-03T10:00:00.000001Z' }),
  line('one told twice', 'consent', one, two, two),
  line('one told again with the reaction to it', 'consent', one, two, { ...two, reaction: 'clicked' }),
  line('two at one instant with ids of their own', CAPPED, one, { ...two, id: 'a' }, { ...two, id: 'b' }),
  line('two at one instant of two kinds', CAPPED, one, two, { ...two, topic: 'newsletter' }),
  line('one on another channel', 'consent', one, two, { ...three, channel: 'sms' }),
  line('one service message', 'consent', one, two, { ...three, purpose: 'service' }),
  line('one for nobody knows what', CAPPED, one, two, { ...three, purpose: null }),
  line('one by another company of the group', CAPPED, one, two, { ...three, controller: 'okq8_bank' }),
  line('one by nobody knows whom', CAPPED, one, two, { ...three, controller: null }),
]);

decisionTable('a service message is not capped', { campaign: { kind: 'service_message' } }, [
  line('three', 'service_message', one, two, three),
]);

decisionTable(
  'a cap over all channels',
  with_({ frequencyCaps: [{ count: 2, windowDays: 1, per: 'person', purposesExcluded: [] }] }),
  [
    line('one on each of two channels', CAPPED, three, { ...three, channel: 'sms' }),
    line('one of them is yesterday’s', 'consent', three, { ...two, channel: 'sms' }),
  ],
);

decisionTable('merged profiles are one person', {}, [
  {
    says: 'two contacts of one, one of the other',
    expected: CAPPED,
    records: (who) => ({
      ...contactsOf(one, two, { ...three, profileId: `${who.id}-old` })(who),
      identity_link: [{ link: 'merge', profileId: `${who.id}-old`, intoProfileId: who.id }],
    }),
  },
]);

decisionTable('no caps', with_({ frequencyCaps: [] }), [line('three', 'consent', one, two, three)]);

decisionTable('the same kind not again within thirty days', with_({ notAgainWithinDays: { newsletter: 30 } }), [
  line('of another kind', 'consent', one),
  line('of the same kind', CAPPED, { topic: 'newsletter', occurredAt: '2026-02-01T10:00:00.000001Z' }),
  line('thirty days ago', 'consent', { topic: 'newsletter', occurredAt: '2026-02-01T10:00:00Z' }),
  line('of a kind nobody knows', CAPPED, { topic: null }),
]);

decisionTable('the same campaign not again within ten days', { campaign: { notAgainWithinDays: 10 } }, [
  line('another campaign', 'consent', { ...one, campaign: 'c2' }),
  line('nobody knows which campaign', 'consent', one),
  line('the same campaign', CAPPED, { ...one, campaign: 'c1' }),
  line('ten days ago', 'consent', { campaign: 'c1', occurredAt: '2026-02-21T10:00:00Z' }),
  line('a microsecond later', CAPPED, { campaign: 'c1', occurredAt: '2026-02-21T10:00:00.000001Z' }),
]);

const bounced = (says: string, expected: Line['expected'], reports: (who: Who) => readonly Row[]): Line => ({
  says,
  expected,
  records: (who) => ({ permission: permission(who), delivery: reports(who) }),
});
const soft = (who: Who, change: Row = {}): Row =>
  delivery(who, { outcome: 'soft_bounce', occurredAt: one.occurredAt, ...change });
const TOO_OFTEN = ['SOFT_BOUNCE_LIMIT'] as const;

decisionTable('two soft bounces in thirty days are enough', with_({ softBounces: { count: 2, windowDays: 30 } }), [
  bounced('one', 'consent', (who) => [soft(who)]),
  bounced('two', TOO_OFTEN, (who) => [soft(who), soft(who, two)]),
  bounced('one told twice', 'consent', (who) => [soft(who), soft(who)]),
  bounced('one of them thirty days ago', 'consent', (who) => [
    soft(who),
    soft(who, { occurredAt: '2026-02-01T10:00:00Z' }),
  ]),
  bounced('a microsecond later', TOO_OFTEN, (who) => [
    soft(who),
    soft(who, { occurredAt: '2026-02-01T10:00:00.000001Z' }),
  ]),
  bounced('one without a time', TOO_OFTEN, (who) => [soft(who), soft(who, { occurredAt: null })]),
  bounced('one of the address, one of the profile', TOO_OFTEN, (who) => [
    soft(who),
    byEmail(who.email, soft(who, two)),
  ]),
  bounced('one of another address', 'consent', (who) => [soft(who), byEmail('other@example.se', soft(who, two))]),
  bounced('one of the phone', 'consent', (who) => [soft(who), byPhone(who.phone, soft(who, two))]),
  bounced('one on another channel', 'consent', (who) => [soft(who), soft(who, { ...two, channel: 'sms' })]),
  bounced('one delivered', 'consent', (who) => [soft(who), soft(who, { ...two, outcome: 'delivered' })]),
  bounced('one hard', ['HARD_BOUNCE'], (who) => [soft(who), soft(who, { ...two, outcome: 'hard_bounce' })]),
]);

decisionTable(
  'a policy without a limit',
  {
    policy: { contact: { frequencyCaps: [], notAgainWithinDays: {}, contactHours: [], zones: {} } },
  },
  [bounced('nine', 'consent', (who) => Array.from({ length: 9 }, (_, i) => soft(who, { id: `b${i}` })))],
);

const did = (
  says: string,
  expected: Line['expected'],
  records: (who: Who) => Record<string, readonly Row[]>,
): Line => ({
  says,
  expected,
  records: (who) => ({ permission: permission(who), ...records(who) }),
});
const SILENT = ['SUNSET_INACTIVE'] as const;
const event = ({ id }: Who, change: Row = {}): Row => ({
  profileId: id,
  type: 'app_open',
  occurredAt: one.occurredAt,
  ...change,
});

decisionTable('whoever did nothing for a year', with_({ sunset: { channels: ['email'], days: 365 } }), [
  did('nothing at all', SILENT, () => ({})),
  did('a purchase', 'consent', (who) => ({ purchase: [sale(who)] })),
  did('a return', 'consent', (who) => ({ purchase: [sale(who, { type: 'return' })] })),
  did('a purchase exactly 365 days ago', 'consent', (who) => ({
    purchase: [sale(who, { occurredAt: '2025-03-03T10:00:00Z' })],
  })),
  did('a microsecond earlier', SILENT, (who) => ({
    purchase: [sale(who, { occurredAt: '2025-03-03T09:59:59.999999Z' })],
  })),
  did('a purchase at as-of: not yet past', SILENT, (who) => ({
    purchase: [sale(who, { occurredAt: '2026-03-03T10:00:00Z' })],
  })),
  did('an event', 'consent', (who) => ({ event: [event(who)] })),
  did('an event on a device of theirs', 'consent', (who) => ({
    event: [event(who, { profileId: null, deviceId: `d-${who.id}` })],
    identity_link: [{ link: 'login', profileId: who.id, deviceId: `d-${who.id}`, occurredAt: LONG_AGO }],
  })),
  did('an event on nobody’s device', SILENT, (who) => ({
    event: [event(who, { profileId: null, deviceId: 'd-nobody' })],
  })),
  did('of a profile merged into theirs', 'consent', (who) => ({
    event: [event(who, { profileId: `${who.id}-old` })],
    identity_link: [{ link: 'merge', profileId: `${who.id}-old`, intoProfileId: who.id }],
  })),
  did('clicked in a message', 'consent', (who) => contactsOf({ reaction: 'clicked' })(who)),
  did('opened a message: programs do that', SILENT, (who) => contactsOf({ reaction: 'opened' })(who)),
  did('consented 365 days ago', 'consent', (who) => ({
    permission: [consent(who, { occurredAt: '2025-03-03T10:00:00Z' })],
  })),
  did('a microsecond earlier', SILENT, (who) => ({
    permission: [consent(who, { occurredAt: '2025-03-03T09:59:59.999999Z' })],
  })),
]);

decisionTable('on another channel nobody asks', with_({ sunset: { channels: ['sms'], days: 365 } }), [
  did('nothing at all', 'consent', () => ({})),
]);

const OPEN = '2026-03-03T12:00:00Z';
const CLOSED = '2026-03-07T12:00:00Z';
const hours: ContactPolicy['contactHours'] = [
  {
    country: 'NO',
    channels: ['sms'],
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '09:00',
    to: '21:00',
    publicHolidays: 'closed',
  },
];
const from = (says: string, country: string | null, expected: Line['expected']): Line => ({
  says,
  profile: { country, phone: '+4741234567' },
  expected,
  records: (who) => ({ permission: permission(who) }),
});
const QUIET = ['QUIET_HOURS'] as const;
const sms = (sendAt: string, country?: string) => ({
  ...with_({ contactHours: hours }),
  campaign: { channel: 'sms', sendAt, ...(country === undefined ? {} : { country }) },
});

decisionTable('on a Saturday', sms(CLOSED), [
  from('a Norwegian', 'NO', QUIET),
  from('a Swede', 'SE', 'consent'),
  from('nobody knows', null, ['UNKNOWN_COUNTRY']),
]);
decisionTable('on a Saturday, from Norway', sms(CLOSED, 'NO'), [
  from('a Swede', 'SE', QUIET),
  from('nobody knows', null, QUIET),
]);
decisionTable('on a Saturday, from Sweden', sms(CLOSED, 'SE'), [
  from('a Norwegian', 'NO', QUIET),
  from('nobody knows', null, 'consent'),
]);
// Nothing decided at as-of, Tuesday 11:00 in Norway, was sent on the Saturday before.
decisionTable('a Saturday that is over at as-of', sms('2026-02-28T12:00:00Z'), [from('a Norwegian', 'NO', 'consent')]);
decisionTable('on a Tuesday', sms(OPEN), [from('a Norwegian', 'NO', 'consent')]);
decisionTable(
  'a service message at night',
  {
    ...sms(CLOSED),
    campaign: { channel: 'sms', sendAt: CLOSED, kind: 'service_message' },
  },
  [from('a Norwegian', 'NO', 'service_message')],
);

decisionTable(
  'a legal reason goes first, and none hides the other',
  with_({ frequencyCaps: [{ count: 1, windowDays: 7, per: 'channel', purposesExcluded: [] }] }),
  [
    {
      says: 'withdrawn, and contacted too often',
      expected: ['CONSENT_WITHDRAWN', 'FREQUENCY_CAP', 'CONTROL_GROUP'],
      profile: { controlGroup: true },
      records: (who) => ({
        ...contactsOf(one)(who),
        permission: [...permission(who), consent(who, { state: 'withdrawn', occurredAt: '2026-01-01T00:00:00Z' })],
      }),
    },
  ],
);
