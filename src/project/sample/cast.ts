import type { Detail, Said } from './details.js';
import { filler } from './fillers.js';
import { bankCustomer, type Habit } from './habits.js';
import { type SamplePerson, samplePerson } from './person.js';
import { stories } from './stories/stories.js';
import type { Story } from './story.js';
import type { Row } from './tables.js';

/** One profile of the sample, with what was said about it and by whom. */
export interface CastMember {
  readonly person: SamplePerson;
  readonly said: readonly Said[];
  /** As generated, before what is special about them. */
  readonly plain: Row<'customers'>;
  readonly partner?: SamplePerson;
  readonly bankProfile?: SamplePerson;
  readonly story?: Story;
}

/** How many persons there are once profiles are merged. */
const PERSONS = 600;

/** Everybody, stories first, in the order of their numbers. */
export function sampleCast(): readonly CastMember[] {
  const cast: CastMember[] = [];
  let numbers = 1;
  let mobiles = 0;
  const person = (habit: Habit): SamplePerson => samplePerson(numbers++, habit, habit.mobile === true ? mobiles++ : 0);
  const join = (habit: Habit, details: readonly Detail[], story?: Story): void => {
    const plain = person(habit);
    const partners = details.flatMap((detail) =>
      detail.is === 'partner' ? [living(person(detail.habit), plain)] : [],
    );
    const bank = details.some((detail) => detail.is === 'bank profile') ? [former(person(bankCustomer), plain)] : [];
    for (const other of [...partners, ...bank]) cast.push({ person: other, said: [], plain: other.customer });
    cast.push({
      person: { ...plain, customer: changed(plain.customer, details) },
      said: details.flatMap((detail) => (detail.is === 'said' ? [detail] : [])),
      plain: plain.customer,
      ...(partners[0] === undefined ? {} : { partner: partners[0] }),
      ...(bank[0] === undefined ? {} : { bankProfile: bank[0] }),
      ...(story === undefined ? {} : { story }),
    });
  };
  for (const one of stories) for (const habit of one.habits) join(habit, one.details, one);
  while (personsIn(cast) < PERSONS) {
    const { habit, details } = filler(numbers);
    join(habit, details);
  }
  return cast.sort((a, b) => a.person.number - b.person.number);
}

/** A person with a bank profile is two profiles and counts with the second. */
const personsIn = (cast: readonly CastMember[]): number =>
  cast.reduce((persons, { bankProfile }) => persons + (bankProfile === undefined ? 1 : 0), 0);

function changed(customer: Row<'customers'>, details: readonly Detail[]): Row<'customers'> {
  let row = customer;
  for (const detail of details) if (detail.is === 'changed') row = { ...row, ...detail.change(row) };
  return row;
}

/** The same household: one name, one home, one address. */
function living(other: SamplePerson, { customer, country }: SamplePerson): SamplePerson {
  const { last_name = '', country: code = '', city = '', postal_code = '', language = '', email = '' } = customer;
  const shared = { last_name, country: code, city, postal_code, language, email };
  return { ...other, country, customer: { ...other.customer, ...shared } };
}

/** The same person, as the bank wrote them down: another address of theirs. */
function former(other: SamplePerson, { customer, country }: SamplePerson): SamplePerson {
  const own = {
    customer_no: other.id,
    customer_of: bankCustomer.seller,
    email: `bank.${customer.email}`,
    mobile: '',
    level: '',
  };
  return { ...other, country, customer: { ...customer, ...own } };
}
