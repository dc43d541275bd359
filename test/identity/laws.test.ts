import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBirthDate } from '../../src/identity/birth-date.js';
import type { Canonical } from '../../src/identity/canonical.js';
import { canonicalCountry } from '../../src/identity/country.js';
import { canonicalCookieId, canonicalDeviceId } from '../../src/identity/device-id.js';
import { baseEmail, canonicalEmail, readEmail } from '../../src/identity/email.js';
import { canonicalExternalId } from '../../src/identity/external-id.js';
import { canonicalGender } from '../../src/identity/gender.js';
import { canonicalName } from '../../src/identity/person-name.js';
import { canonicalPhone, phoneOrReason } from '../../src/identity/phone.js';
import { canonicalPostalCode } from '../../src/identity/postal-code.js';
import { identityRefusals } from '../../src/identity/refusals.js';
import { canonicalAddress, canonicalCity } from '../../src/identity/street-address.js';
import { cases } from '../setup/drawn-cases.js';

/** The test command runs some hundreds of each; CI asks for thousands. */
const RUNS = { numRuns: cases(250) };

const readers: Readonly<Record<string, (raw: string) => Canonical>> = {
  email: readEmail,
  'phone in Sweden': (raw) => phoneOrReason(raw, 'SE'),
  'phone of nowhere': (raw) => phoneOrReason(raw, undefined),
  name: canonicalName,
  'postal code in Norway': (raw) => canonicalPostalCode(raw, 'NO'),
  'postal code of nowhere': (raw) => canonicalPostalCode(raw),
  address: canonicalAddress,
  city: canonicalCity,
  country: canonicalCountry,
  'birth date': canonicalBirthDate,
  gender: canonicalGender,
  device: canonicalDeviceId,
  cookie: canonicalCookieId,
  'external id': (raw) => canonicalExternalId(raw, 'DK'),
};

