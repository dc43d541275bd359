import { type Case, caseOf } from './draw.js';
import { type Identity, mixedCase, tagged } from './identity.js';
import { AS_OF, DAY, inStockholm, type Moment, someTime } from './moment.js';
import type { Row, Sheet } from './sheet.js';

/**
 * Objections, as customer service in Stockholm wrote them down: local time without an offset. Some are lifted again,
 * some of these in a way that lifts nothing.
 */
export const objectionSheet = (people: readonly Identity[]): Sheet => ({
  columns: [
    'objection_no',
    'customer_no',
    'email',
    'mobile',
    'country',
    'company',
    'purpose',
    'channel',
    'state',
    'received_at',
    'entered_at',
    'source',
    'proof',
  ],
  rows: people.flatMap((person) =>
    (caseOf(person.customer, 'objection story', stories)?.(person) ?? []).map((row, j) => ({
      objection_no: `o-${person.customer}-${j + 1}`,
      ...row,
    })),
  ),
});

type Story = (person: Identity) => readonly Row[];

const start = ({ customer }: Identity): Moment => someTime(customer, 'objection');

function objection(person: Identity, changes: Row = {}, at = start(person)): Row {
  return {
    customer_no: person.customer,
    company: 'okq8',
    purpose: 'direct_marketing',
    channel: '*',
    state: 'objected',
    received_at: inStockholm(at),
    entered_at: inStockholm(at + DAY),
    source: 'data_subject',
    ...changes,
  };
}

/** The person takes it back, in writing, ten days later. */
const lift = (person: Identity, changes: Row = {}, at = start(person) + 10 * DAY): Row =>
  objection(person, { state: 'lifted', proof: `letter-${person.customer}`, ...changes }, at);

const objected =
  (changes: Row | ((person: Identity) => Row) = {}): Story =>
  (person) => [objection(person, typeof changes === 'function' ? changes(person) : changes)];

const lifted =
  (changes: Row, at?: (person: Identity) => Moment): Story =>
  (person) => [objection(person), lift(person, changes, at?.(person))];

const stories: readonly Case<Story>[] = [
  { share: 18, is: objected() },
  { share: 6, is: objected({ channel: '', purpose: '' }) },
  { share: 6, is: objected({ channel: 'sms' }) },
  { share: 12, is: objected({ company: 'okq8_bank' }) },
  { share: 6, is: objected({ company: 'ok_forening', channel: 'email' }) },
  { share: 14, is: objected({ purpose: 'profiling' }) },
  { share: 6, is: objected({ purpose: 'market_research' }) },
  { share: 10, is: objected(({ email }) => ({ customer_no: '', email: mixedCase(tagged(email, 'stop')) })) },
  { share: 4, is: objected(({ email }) => ({ email: tagged(email, 'old') })) },
  { share: 4, is: objected(({ phone }) => ({ customer_no: '', mobile: phone })) },
  { share: 4, is: objected(({ home, nationalPhone }) => ({ customer_no: '', mobile: nationalPhone, country: home })) },
  { share: 3, is: objected(({ home, nationalPhone }) => (home === 'SE' ? { mobile: nationalPhone } : {})) },
  { share: 12, is: lifted({}) },
  { share: 6, is: lifted({ proof: '' }) },
  { share: 6, is: lifted({ source: 'customer_service' }) },
  { share: 6, is: lifted({}, start) },
  { share: 6, is: lifted({ channel: 'email' }) },
  { share: 3, is: lifted({ company: 'okq8_bank' }) },
  { share: 4, is: lifted({}, (person) => start(person) - DAY) },
  { share: 4, is: lifted({ entered_at: inStockholm(AS_OF + 5 * DAY) }) },
  { share: 3, is: lifted({ entered_at: '' }) },
  { share: 3, is: (p) => [objection(p, { email: p.email }), lift(p)] },
  { share: 3, is: (p) => [objection(p, { email: p.email }), lift(p, { email: mixedCase(p.email) })] },
  { share: 3, is: (p) => [objection(p), lift(p), objection(p, {}, start(p) + 20 * DAY)] },
  { share: 6, is: objected({ received_at: '' }) },
  { share: 3, is: (p) => [objection(p, { received_at: '' }), lift(p)] },
  { share: 3, is: objected({ received_at: 'some day in May' }) },
  { share: 6, is: (p) => [objection(p, {}, AS_OF + 3 * DAY)] },
  { share: 4, is: objected({ company: 'OKQ8 Bank AB' }) },
  { share: 3, is: objected({ state: 'yes', channel: 'letter' }) },
];
