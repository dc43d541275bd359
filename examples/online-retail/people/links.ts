import { type Case, caseOf } from './draw.js';
import type { Identity } from './identity.js';
import { AS_OF, DAY, type Moment, someTime, withOffset } from './moment.js';
import type { Row, Sheet } from './sheet.js';

/** Customers found to be the same person and merged into the next one, in chains too; and logins, which merge nobody. */
export const linkSheet = (people: readonly Identity[]): Sheet => ({
  columns: ['link_no', 'what', 'customer_no', 'into_customer_no', 'device', 'at'],
  rows: people.flatMap((person, i) => {
    const others = [people[i + 1], people[i + 2]].flatMap((other) => other ?? []);
    return (caseOf(person.customer, 'link', stories)?.(person, others) ?? []).map((row, j) => ({
      link_no: `l-${person.customer}-${j + 1}`,
      customer_no: person.customer,
      ...row,
    }));
  }),
});

type Story = (person: Identity, others: readonly Identity[]) => readonly Row[];

const start = ({ customer }: Identity): Moment => someTime(customer, 'link');

function merge(person: Identity, into: Identity | undefined, at = start(person)): readonly Row[] {
  return into === undefined
    ? []
    : [{ what: 'merge', into_customer_no: into.customer, at: withOffset(at, person.customer) }];
}

const stories: readonly Case<Story>[] = [
  { share: 20, is: (p, [next]) => merge(p, next) },
  { share: 4, is: (p, [next]) => merge(p, next, AS_OF + 7 * DAY) },
  // Corrected later: the later merge is the one that counts.
  { share: 5, is: (p, [next, second]) => [...merge(p, second, start(p) + DAY), ...merge(p, next)] },
  { share: 8, is: (p) => [{ what: 'login', device: `device-${p.customer}`, at: withOffset(start(p), p.customer) }] },
];