/** Text near the border of everything: pieces of identifiers, marks and letters in every order. */
const piece = fc.constantFrom(
  ...[
    'anna',
    'ÅSA',
    'a\u0301',
    'ß',
    'İ',
    'ς',
    '@',
    '@example.se',
    'exämple.fi',
    '+',
    'fuel',
    '.',
    '-',
    '\u2013',
    ' ',
    '\u00a0',
    '\u200b',
  ],
  ...[
    '0',
    '00',
    '070',
    '46',
    '+46',
    '(0)',
    '12345',
    '701234567',
    '41234567',
    '811228',
    '9874',
    'E+10',
    '.0',
    "'",
    '"',
    '<',
    '>',
    'mailto:',
  ],
  ...[
    'storg.',
    'gatan',
    '5b',
    'lgh',
    '1101',
    'c/o',
    'box',
    'SE-',
    '1985-03-07',
    '{',
    '}',
    'aebe52e703ee455ab3c4e57283966239',
    '\uff21',
    '\uff20',
    '|',
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

describe('for every kind', () => {
  test.each(Object.entries(readers))('%s: canonical of canonical is itself, and its refusal key stays', (_, read) => {
    fc.assert(
      fc.property(text, (raw) => {
        const first = read(raw);
        if ('value' in first) expect(read(first.value)).toEqual(first);
        else expect(Object.keys(identityRefusals)).toContain(first.refused);
      }),
      RUNS,
    );
  });
});

/** Ways in which exports, forms and people spell the same thing. */
const upper = (word: string): string => word.toUpperCase();
const fullWidth = (word: string): string =>
  word.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const everywhere: Readonly<Record<string, (word: string) => string>> = {
  'spaces around': (word) => `  ${word}\t`,
  'no-break and ideographic spaces around': (word) => `\u00a0${word}\u3000`,
  'byte order mark': (word) => `\ufeff${word}`,
  'zero-width characters': (word) => [...word].join('\u200b'),
  'soft hyphens': (word) => [...word].join('\u00ad'),
  'direction marks': (word) => `\u202b\u2066${word}\u2069\u202c`,
  'Unicode form D': (word) => word.normalize('NFD'),
  'full width': fullWidth,
};
const emailForms = {
  ...everywhere,
  'capital letters': upper,
  mailto: (word: string) => `mailto:${word}`,
  'mailto with a subject': (word: string) => `MAILTO:${word}?subject=Hej`,
  'a name in front': (word: string) => `Åsa "B" Öst <${word}>`,
  'angle brackets': (word: string) => `<${word}>`,
  'its own name in front': (word: string) => `"${word}" <${word}>`,
};
const nameForms = {
  ...everywhere,
  'capital letters': upper,
  'two spaces': (word: string) => word.replaceAll(' ', '  '),
  'other hyphens': (word: string) => word.replaceAll('-', '\u2010'),
  'other apostrophes': (word: string) => word.replaceAll("'", '\u2019'),
};
const phoneForms = {
  ...everywhere,
  tel: (word: string) => `tel:${word}`,
  'two zeros': (word: string) => word.replace('+', '00'),
  hyphens: (word: string) => word.replace(/(\d\d)(?=\d)/g, '$1-'),
  'zero in brackets': (word: string) => word.replace(/^\+46/, '+46 (0)').replace(/^\+358/, '+358 (0)'),
  extension: (word: string) => `${word} ankn. 12`,
};

const letter = fc.constantFrom(...'abcåäöæøé');
const word = fc.string({ unit: letter, minLength: 3, maxLength: 9 });
const email = fc
  .tuple(word, fc.constantFrom('', '+fuel', '.b', '_1'), fc.constantFrom('example.se', 'exämple.fi', 'post.example.no'))
  .map(([local, more, domain]) => `${local}${more}@${domain}`);
const name = fc.tuple(word, fc.constantFrom('', ' ', '-', "'"), word).map((parts) => parts.join(''));
const phone = fc.constantFrom('+46701234567', '+4741234567', '+4528123456', '+358401234567', '+46812345678');

const sameUnder = <T extends string>(
  values: fc.Arbitrary<T>,
  read: (raw: string) => string | undefined,
  form: (raw: string) => string,
) =>
  fc.assert(
    fc.property(values, (value) => {
      expect(read(value)).toBeDefined();
      expect(read(form(value))).toBe(read(value));
    }),
    { numRuns: RUNS.numRuns / 5 },
  );

describe('spelling variants keep the key', () => {
  test.each(Object.entries(emailForms))('e-mail: %s', (_, form) => sameUnder(email, canonicalEmail, form));
  test.each(Object.entries(phoneForms))('phone: %s', (_, form) =>
    sameUnder(phone, (raw) => canonicalPhone(raw, undefined), form),
  );
  test.each(Object.entries(nameForms))('name: %s', (_, form) => {
    const read = (raw: string): string | undefined => {
      const canonical = canonicalName(raw);
      return 'value' in canonical ? canonical.value : undefined;
    };
    sameUnder(name, read, form);
  });
});

test('two addresses that differ in more than spelling never have one key, nor two phone numbers', () => {
  fc.assert(
    fc.property(email, email, (a, b) => {
      expect(canonicalEmail(a) === canonicalEmail(b)).toBe(a.normalize('NFC') === b.normalize('NFC'));
      if (baseEmail(canonicalEmail(a) ?? '') !== baseEmail(canonicalEmail(b) ?? '')) expect(a).not.toBe(b);
    }),
    RUNS,
  );
});

test('a tag never changes what refusals match', () => {
  fc.assert(
    fc.property(word, fc.stringMatching(/^[a-z0-9+.=-]{0,9}[a-z]$/), (local, tag) => {
      fc.pre(!tag.includes('..') && !tag.startsWith('.'));
      const tagged = readEmail(`${local}+${tag}@example.se`);
      const bare = readEmail(`${local}@example.se`);
      expect('refusalKey' in tagged && tagged.refusalKey).toBe('refusalKey' in bare && bare.refusalKey);
    }),
    RUNS,
  );
});
