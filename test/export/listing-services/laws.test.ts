import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  listingServices,
  type MatchField,
  type NormalizedField,
  normalizeFor,
  type ServiceId,
} from '../../../src/index.js';
import { names, naughtyStrings } from '../../identity/shared-texts.js';
import { cases } from '../../setup/drawn-cases.js';
import { generatedPeople } from './generated-people.js';

const RUNS = cases(400);
const services = Object.keys(listingServices) as ServiceId[];
const countries = ['SE', 'FI', 'NO', 'DK', 'GB', 'US', 'PT'] as const;

const person = fc.integer({ min: 0, max: 1_000_000 }).map((from) => generatedPeople(from, 1)[0]);
const text = fc.oneof(
  fc.constantFrom(...names.texts, ...naughtyStrings.texts),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  person.map((one) => one?.email[0] ?? one?.firstName ?? ''),
  person.map((one) => one?.phone[0] ?? one?.lastName ?? ''),
  person.map((one) => one?.postalCode ?? one?.city ?? ''),
  fc.constantFrom(
    'Mr. Mr. .x',
    'x, jr, - v',
    'o ., Jr.',
    'ss-ß',
    'ǅ',
    'İ',
    'ﬁ',
    'a\u0301',
    '.st. x',
    'te-st',
    'Mr. n-u-l-l',
    'te st',
    'Mr. test',
    'unknown, jr',
  ),
);
/** A birth date is left out: what is normalised of it are three slices, and none is a date. */
const fields: readonly MatchField[] = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'postal_code',
  'city',
  'state',
  'country',
  'gender',
  'maid',
  'external_id',
];

const answerTo = (service: ServiceId, field: MatchField, raw: string, country: string): NormalizedField => {
  const answer = normalizeFor(service, { [field]: raw }, { country, variants: true })[field];
  if (answer === undefined) throw new Error('no answer');
  return answer;
};

/** Everything written of a value; of what is plain, the gap in it is a spelling. */
function writtenOf(service: ServiceId, field: MatchField, raw: string, country: string): readonly string[] {
  const answer = answerTo(service, field, raw, country);
  if ('refused' in answer) return [answer.refused];
  const all = [answer, ...(answer.variants ?? [])].map(({ hash }) => hash);
  return answer.encoding === 'plain' ? all.sort() : all;
}

describe.each(services)('%s', (service) => {
  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...fields), fc.constantFrom(...countries), (raw, field, country) => {
        const once = answerTo(service, field, raw, country);
        if ('refused' in once) return;
        // Meta’s numbers have no plus, and digits alone are read as a number at home: 468963575 is another in Sweden.
        const international = field === 'phone' && !once.normalized.startsWith('+') ? '+' : '';
        const again = answerTo(service, field, international + once.normalized, country);
        expect(again).toMatchObject({ normalized: once.normalized, hash: once.hash });
      }),
      { numRuns: RUNS },
    );
  });

  test('a hash is of the normalised text, which says something; no variant is said twice', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...fields), fc.constantFrom(...countries), (raw, field, country) => {
        const answer = answerTo(service, field, raw, country);
        if ('refused' in answer) return;
        const all = [answer, ...(answer.variants ?? [])];
        expect(new Set(all.map(({ normalized }) => normalized)).size).toBe(all.length);
        for (const { normalized, hash, encoding } of all) {
          expect(normalized).toMatch(/[\p{L}\p{N}]/u);
          expect(normalized).toBe(normalized.normalize('NFC').trim());
          expect(hash).toBe(encoding === 'plain' ? normalized : createHash('sha256').update(normalized).digest('hex'));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('however an identifier is spelt, it has one hash', () => {
    const spelt: readonly (readonly [MatchField, string, string, readonly string[]])[] = [
      [
        'email',
        'åsa.öberg@example.se',
        'SE',
        ['ÅSA.ÖBERG@EXAMPLE.SE', 'Åsa Öberg <åsa.öberg@example.se>', 'mailto:åsa.öberg@example.se'],
      ],
      [
        'phone',
        '+46701234567',
        'SE',
        ['070-123 45 67', '0046 (0)70 1234567', 'tel:+46-70-1234567', '+46 70 123 45 67 ankn 3'],
      ],
      ['first_name', 'Bengt-Åke', 'SE', ['BENGT-ÅKE', 'Bengt – Åke', 'bengt‐åke']],
      ['last_name', "O'Brien", 'SE', ['O’BRIEN', 'o`brien', 'O´Brien']],
      ['postal_code', '11122', 'SE', ['111 22', 'SE-111 22', 's-11122', 'SE 11122']],
      ['postal_code', '0150', 'NO', ['NO-0150', 'N-0150']],
      ['postal_code', 'SW1A 1AA', 'GB', ['sw1a1aa', 'sw1a 1aa']],
      ['country', 'SE', 'SE', ['se', 'Sverige', 'RUOTSI', 'Sweden']],
      ['gender', 'f', 'SE', ['Kvinna', 'NAINEN', 'kvinde', 'k.']],
      [
        'maid',
        'aece52e7-03ee-455a-b3c4-e57283966239',
        'SE',
        ['AECE52E7-03EE-455A-B3C4-E57283966239', '{aece52e703ee455ab3c4e57283966239}'],
      ],
      ['city', 'Göteborg', 'SE', ['GÖTEBORG', ' göteborg ']],
      ['external_id', 'Cust_0042', 'SE', [' Cust_0042 ']],
    ];
    for (const [field, plain, country, others] of spelt) {
      const worn = (raw: string): readonly string[] => [
        raw,
        `\u00a0${raw}\t`,
        raw.normalize('NFD'),
        `\ufeff${raw}\u200b`,
        `\u202a${raw}\u202c`,
      ];
      for (const raw of [plain, ...others].flatMap(worn))
        expect([raw, writtenOf(service, field, raw, country)]).toEqual([
          raw,
          writtenOf(service, field, plain, country),
        ]);
    }
  });
});

test('what says nothing is refused in every field by every service, and never hashed', () => {
  const nothing = [
    '',
    ' ',
    '\u200b',
    '-',
    'n/a',
    'NULL',
    'none',
    '0000000',
    '#N/A',
    'okänd',
    'ei tiedossa',
    'xxx',
    '�',
  ];
  for (const service of services)
    for (const field of [...fields, 'birth_date'] as const)
      for (const raw of nothing)
        expect([service, field, raw, answerTo(service, field, raw, 'SE')]).toEqual([
          service,
          field,
          raw,
          { refused: expect.any(String) },
        ]);
});

test('an identity number is refused in every field by every service', () => {
  for (const service of services)
    for (const field of [...fields, 'birth_date'] as const)
      for (const raw of ['811228-9874', '8112289874', '131052-308T', '010190-1234', '15108695088'])
        expect([field, raw, answerTo(service, field, raw, 'DK')]).toEqual([
          field,
          raw,
          { refused: expect.any(String) },
        ]);
});
