import { type Case, caseOf } from './draw.js';
import { type Identity, mixedCase } from './identity.js';
import { AS_OF, DAY, inStockholm, type Moment, someTime } from './moment.js';
import { optedOut, optOutStory } from './permissions.js';
import type { Row, Sheet } from './sheet.js';

/** Unsubscribes from a channel or from one kind of message; the system writes Stockholm time. */
export const optOutSheet = (people: readonly Identity[]): Sheet => ({
  columns: ['opt_out_no', 'customer_no', 'email', 'mobile', 'company', 'channel', 'topic', 'clicked_at', 'entered_at'],
  rows: people.flatMap((person) =>
    [
      ...answered(person),
      ...(caseOf(person.customer, 'opt-out case', cases) ?? []).map((change) => change(person)),
    ].map((row, j) => ({ opt_out_no: `u-${person.customer}-${j + 1}`, ...row })),
  ),
});

function optOut({ customer }: Identity, at: Moment, changes: Row = {}): Row {
  return {
    customer_no: customer,
    company: 'okq8',
    channel: 'email',
    clicked_at: inStockholm(at),
    entered_at: inStockholm(at),
    ...changes,
  };
}

/** The opt-outs that a consent answers: see `optOutStories` in `permissions.ts`, in the same order. */
const answeredBy: readonly Row[] = [
  {},
  {},
  {},
  {},
  {},
  {},
  {},
  // The hour that comes twice, and the one that does not come: 00:30Z and 01:30Z.
  { clicked_at: '2011-10-30 02:30:00', entered_at: '2011-10-30 02:30:00' },
  { clicked_at: '2011-03-27 02:30:00', entered_at: '2011-03-27 02:30:00' },
  { channel: 'sms' },
  { company: 'ok_forening' },
];

function answered(person: Identity): readonly Row[] {
  const story = optOutStory(person);
  return story === undefined ? [] : [optOut(person, optedOut(person), answeredBy[story])];
}

type Change = (person: Identity) => Row;

const when = ({ customer }: Identity): Moment => someTime(customer, 'another opt-out');
const simply =
  (changes: Row): Change =>
  (person) =>
    optOut(person, when(person), changes);

const cases: readonly Case<readonly Change[]>[] = [
  { share: 20, is: [simply({})] },
  { share: 20, is: [simply({ channel: 'sms' })] },
  { share: 15, is: [simply({ topic: 'newsletter' })] },
  { share: 8, is: [simply({ topic: 'targeted_offer' }), simply({ topic: 'survey' })] },
  { share: 8, is: [simply({ topic: 'general_offer', channel: '*' })] },
  { share: 5, is: [simply({ channel: '' })] },
  { share: 3, is: [simply({ channel: 'text message' })] },
  { share: 3, is: [simply({ topic: 'diesel' })] },
  { share: 6, is: [simply({ company: 'okq8_bank' })] },
  { share: 4, is: [simply({ clicked_at: '' })] },
  { share: 4, is: [(person) => optOut(person, AS_OF + 40 * DAY)] },
  { share: 6, is: [(person) => optOut(person, when(person), { customer_no: '', email: mixedCase(person.email) })] },
  {
    share: 6,
    is: [(person) => optOut(person, when(person), { channel: 'sms', customer_no: '', mobile: person.phone })],
  },
];
