import { type Case, caseOf } from './draw.js';
import { type Identity, tagged } from './identity.js';
import { DAY, type Moment, someTime, withOffset } from './moment.js';
import type { Row, Sheet } from './sheet.js';

/** Persons who asked that their data be kept and not used (GDPR Art. 18), and some who let it be used again. */
export const restrictionSheet = (people: readonly Identity[]): Sheet => ({
  columns: ['restriction_no', 'customer_no', 'email', 'company', 'state', 'from', 'entered_at'],
  rows: people.flatMap((person) =>
    (caseOf(person.customer, 'restriction', stories)?.(person) ?? []).map((row, j) => ({
      restriction_no: `r-${person.customer}-${j + 1}`,
      ...row,
    })),
  ),
});

type Story = (person: Identity) => readonly Row[];

const start = ({ customer }: Identity): Moment => someTime(customer, 'restriction');

const restricted = (person: Identity, changes: Row = {}, at = start(person)): Row => ({
  customer_no: person.customer,
  company: 'okq8',
  state: 'restricted',
  from: withOffset(at, person.customer),
  entered_at: withOffset(at, person.customer),
  ...changes,
});

const stories: readonly Case<Story>[] = [
  { share: 6, is: (p) => [restricted(p)] },
  { share: 4, is: (p) => [restricted(p, { company: 'okq8_bank', state: '' })] },
  { share: 3, is: (p) => [restricted(p, { customer_no: '', email: tagged(p.email, 'x') })] },
  { share: 5, is: (p) => [restricted(p), restricted(p, { state: 'lifted' }, start(p) + 30 * DAY)] },
  { share: 3, is: (p) => [restricted(p), restricted(p, { state: 'lifted' })] },
  {
    share: 3,
    is: (p) => [restricted(p, { company: 'okq8_bank' }), restricted(p, { state: 'lifted' }, start(p) + DAY)],
  },
  { share: 3, is: (p) => [restricted(p, { from: '' }), restricted(p, { state: 'lifted' }, start(p) + DAY)] },
];
