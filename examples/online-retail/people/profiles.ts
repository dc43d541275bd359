import { type Case, caseOf, draw, happens, oneOf } from './draw.js';
import { type Identity, mixedCase, tagged } from './identity.js';
import { awkwardNames, languages } from './names.js';
import type { Row, Sheet } from './sheet.js';

/**
 * The customer register: mostly in order, with what registers get wrong. `next` is the customer with the next higher
 * number, with whom some share an address.
 */
export const profileSheet = (people: readonly Identity[]): Sheet => ({
  columns: [
    'customer_no',
    'email',
    'second_email',
    'old_email',
    'mobile',
    'old_mobile',
    'country',
    'language',
    'first_name',
    'last_name',
    'born',
    'deceased',
    'protected',
    'control_group',
    'tier',
  ],
  rows: people.map((person, i) => profileRow(person, people[i + 1] ?? person)),
});

type Written = (own: Identity, next: Identity) => string;

const noEmails: readonly string[] = [
  'no e-mail',
  'anna.example.com',
  'anna@example',
  '@example.com',
  'anna@@example.com',
  'anna..berg@example.com',
  'anna@example.com, bo@example.com',
  '=anna@example.com',
];

const emails: readonly Case<Written>[] = [
  { share: 30, is: () => '' },
  { share: 30, is: ({ customer }) => oneOf(customer, 'no e-mail', noEmails) },
  { share: 50, is: ({ email }) => tagged(email, 'shop') },
  { share: 90, is: ({ email }) => mixedCase(email) },
  { share: 30, is: (_, next) => next.email },
  { share: 10, is: (_, next) => tagged(next.email, 'partner') },
  { share: 10, is: ({ email }) => ` ${email}\u00a0` },
  { share: 10, is: ({ email }) => email.replace('.', '\u200b.') },
  { share: 10, is: ({ customer }) => `Ångström.${customer}@Example.COM` },
  { share: 10, is: ({ customer }) => `a\u030Angstro\u0308m.${customer}+x@example.com` },
  { share: 5, is: ({ customer }) => `bo.${customer}@Ängen.example` },
];

const secondEmails: readonly Case<Written>[] = [
  { share: 40, is: ({ customer }) => `second.${customer}@example.com` },
  { share: 10, is: (_, next) => next.email },
  { share: 10, is: ({ email }) => email.toUpperCase() },
  { share: 5, is: () => 'none' },
];

const oldEmails: readonly Case<Written>[] = [
  { share: 40, is: ({ customer }) => `old.${customer}@example.org` },
  { share: 20, is: (_, next) => next.email },
];

const phones: readonly Case<Written>[] = [
  { share: 60, is: () => '' },
  { share: 20, is: ({ customer }) => oneOf(customer, 'no phone', ['+45 12', 'unlisted', '+46 70 12', '0000000000']) },
  { share: 150, is: ({ nationalPhone }) => nationalPhone },
  { share: 40, is: ({ phone }) => phone.replace('+', '00') },
  { share: 40, is: ({ home, nationalPhone, phone }) => (home === 'SE' ? `+46 (0)${nationalPhone.slice(1)}` : phone) },
  { share: 25, is: (_, next) => next.phone },
];

const registeredCountries: readonly Case<string>[] = [
  { share: 15, is: '' },
  { share: 10, is: 'DE' },
  { share: 4, is: 'Sverige' },
];

const birthDates: readonly Case<string>[] = [
  { share: 30, is: '' },
  { share: 8, is: '1993-12-10' },
  { share: 8, is: '1993-12-11' },
  { share: 20, is: '1997-06-15' },
  { share: 4, is: '15/06/1970' },
  { share: 3, is: '1971-02-29' },
  { share: 5, is: '1972-02-29' },
];

const flag = (customer: string, about: string, share: number): string =>
  happens(customer, about, share)
    ? oneOf(customer, `${about} written`, ['true', 'TRUE'])
    : oneOf(customer, `${about} written`, ['false', '', '']);

function profileRow(own: Identity, next: Identity): Row {
  const { customer, home } = own;
  const written = (about: string, cases: readonly Case<Written>[]) => caseOf(customer, about, cases)?.(own, next);
  const country = caseOf(customer, 'registered country', registeredCountries) ?? home;
  return {
    customer_no: customer,
    email: written('e-mail', emails) ?? own.email,
    second_email: written('second e-mail', secondEmails) ?? '',
    old_email: written('old e-mail', oldEmails) ?? '',
    mobile: mobile(own, next, country),
    old_mobile: happens(customer, 'old mobile', 20) ? next.phone : '',
    country: happens(customer, 'small letters', 30) ? country.toLowerCase() : country,
    language: happens(customer, 'language', 40) ? '' : languages[home],
    first_name: happens(customer, 'awkward name', 15) ? oneOf(customer, 'awkward', awkwardNames) : own.first,
    last_name: own.last,
    born:
      caseOf(customer, 'born', birthDates) ??
      `${1930 + draw(customer, 'year', 60)}-0${1 + draw(customer, 'month', 9)}-11`,
    deceased: flag(customer, 'deceased', 12),
    protected: flag(customer, 'protected', 8),
    control_group: flag(customer, 'control group', 20),
    tier: caseOf(customer, 'tier', tiers) ?? '',
  };
}

/** Where the country does not say how a number at home is to be read, it is a Swedish one or has its country code. */
function mobile(own: Identity, next: Identity, country: string): string {
  const text = caseOf(own.customer, 'mobile', phones)?.(own, next) ?? own.phone;
  const understood = country === own.home || (own.home === 'SE' && country !== 'DE');
  return understood || text !== own.nationalPhone ? text : own.phone;
}

const tiers: readonly Case<string>[] = [
  { share: 60, is: 'gold' },
  { share: 150, is: 'silver' },
  { share: 500, is: 'basic' },
  { share: 10, is: 'staff' },
];
