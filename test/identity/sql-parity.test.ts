import { describe, expect, test } from 'vitest';
import { canonicalIdentifier } from '../../src/identity/identifier.js';
import { cleanText } from '../../src/model/text.js';
import { emailCases, names, naughtyStrings } from './shared-texts.js';
import { sqlKeys, type Written } from './sql-keys.js';

/** What people write around an address, and what SQL could take for certain and must not. */
const BORDERS: readonly string[] = [
  ...[
    'anna@example.se',
    ' ANNA@Example.SE ',
    'Anna <anna@example.se>',
    'mailto:anna@example.se',
    '<anna@example.se>',
    "'anna@example.se",
  ],
  ...[
    'anna+fuel@example.se',
    'a@example.se;b@example.se',
    'test@test.se',
    'TEST@Testing.se',
    'none@example.se',
    'x@xx.se',
    'x+1@x.se',
  ],
  ...[
    '811228-9874@example.se',
    '8112289874@example.se',
    '198112289874+news@example.se',
    '131052-308t@example.fi',
    '010190-1234@example.dk',
  ],
  ...[
    '\u212aarin@example.se',
    'anna\uff20example.se',
    'an\u00adna@example.se',
    'ANNA@EXÄMPLE.SE',
    `${'a'.repeat(64)}@example.se`,
    `${'a'.repeat(65)}@example.se`,
  ],
];
const PHONES: readonly string[] = [
  ...[
    '070-123 45 67',
    '070 1234567',
    '0046701234567',
    '+46 70 123 45 67',
    '+46 (0)70 123 45 67',
    '0701234567.0',
    '4.67012E+10',
    "'0701234567",
  ],
  ...[
    '41234567',
    '4741234567',
    '+47 41 23 45 67',
    '28 12 34 56',
    '040 1234567',
    '0401234567',
    '+358 40 1234567',
    '0701234567 ankn 3',
  ],
  ...[
    '070--1234567',
    '070- 1234567',
    '-0701234567',
    '0701234567-',
    '+ 46701234567',
    '８０７０１２３４５',
    '0000000000',
    '811228-9874',
  ],
];

const texts = [
  ...names.texts,
  ...naughtyStrings.texts,
  ...emailCases.cases.map(({ address }) => address),
  ...BORDERS,
  ...PHONES,
];

const written: readonly Written[] = [
  ...texts.map((raw): Written => ({ kind: 'email', raw })),
  ...names.texts.map((name): Written => ({ kind: 'email', raw: `${name}@example.se` })),
  ...[undefined, 'SE', 'FI', 'NO', 'DK', 'XX'].flatMap((country) =>
    texts.map((raw): Written => ({ kind: 'phone', raw, country })),
  ),
];

describe(`SQL is the reference on ${names.from}, ${naughtyStrings.from}, ${emailCases.from}`, () => {
  test(`${written.length} identifiers have the same key and refusal key`, async () => {
    const { keys } = await sqlKeys(written);
    const wrong = written.flatMap(({ kind, raw, country }, i) => {
      const expected = canonicalIdentifier(kind, cleanText(raw) ?? '', country);
      const found = keys[i];
      return found?.key === expected?.key &&
        found?.refusalKey === expected?.refusalKey &&
        found?.valid === expected?.valid
        ? []
        : [{ kind, raw, country, expected, found }];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  }, 120_000);
});

test('of addresses written as most are, SQL looks none up; of phone numbers those that are not certain', async () => {
  const people = Array.from({ length: 200 }, (_, i) => i);
  const { lookUps } = await sqlKeys([
    ...people.map((i): Written => ({ kind: 'email', raw: `Person.${i}@Example.se` })),
    ...people.map((i): Written => ({ kind: 'phone', raw: `070-123 4${String(i).padStart(3, '0')}`, country: 'SE' })),
    { kind: 'email', raw: 'åsa@example.se' },
    { kind: 'phone', raw: '070/1234567', country: 'SE' },
    { kind: 'phone', raw: '070/1234567', country: 'SE' },
  ]);
  expect(lookUps).toEqual([
    { kind: 'email', lookedUp: 1, rows: 201 },
    { kind: 'phone', lookedUp: 1, rows: 202 },
  ]);
});
