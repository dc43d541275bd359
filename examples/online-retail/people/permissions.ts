import { type Case, caseOf, draw, oneOf } from './draw.js';
import { type Identity, mixedCase, tagged } from './identity.js';
import { AS_OF, DAY, type Moment, someTime, withOffset } from './moment.js';
import type { Row, Sheet } from './sheet.js';

/** What customers said when they were asked: from “yes” with proof to what nobody can rely on. */
export const permissionSheet = (people: readonly Identity[]): Sheet => ({
  columns: [
    'consent_no',
    'customer_no',
    'email',
    'mobile',
    'country',
    'company',
    'purpose',
    'channel',
    'topic',
    'answer',
    'said_at',
    'entered_at',
    'valid_until',
    'source',
    'proof',
  ],
  rows: people.flatMap((person, i) =>
    [emailStories, smsStories, optOutStories].flatMap((stories, kind) =>
      (caseOf(person.customer, `permission story ${kind}`, stories)?.(person, people[i + 1] ?? person) ?? []).map(
        (row, j) => ({ consent_no: `c${kind + 1}-${person.customer}-${j + 1}`, ...row }),
      ),
    ),
  ),
});

type Story = (own: Identity, next: Identity) => readonly Row[];

/** When a story begins; what follows is told from here. */
const start = ({ customer }: Identity): Moment => someTime(customer, 'permission');

/** A yes to everything by e-mail, with proof, from the person; entered an hour later. */
function yes(person: Identity, at: Moment, changes: Row = {}): Row {
  return {
    customer_no: person.customer,
    company: 'okq8',
    purpose: 'direct_marketing',
    channel: 'email',
    answer: 'given',
    said_at: withOffset(at, person.customer),
    entered_at: withOffset(at + DAY / 24, person.customer),
    source: 'data_subject',
    proof: `form-${person.customer}`,
    ...changes,
  };
}

/** A no, which needs no proof. */
const no = (person: Identity, at: Moment, answer: string, changes: Row = {}): Row =>
  yes(person, at, { answer, proof: '', ...changes });

const given =
  (changes: Row | ((own: Identity, next: Identity) => Row) = {}): Story =>
  (own, next) => [yes(own, start(own), typeof changes === 'function' ? changes(own, next) : changes)];

const time = (moment: Moment): string => new Date(moment).toISOString();
const AFTER = { said_at: '2011-12-10T00:00:00.000001Z', entered_at: '2011-12-10T00:00:00.000001Z' };

const emailStories: readonly Case<Story>[] = [
  { share: 230, is: given() },
  { share: 60, is: given({ channel: '*' }) },
  { share: 20, is: given({ company: '*', purpose: '*', topic: '*' }) },
  { share: 50, is: given({ topic: 'newsletter' }) },
  { share: 20, is: given({ topic: 'survey' }) },
  { share: 20, is: given({ topic: 'targeted_offer', source: 'import' }) },
  { share: 40, is: (p) => [yes(p, start(p)), no(p, start(p) + 20 * DAY, 'withdrawn')] },
  { share: 25, is: (p) => [no(p, start(p), 'withdrawn'), yes(p, start(p) + 20 * DAY)] },
  { share: 12, is: (p) => [yes(p, start(p)), no(p, start(p), 'withdrawn')] },
  { share: 12, is: (p) => [yes(p, start(p)), no(p, start(p), 'refused'), no(p, start(p), 'withdrawn')] },
  { share: 10, is: (p) => [yes(p, start(p)), no(p, start(p) + DAY, 'withdrawn', { topic: 'targeted_offer' })] },
  { share: 10, is: (p) => [yes(p, start(p)), no(p, start(p) + DAY, 'withdrawn', { company: 'okq8_bank' })] },
  { share: 10, is: (p) => [yes(p, start(p)), no(p, AS_OF + 30 * DAY, 'withdrawn')] },
  { share: 8, is: (p) => [yes(p, start(p)), no(p, start(p), 'withdrawn', { said_at: 'unknown' })] },
  { share: 8, is: (p) => [yes(p, start(p)), no(p, start(p) + DAY, 'withdrawn', byEmail(mixedCase(p.email)))] },
  { share: 25, is: (p) => [no(p, start(p), 'refused')] },
  { share: 20, is: (p) => [no(p, start(p), 'pending')] },
  { share: 8, is: (p) => [no(p, start(p), 'refused'), no(p, start(p) + DAY, 'pending')] },
  { share: 20, is: given({ proof: '' }) },
  { share: 20, is: given({ valid_until: '2011-11-01T00:00:00Z' }) },
  { share: 8, is: given({ valid_until: '2011-12-10T00:00:00Z' }) },
  { share: 8, is: given({ valid_until: '2011-12-10T01:00:01+01:00' }) },
  { share: 20, is: given({ company: 'okq8_bank' }) },
  { share: 15, is: given({ purpose: 'market_research' }) },
  { share: 20, is: given((own) => byEmail(own.email)) },
  { share: 10, is: given((own) => byEmail(tagged(own.email, 'shop'))) },
  { share: 10, is: given((own) => ({ email: own.email })) },
  { share: 8, is: given((_, next) => ({ email: next.email })) },
  { share: 8, is: given({ email: 'my usual one' }) },
  { share: 10, is: given(AFTER) },
  { share: 8, is: given({ entered_at: AFTER.said_at }) },
  { share: 8, is: given({ said_at: time(AS_OF), entered_at: time(AS_OF) }) },
  { share: 8, is: given({ entered_at: '' }) },
  { share: 8, is: given({ said_at: '' }) },
  ...unreadable(given),
];

