import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, objection, THEN } from './rows.js';

const seen = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  signal: 'push_permission',
  state: 'granted',
  occurredAt: THEN,
  ...change,
});
const onDevice = (deviceId: string, row: Row): Row => ({ ...row, profileId: null, deviceId });
const login = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  link: 'login',
  profileId: id,
  deviceId: `device of ${id}`,
  occurredAt: BEFORE,
  ...change,
});

const line = (
  says: string,
  expected: Line['expected'],
  signals: (who: Who) => readonly Row[],
  links: (who: Who) => readonly Row[] = () => [],
): Line => ({ says, expected, records: (who) => ({ signal: signals(who), identity_link: links(who) }) });

const OFF = ['DEVICE_PUSH_DISABLED'] as const;
const ON = 'legitimate_interest';
const PUSH = { campaign: { kind: 'newsletter', channel: 'push' } } as const;

decisionTable('push, in a list for sending', PUSH, [
  line('never seen', OFF, () => []),
  line('granted', ON, (who) => [seen(who)]),
  line('denied', OFF, (who) => [seen(who, { state: 'denied' })]),
  line('unknown', OFF, (who) => [seen(who, { state: 'unknown' })]),
  line('a state nobody can read', OFF, (who) => [seen(who, { state: 'perhaps' })]),
  line('no state', OFF, (who) => [seen(who, { state: null })]),
  line('“off” says nothing of push being permitted', OFF, (who) => [seen(who, { state: 'off' })]),
  line('granted, then denied', OFF, (who) => [seen(who), seen(who, { state: 'denied', occurredAt: AFTER })]),
  line('denied, then granted', ON, (who) => [seen(who, { state: 'denied' }), seen(who, { occurredAt: AFTER })]),
  line('both at one instant', OFF, (who) => [seen(who), seen(who, { state: 'denied' })]),
  line('denied on the old device, granted later on the new one', ON, (who) => [
    seen(who, { state: 'denied', deviceId: 'old' }),
    seen(who, { deviceId: 'new', occurredAt: AFTER }),
  ]),
  line('granted for the bank’s app only', OFF, (who) => [seen(who, { controller: 'okq8_bank' })]),
  line('granted for an app nobody names', OFF, (who) => [seen(who, { controller: null })]),
  line('granted for every app: a device knows no such thing', OFF, (who) => [seen(who, { controller: '*' })]),
  line('denied for the bank’s app only', ON, (who) => [
    seen(who),
    seen(who, { controller: 'okq8_bank', state: 'denied', occurredAt: AFTER }),
  ]),
  line('denied for an app nobody names', OFF, (who) => [
    seen(who),
    seen(who, { controller: null, state: 'denied', occurredAt: AFTER }),
  ]),
  line('granted at as-of', ON, (who) => [seen(who, { occurredAt: AS_OF })]),
  line('granted just after as-of', OFF, (who) => [seen(who, { occurredAt: JUST_AFTER_AS_OF })]),
  line('denied just after as-of: every refusal in the data counts', OFF, (who) => [
    seen(who),
    seen(who, { state: 'denied', occurredAt: JUST_AFTER_AS_OF }),
  ]),
  line('granted at no time that can be read', OFF, (who) => [seen(who, { occurredAt: 'yesterday' })]),
  line('denied at no time that can be read', OFF, (who) => [
    seen(who, { occurredAt: AFTER }),
    seen(who, { state: 'denied', occurredAt: null }),
  ]),
  line('another signal permits nothing', OFF, (who) => [seen(who, { signal: 'gpc', state: 'off' })]),
  line(
    'granted on a device without a profile: it names nobody',
    OFF,
    (who) => [onDevice(`device of ${who.id}`, seen(who))],
    (who) => [login(who)],
  ),
  line(
    'denied on a device that the person has logged in on',
    OFF,
    (who) => [seen(who), onDevice(`device of ${who.id}`, seen(who, { state: 'denied', occurredAt: AFTER }))],
    (who) => [login(who)],
  ),
  line('denied on a device that nobody has logged in on', ON, (who) => [
    seen(who),
    onDevice(`device of ${who.id}`, seen(who, { state: 'denied', occurredAt: AFTER })),
  ]),
]);

