import { countryOfTwenty, home, type SampleCountry } from './countries.js';
import type { Habit } from './habits.js';
import { pick, roll } from './roll.js';
import type { Row } from './tables.js';

/** A person who never was: everything about them follows from their number. */
export interface SamplePerson {
  readonly id: string;
  readonly number: number;
  readonly country: SampleCountry;
  readonly habit: Habit;
  readonly customer: Row<'customers'>;
}

/** Of the numbers for books and films, the mobile ones: +46 70 174 06 05 to 99. Source: Swedish Post and Telecom Authority. */
const FIRST_MOBILE = 605;
const LAST_MOBILE = 699;

/** Prefix of a customer number by whose customer it is. */
const PREFIX = { okq8: 'C', okq8_bank: 'B', ok_forening: 'M' } as const;

export const idOf = (seller: Habit['seller'], number: number): string => `${PREFIX[seller]}${10_000 + number}`;

/** `mobile` is how many of the made-up mobile numbers were given out before. */
export function samplePerson(number: number, habit: Habit, mobile: number): SamplePerson {
  const country = habit.mobile === true ? home : pick(countryOfTwenty, number, 'country');
  const first = country.firstNames[(number * 7) % country.firstNames.length] as string;
  const last = country.lastNames[(number * 11) % country.lastNames.length] as string;
  const [city, postalCode] = pick(country.places, number, 'place');
  const id = idOf(habit.seller, number);
  const customer = {
    customer_no: id,
    first_name: first,
    last_name: last,
    born: `${1946 + roll(60, number, 'year')}-${two(1 + roll(12, number, 'month'))}-${two(1 + roll(28, number, 'day'))}`,
    country: country.code,
    language: pick(country.languages, number, 'language'),
    city,
    postal_code: postalCode,
    email: emailOf(number, `${first}.${last}`, pick(country.domains, number, 'domain')),
    mobile: habit.mobile === true ? mobileOf(number, mobile) : '',
    customer_of: habit.seller,
    level: pick(['', 'blue', 'blue', 'silver', 'gold'], number, 'level'),
    deceased: 'no',
    protected: 'no',
    control_group: 'no',
  };
  return { id, number, country, habit, customer };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Most people leave the dots and rings out, some write capitals. */
function emailOf(number: number, name: string, domain: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'O');
  const local = roll(12, number, 'letters') === 0 ? name : plain;
  return roll(9, number, 'capitals') === 0 ? `${local}@${domain}` : `${local.toLowerCase()}@${domain}`;
}

/** In one of the ways in which people write numbers. */
function mobileOf(number: number, given: number): string {
  const end = FIRST_MOBILE + given;
  if (end > LAST_MOBILE) throw new Error('more mobile numbers than were made up for films');
  const [a, b] = [`0${String(end).slice(0, 1)}`, String(end).slice(1)];
  return pick(
    [`070-174 ${a} ${b}`, `+46 70 174 ${a} ${b}`, `070174${a}${b}`, `0046 70-174${a}${b}`],
    number,
    'writing',
  );
}
