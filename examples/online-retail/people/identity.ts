import { draw, oneOf } from './draw.js';
import { asciiName, countries, firstNames, type Home, lastNames } from './names.js';

/** What is behind the records of one customer: who they really are, before anything is written down wrongly. */
export interface Identity {
  readonly customer: string;
  readonly home: Home;
  readonly first: string;
  readonly last: string;
  /** On a domain that nobody can own (RFC 2606). */
  readonly email: string;
  /** In E.164. Made up: a well-formed mobile number of the country. */
  readonly phone: string;
  /** The same as it is written at home. */
  readonly nationalPhone: string;
}

const domains = ['example.com', 'example.org', 'example.net', 'post.example', 'mail.example.com'];

export function identityOf(customer: string): Identity {
  const home = oneOf<Home>(customer, 'home', ['SE', 'SE', 'SE', 'FI', 'FI', ...countries]);
  const first = oneOf(customer, 'first name', firstNames[home]);
  const last = oneOf(customer, 'last name', lastNames[home]);
  const local = `${asciiName(first)}.${asciiName(last)}.${customer}`;
  return {
    customer,
    home,
    first,
    last,
    email: `${local}@${oneOf(customer, 'domain', domains)}`,
    ...phoneOf(customer, home),
  };
}

function phoneOf(customer: string, home: Home): Pick<Identity, 'phone' | 'nationalPhone'> {
  const digits = String(draw(customer, 'phone', 10_000_000)).padStart(7, '0');
  const [a, b, c] = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)];
  if (home === 'SE') return { phone: `+4670${digits}`, nationalPhone: `070-${a} ${b} ${c}` };
  if (home === 'FI') return { phone: `+35840${digits}`, nationalPhone: `040 ${a} ${b}${c}` };
  const six = digits.slice(1);
  const pairs = `${six.slice(0, 2)} ${six.slice(2, 4)} ${six.slice(4)}`;
  return home === 'NO'
    ? { phone: `+4790${six}`, nationalPhone: `90 ${pairs}` }
    : { phone: `+4528${six}`, nationalPhone: `28 ${pairs}` };
}

/** The e-mail address with a tag: another address to write to, the same person to refuse. */
export const tagged = (email: string, tag: string): string => email.replace('@', `+${tag}@`);

/** As somebody in a hurry writes it. */
export const mixedCase = (email: string): string =>
  [...email].map((letter, i) => (i % 3 === 0 ? letter.toUpperCase() : letter)).join('');
