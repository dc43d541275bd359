import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PlannedNumber } from './numbering-plans.js';

/** One way of writing a number, and what libphonenumber says of the plainest way. */
export interface Spelling {
  readonly form: string;
  readonly raw: string;
  readonly country: string | undefined;
  /** E.164, or `undefined` where there is no such number. */
  readonly expected: string | undefined;
}

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
const grouped = (digits: string, separator: string, size: number): string =>
  digits.replace(new RegExp(`(\\d{${size}})(?=\\d)`, 'g'), `$1${separator}`);

/** With the plus or `00`: the row's country does not matter. `cc` is the calling code, `n` the national number. */
const international: Readonly<Record<string, (cc: string, n: string) => string>> = {
  'E.164': (cc, n) => `+${cc}${n}`,
  spaced: (cc, n) => ` +${cc} ${grouped(n, ' ', 2)} `,
  hyphens: (cc, n) => `+${cc}-${grouped(n, '-', 3)}`,
  'hyphens of print': (cc, n) => `+${cc}\u2011${grouped(n, '\u2013', 3)}`,
  dots: (cc, n) => `+${cc}.${grouped(n, '.', 3)}`,
  'no-break spaces': (cc, n) => `+${cc}\u00a0${grouped(n, '\u202f', 3)}`,
  brackets: (cc, n) => `(+${cc}) ${n}`,
  'two zeros in brackets': (cc, n) => `(00${cc}) ${grouped(n, ' ', 3)}`,
  'RFC 3966': (cc, n) => `tel:+${cc}-${grouped(n, '-', 2)}`,
  'two zeros': (cc, n) => `00${cc}${n}`,
  'two zeros, spaced': (cc, n) => `00 ${cc} ${grouped(n, ' ', 3)}`,
  'full width': (cc, n) => fullWidth(`+${cc} ${n}`),
  'direction marks': (cc, n) => `\u202a+${cc} ${n}\u202c`,
  'zero-width': (cc, n) => `\ufeff+${cc}\u200b${grouped(n, '\u2060', 3)}`,
  'Arabic-Indic digits': (cc, n) =>
    `+${`${cc}${n}`.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))}`,
  extension: (cc, n) => `+${cc} ${n} ext. 12`,
  'Nordic extension': (cc, n) => `+${cc} ${n} ankn 123`,
};

/** As at home, read by the row's country. */
const domestic: Readonly<Record<string, (trunk: string, n: string) => string>> = {
  national: (trunk, n) => `${trunk}${n}`,
  'national, spaced': (trunk, n) => `${trunk}${grouped(n, ' ', 2)}`,
  'national, hyphen': (trunk, n) => `${trunk}${n.slice(0, 2)}-${grouped(n.slice(2), ' ', 3)}`,
  'national, full width': (trunk, n) => fullWidth(`${trunk}${n}`),
};

/** Every spelling of a number that is the same number by construction. */
export function* spellingsOf({ country, callingCode, trunk, national }: PlannedNumber): Generator<Spelling> {
  const expected = validNumber(`+${callingCode}${national}`);
  for (const [form, write] of Object.entries(international)) {
    yield { form, raw: write(callingCode, national), country: undefined, expected };
  }
  if (trunk === '0' && expected !== undefined && !national.startsWith('0') && !KEEPS_ZERO.has(callingCode)) {
    yield {
      form: 'zero in brackets',
      raw: `+${callingCode} (0)${grouped(national, ' ', 3)}`,
      country: undefined,
      expected,
    };
  }
  if (country === '001') return;
  yield { form: 'E.164 in a row of the country', raw: `+${callingCode}${national}`, country, expected };
  const athome = validNumber(`${trunk}${national}`, country);
  for (const [form, write] of Object.entries(domestic))
    yield { form, raw: write(trunk, national), country, expected: athome };
}

/** Italy, San Marino and the Vatican dial the zero from abroad too. */
const KEEPS_ZERO: ReadonlySet<string> = new Set(['39', '378', '379']);

/**
 * libphonenumber’s own answer to the plainest way of writing, where it reads its answer back as the same number
 * (it does not where a trunk digit can begin a number: Belarus).
 */
export function validNumber(plain: string, country?: PlannedNumber['country']): string | undefined {
  const number = answer(plain, country);
  return number !== undefined && answer(number) === number ? number : undefined;
}

function answer(plain: string, country?: PlannedNumber['country']): string | undefined {
  const number = parsePhoneNumberFromString(plain, {
    extract: false,
    ...(country === undefined || country === '001' ? {} : { defaultCountry: country }),
  });
  return number?.isValid() === true ? number.number : undefined;
}
