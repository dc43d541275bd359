import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, byEmail, byPhone, consent, delivery, JUST_AFTER_AS_OF, THEN } from './rows.js';

/** Everybody here has consented long ago, so that the report alone decides. */
const LONG_AGO = '2025-01-01T00:00:00Z';
const line = (
  says: string,
  expected: Line['expected'],
  reports: (who: Who) => readonly Row[],
  permission: (who: Who) => readonly Row[] = () => [],
  profile: Line['profile'] = {},
): Line => ({
  says,
  expected,
  profile,
  records: (who) => ({
    delivery: reports(who),
    permission: [consent(who, { occurredAt: LONG_AGO }), ...permission(who)],
  }),
});
const twoAddresses = ({ email }: Who): Row => ({ email: [email, `other-${email}`] });

decisionTable('an address that does not exist', {}, [
  line('no report', 'consent', () => []),
  line('the address bounced', ['HARD_BOUNCE'], (who) => [byEmail(who.email, delivery(who))]),
  line('in other letters', ['HARD_BOUNCE'], (who) => [byEmail(who.email.toUpperCase(), delivery(who))]),
  line('with a tag: another address, which says nothing of this one', 'consent', (who) => [
    byEmail(who.email.replace('@', '+news@'), delivery(who)),
  ]),
  line(
    'the address without the tag that the person has: another one too',
    'consent',
    (who) => [byEmail(who.email, delivery(who))],
    () => [],
    ({ email }) => ({ email: email.replace('@', '+news@') }),
  ),
  line('whoever the report names beside it', ['HARD_BOUNCE'], (who) => [
    delivery(who, { profileId: 'nobody', email: who.email }),
  ]),
  line('another address of the person: only that one', 'consent', (who) => [byEmail('gone@example.se', delivery(who))]),
  line(
    'the preferred of two addresses: the other one is used',
    'consent',
    (who) => [byEmail(who.email, delivery(who))],
    () => [],
    twoAddresses,
  ),
  line(
    'the preferred of two, and whose it is: the other one is used still',
    'consent',
    (who) => [delivery(who, { email: who.email })],
    () => [],
    twoAddresses,
  ),
  line(
    'both addresses',
    ['HARD_BOUNCE'],
    (who) => [byEmail(who.email, delivery(who)), byEmail(`other-${who.email}`, delivery(who))],
    () => [],
    twoAddresses,
  ),
  line(
    'a report that names the profile only is about every address',
    ['HARD_BOUNCE'],
    (who) => [delivery(who)],
    () => [],
    twoAddresses,
  ),
  line('a report of the profile with an address nobody can read', ['HARD_BOUNCE'], (who) => [
    delivery(who, { email: 'not an address' }),
  ]),
  line('on another channel', 'consent', (who) => [byEmail(who.email, delivery(who, { channel: 'sms' }))]),
  line('on a channel nobody named', ['HARD_BOUNCE'], (who) => [byEmail(who.email, delivery(who, { channel: null }))]),
  line('of the phone number', 'consent', (who) => [byPhone(who.phone, delivery(who, { channel: '*' }))]),
  line('without a time', ['HARD_BOUNCE'], (who) => [delivery(who, { occurredAt: null })]),
  line('after as-of counts in a list for sending', ['HARD_BOUNCE'], (who) => [
    delivery(who, { occurredAt: '2027-01-01T00:00:00Z' }),
  ]),
  line(
    'a later consent does not make the address exist',
    ['HARD_BOUNCE'],
    (who) => [delivery(who)],
    (who) => [consent(who, { occurredAt: AFTER })],
  ),
  line('delivered', 'consent', (who) => [delivery(who, { outcome: 'delivered' })]),
  line('an automatic reply is no refusal', 'consent', (who) => [delivery(who, { outcome: 'auto_reply' })]),
]);

decisionTable('reports known at as-of', { replay: true }, [
  line('at as-of', ['HARD_BOUNCE'], (who) => [delivery(who, { occurredAt: AS_OF })]),
  line('just after', 'consent', (who) => [delivery(who, { occurredAt: JUST_AFTER_AS_OF })]),
  line('recorded by then', ['HARD_BOUNCE'], (who) => [
    delivery(who, { occurredAt: JUST_AFTER_AS_OF, recordedAt: AS_OF }),
  ]),
]);

decisionTable('a service message', { campaign: { kind: 'service_message' } }, [
  line('does not reach an address that does not exist', ['HARD_BOUNCE'], (who) => [delivery(who)]),
  line('reaches who reported a message as spam', 'service_message', (who) => [delivery(who, { outcome: 'complaint' })]),
]);

const COMPLAINED = { outcome: 'complaint' } as const;
decisionTable('a message reported as spam', {}, [
  line('by the person', ['COMPLAINT'], (who) => [delivery(who, COMPLAINED)]),
  line('at the address', ['COMPLAINT'], (who) => [byEmail(who.email, delivery(who, COMPLAINED))]),
  line(
    'is the person’s will: it reaches their other addresses',
    ['COMPLAINT'],
    (who) => [byEmail(who.email, delivery(who, COMPLAINED))],
    () => [],
    twoAddresses,
  ),
  line('on another channel', 'consent', (who) => [delivery(who, { ...COMPLAINED, channel: 'sms' })]),
  line('of another company of the group', ['COMPLAINT'], (who) => [
    delivery(who, { ...COMPLAINED, controller: 'okq8_bank' }),
  ]),
  line('of nobody knows whom', ['COMPLAINT'], (who) => [delivery(who, { ...COMPLAINED, controller: null })]),
  line(
    'ended by a later own consent',
    'consent',
    (who) => [delivery(who, COMPLAINED)],
    (who) => [consent(who, { occurredAt: AFTER })],
  ),
  line(
    'not ended at the same instant',
    ['COMPLAINT'],
    (who) => [delivery(who, COMPLAINED)],
    (who) => [consent(who, { occurredAt: THEN })],
  ),
  line(
    'not ended by an earlier one',
    ['COMPLAINT'],
    (who) => [delivery(who, COMPLAINED)],
    (who) => [consent(who, { occurredAt: BEFORE })],
  ),
  line(
    'not ended by an import',
    ['COMPLAINT'],
    (who) => [delivery(who, COMPLAINED)],
    (who) => [consent(who, { occurredAt: AFTER, origin: 'import' })],
  ),
  line('and bounced: neither hides the other', ['COMPLAINT', 'HARD_BOUNCE'], (who) => [
    delivery(who, COMPLAINED),
    delivery(who),
  ]),
]);