decisionTable('push, as of then', { ...PUSH, replay: true }, [
  line('denied just after as-of', ON, (who) => [
    seen(who),
    seen(who, { state: 'denied', occurredAt: JUST_AFTER_AS_OF }),
  ]),
  line(
    'denied on a device logged in on after as-of',
    ON,
    (who) => [seen(who), onDevice(`device of ${who.id}`, seen(who, { state: 'denied', occurredAt: AFTER }))],
    (who) => [login(who, { occurredAt: JUST_AFTER_AS_OF })],
  ),
]);

decisionTable('a service message by push', { campaign: { kind: 'service_message', channel: 'push' } }, [
  line('is not shown where push is off', OFF, (who) => [seen(who, { state: 'denied' })]),
  line('is where it is on', 'service_message', (who) => [seen(who)]),
]);

decisionTable('push and an objection', PUSH, [
  {
    says: 'both are told, the objection first',
    expected: ['OBJECTION_DIRECT_MARKETING', 'DEVICE_PUSH_DISABLED'],
    records: (who) => ({ objection: [objection(who)] }),
  },
]);

const tracked = (says: string, expected: Line['expected'], signals: (who: Who) => readonly Row[]): Line => ({
  says,
  expected,
  records: (who) => ({
    signal: signals(who),
    permission: [consent(who, { purpose: 'marketing_cookies', channel: '*' })],
  }),
});
const AWAY = ['PLATFORM_OPT_OUT'] as const;
const out = (who: Who, change: Row = {}): Row =>
  seen(who, { controller: null, signal: 'platform_opt_out', state: 'on', platform: 'EDAA', ...change });

decisionTable(
  'a targeted advertisement on a network',
  { campaign: { kind: 'social_ad', channel: 'social_tracking' } },
  [
    tracked('no opt-out', 'consent', () => []),
    tracked('an industry opt-out', AWAY, (who) => [out(who)]),
    tracked('a setting at the recipient', AWAY, (who) => [out(who, { signal: 'recipient_setting', platform: 'meta' })]),
    tracked('an opt-out in no state that can be read', AWAY, (who) => [out(who, { state: 'hm' })]),
    tracked('ended there later', 'consent', (who) => [out(who), out(who, { state: 'off', occurredAt: AFTER })]),
    tracked('ended at the same instant', AWAY, (who) => [out(who), out(who, { state: 'off' })]),
    tracked('at this platform, in capitals', AWAY, (who) => [out(who, { platform: 'Meta' })]),
    tracked('ended there, in capitals', 'consent', (who) => [
      out(who, { platform: 'meta' }),
      out(who, { state: 'off', platform: 'META', occurredAt: AFTER }),
    ]),
    tracked('ended at another platform', AWAY, (who) => [
      out(who),
      out(who, { state: 'off', platform: 'meta', occurredAt: AFTER }),
    ]),
    tracked('ended for another setting', AWAY, (who) => [
      out(who),
      out(who, { state: 'off', signal: 'recipient_setting', occurredAt: AFTER }),
    ]),
    tracked('ended on another device', AWAY, (who) => [
      out(who, { deviceId: 'd1' }),
      out(who, { state: 'off', deviceId: 'd2', occurredAt: AFTER }),
    ]),
  ],
);

decisionTable('one that is the same for everybody', { campaign: { kind: 'affiliate_ad', channel: 'affiliate' } }, [
  tracked('goes on after an industry opt-out', 'consent', (who) => [out(who)]),
]);

const gpc = (who: Who, change: Row = {}): Row => seen(who, { controller: null, signal: 'gpc', state: 'on', ...change });
const AFFILIATE = { kind: 'affiliate_ad', channel: 'affiliate' } as const;

decisionTable('Global Privacy Control, where the policy heeds it', { campaign: AFFILIATE }, [
  tracked('none', 'consent', () => []),
  tracked('on', ['GPC_SIGNAL'], (who) => [gpc(who)]),
  tracked('on, then off', 'consent', (who) => [gpc(who), gpc(who, { state: 'off', occurredAt: AFTER })]),
  tracked('on, then off at nobody can read whose site', ['GPC_SIGNAL'], (who) => [
    gpc(who),
    gpc(who, { state: 'off', controller: 'okq9', occurredAt: AFTER }),
  ]),
  tracked('on at the site of another company', 'consent', (who) => [gpc(who, { controller: 'okq8_bank' })]),
]);

decisionTable('where it does not', { campaign: AFFILIATE, policy: { gpcEnds: [] } }, [
  tracked('on', 'consent', (who) => [gpc(who)]),
]);