/** Records in which something else than a time cannot be read: whoever they are about is left alone. */
function unreadable(story: (changes: Row) => Story): readonly Case<Story>[] {
  return [
    { channel: 'e-mail' },
    { answer: 'maybe' },
    { purpose: '' },
    { valid_until: 'next year' },
    { topic: 'fuel' },
  ].map((changes) => ({ share: 3, is: story(changes) }));
}

/** Said for an address, by whoever holds it: nobody knows the customer. */
const byEmail = (email: string): Row => ({ customer_no: '', email });

const bySms = (changes: Row | ((own: Identity) => Row) = {}): Story =>
  given((own) => ({ channel: 'sms', ...(typeof changes === 'function' ? changes(own) : changes) }));

const smsStories: readonly Case<Story>[] = [
  { share: 350, is: bySms() },
  { share: 50, is: bySms(({ phone }) => ({ customer_no: '', mobile: phone })) },
  { share: 30, is: bySms(({ home, nationalPhone }) => ({ customer_no: '', mobile: nationalPhone, country: home })) },
  { share: 20, is: bySms(({ home, nationalPhone }) => (home === 'SE' ? { mobile: nationalPhone } : {})) },
  { share: 15, is: bySms(({ phone }) => ({ mobile: `00${phone.slice(1)}` })) },
  { share: 30, is: bySms({ topic: 'general_offer' }) },
  { share: 30, is: bySms({ proof: '' }) },
  { share: 30, is: bySms({ valid_until: '2011-10-01T00:00:00+02:00' }) },
  { share: 30, is: (p) => [no(p, start(p), 'refused', { channel: 'sms' })] },
  {
    share: 40,
    is: (p) => [
      yes(p, start(p), { channel: 'sms' }),
      no(p, start(p) + 9 * DAY, 'withdrawn', { channel: 'sms', customer_no: '', mobile: p.phone }),
    ],
  },
];

/** Consents that end an opt-out told in `opt-outs.ts`, or do not: the same customers, the same times. */
const optOutStories: readonly Case<Story>[] = [
  { share: 25, is: (p) => [yes(p, optedOut(p) + 5 * DAY)] },
  { share: 10, is: (p) => [yes(p, optedOut(p) + 5 * DAY, { topic: 'newsletter' })] },
  { share: 10, is: (p) => [yes(p, optedOut(p))] },
  { share: 10, is: (p) => [yes(p, optedOut(p) - 5 * DAY)] },
  { share: 8, is: (p) => [yes(p, optedOut(p) + 5 * DAY, { proof: '' })] },
  { share: 8, is: (p) => [yes(p, optedOut(p) + 5 * DAY, { source: 'import' })] },
  { share: 8, is: (p) => [yes(p, optedOut(p) + 5 * DAY, { valid_until: time(optedOut(p) + 9 * DAY) })] },
  { share: 8, is: (p) => [yes(p, Date.UTC(2011, 9, 30, 0, 45))] },
  { share: 8, is: (p) => [yes(p, Date.UTC(2011, 2, 27, 1, oneOf(p.customer, 'spring', [29, 30, 31])))] },
  { share: 10, is: (p) => [yes(p, optedOut(p) + DAY, { channel: 'sms' })] },
  { share: 20, is: (p) => [yes(p, optedOut(p) + draw(p.customer, 'days', 9) * DAY, { company: 'ok_forening' })] },
];

/** When a customer of these stories opted out. */
export const optedOut = ({ customer }: Identity): Moment => someTime(customer, 'opt-out');
/** The place of a customer among these stories, by which `opt-outs.ts` tells their other half. */
export const optOutStory = ({ customer }: Identity): number | undefined =>
  caseOf(
    customer,
    'permission story 2',
    optOutStories.map(({ share }, i) => ({ share, is: i })),
  );
