import { cleanText } from '../../../src/model/text.js';
import { names, naughtyStrings } from '../../identity/shared-texts.js';

/**
 * People as customer registers have them: mostly plain, and in every field now and then what a service could take for
 * something else. Cells are cleaned as every source cleans them. The same seed gives the same people.
 */

export interface GeneratedPerson {
  readonly id: string;
  readonly email: readonly string[];
  readonly phone: readonly string[];
  readonly country?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Next = () => number;

/** Numbers from 0 to 1 by the multiplicative generator of Park and Miller. */
function sequence(seed: number): Next {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

const GIVEN =
  'Anna Lars Åsa Örjan Þórður Bengt-Åke Märta ANNA-LISA Jean_Luc Ole mr. dr.Ola Ms. Eva Søren Ægir Ída Null test xxx Åse-Marie te-st É'.split(
    ' ',
  );
const FAMILY = [
  "O'Brien",
  'Öberg',
  'Berg V',
  'Quinn, Jr.',
  'von Essen',
  'Ståhl-Ödman',
  'Lindström',
  'Hansen Jr',
  'Mac Donald',
  'Nielsen 2nd',
  'Møller',
  'Guðmundsdóttir',
  'Ek',
  'n/a',
  'Virtanen dds',
  'Smith, Jr., DDS',
  'test jr',
  'no ne',
  'no name',
  'te st',
];
const CITIES = [
  'Göteborg',
  'Malmö',
  'St. Petersburg',
  'Helsinki',
  'Oslo',
  '東京',
  'Aa.',
  '-',
  'New York',
  'Ängelholm C',
  'Kalifornien',
];
const STATES = ['California', 'TX', 'Västra Götaland', 'Uusimaa', 'New York', 'zz'];
const COUNTRIES = ['SE', 'FI', 'NO', 'DK', 'IS', 'US', 'GB', 'PT', 'AX', undefined];
const CODES: Readonly<Record<string, readonly string[]>> = {
  SE: ['111 22', '11122', 'SE-111 22', 'S-11122', '1112', '00000'],
  FI: ['00100', 'FI-00100', '00 100', '100'],
  NO: ['0150', 'NO-0150', '150'],
  DK: ['8000', 'DK 8000', '8000.0'],
  IS: ['101', 'IS-101'],
  US: ['94043', '94043-1351', '9404', '940431351'],
  GB: ['SW1A 1AA', 'sw1a1aa', 'WC2H 8LG', 'M1 1AE'],
  PT: ['1229-076', '1229 076'],
  AX: ['22100', 'AX-22100'],
};
const DOMAINS = [
  'example.se',
  'Gmail.com',
  'googlemail.com',
  'EXÄMPLE.se',
  'xn--exmple-cua.se',
  'example.co.uk',
  'gmail.com.se',
];
const DATES = ['1985-03-07', '1900-01-01', '1999-12-31', '2031-01-01', '2004-02-29', '1912-06-30'];
const GENDERS = ['f', 'M', 'kvinna', 'Mies', 'mand', 'other', '1', 'K.'];
const DEVICES = [
  'AECE52E7-03EE-455A-B3C4-E57283966239',
  '00000000-0000-0000-0000-000000000000',
  'aece52e703ee455ab3c4e57283966239',
  'opaque-token-1',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{AECE52E7-03EE-455A-B3C4-E57283966239}',
];
const IDS = [
  'cust_17',
  'C-0042',
  '123456',
  '0123',
  '8112289874',
  '811228-9874',
  '999999999',
  'test',
  '4.67012E+10',
  'a1',
  'Ö17',
];
const HASHES = [
  '5d41402abc4b2a76b9719d911017c592',
  'A665A45920422F9D417E4867EFDC4FB8A04A1F3FFF1FA07E998E86F7F7A27AE3',
  'UJ6TMBm7KFoTSpM0uLtnnf950M4CPVKa9L10TUe0/Yo=',
  'abcdefabcdefabcdefabcdefabcdefab',
];
const ODD = [...names.texts.slice(0, 4000), ...naughtyStrings.texts, ...HASHES, '', ' ', 'a\u030asa', "'Anna", '#N/A'];

export function generatedPeople(from: number, count: number): readonly GeneratedPerson[] {
  return Array.from({ length: count }, (_, i) => generatedPerson(from + i));
}

function generatedPerson(number: number): GeneratedPerson {
  const next = sequence(number * 7919 + 17);
  for (let i = 0; i < 3; i += 1) next();
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const odd = (usual: () => string | undefined): string | undefined => {
    const raw = next() < 0.04 ? pick(ODD) : next() < 0.1 ? undefined : usual();
    return raw === undefined ? undefined : cleanText(raw);
  };
  const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(next() * 10)).join('');
  const country = pick(COUNTRIES);
  const local = (): string =>
    pick([
      `person.${number}`,
      `P.e.r.${digits(3)}+tag`,
      `per${digits(2)}..x`,
      `Åsa${number}`,
      `81.12.28.9874`,
      `anna${digits(2)}`,
      `+${number}`,
    ]);
  const several = (usual: () => string): readonly string[] => [
    ...new Set(Array.from({ length: Math.floor(next() * 3.2) }, () => odd(usual)).filter((raw) => raw !== undefined)),
  ];
  const mobile = (): string =>
    pick([
      `070-${digits(3)} ${digits(2)} ${digits(2)}`,
      `+4670${digits(7)}`,
      `040 ${digits(7)}`,
      `4${digits(7)}`,
      `+358 40 ${digits(7)}`,
      `0047${digits(8)}`,
      `070${digits(7)} ankn 3`,
      `08-${digits(6)}`,
    ]);
  const text = {
    country,
    firstName: odd(() => pick(GIVEN)),
    lastName: odd(() => pick(FAMILY)),
    postalCode: odd(() => pick(CODES[country ?? 'SE'] ?? ['12345'])),
    city: odd(() => pick(CITIES)),
    birthDate: next() < 0.2 ? undefined : pick(DATES),
    gender: odd(() => pick(GENDERS)),
  };
  const attributes = {
    device: odd(() => pick(DEVICES)),
    customer: odd(() => pick(IDS)),
    county: odd(() => pick(STATES)),
  };
  return {
    id: `p${String(number).padStart(7, '0')}`,
    email: several(() => `${local()}@${pick(DOMAINS)}`),
    phone: several(mobile),
    ...present(text),
    attributes: present(attributes),
  };
}

const present = <T extends Readonly<Record<string, string | undefined>>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  } as Record<string, string>;
