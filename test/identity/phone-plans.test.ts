import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalPhone, type PhoneNumber, readPhone } from '../../src/identity/phone.js';
import { certainForms } from '../../src/identity/phone-sql.js';
import { chance, matching, plannedNumbers } from './numbering-plans.js';
import { type Spelling, spellingsOf, validNumber } from './phone-spellings.js';
import { type SqlKey, sqlKeys } from './sql-keys.js';

/**
 * `npm test` takes one number of every kind of every country and every fifth of its spellings;
 * CLEARLIST_PHONE_SPELLINGS=200000 takes as many numbers as it needs for that many, and all spellings.
 */
const WANTED = Number(process.env.CLEARLIST_PHONE_SPELLINGS ?? 0);
const EACH = Math.max(1, Math.ceil(WANTED / 45_000));
const EVERY = WANTED === 0 ? 5 : 1;
const SEED = 20_261_122;

const spellings: readonly Spelling[] = [...plannedNumbers(EACH, SEED)]
  .flatMap((number) => [...spellingsOf(number)])
  .filter((_, i) => i % EVERY === 0);

test(`${spellings.length} spellings of numbers of all countries are what libphonenumber makes of the plainest one`, () => {
  expect(spellings.length).toBeGreaterThanOrEqual(WANTED);
  const wrong = spellings.filter(({ raw, country, expected }) => canonicalPhone(raw, country) !== expected);
  expect(wrong.slice(0, 10)).toEqual([]);
  // As many that are no number at all, or the test would prove nothing.
  expect(spellings.filter(({ expected }) => expected === undefined).length).toBeGreaterThan(spellings.length / 5);
}, 300_000);

test('canonical of canonical is itself, in a row of any country', () => {
  for (const { expected } of spellings) {
    if (expected === undefined) continue;
    expect(canonicalPhone(expected, undefined)).toBe(expected);
    expect(canonicalPhone(expected, 'SE')).toBe(expected);
  }
}, 300_000);

test('what could be a number, or was one once, has the key that it would have; it is only not written to', () => {
  expect(readPhone('+46 701 23 45', undefined)).toEqual({ number: '+467012345', valid: false, texts: false });
  expect(readPhone('0701 23 45', 'SE')).toEqual({ number: '+467012345', valid: false, texts: false });
  for (const { raw, country } of spellings) {
    const read = readPhone(raw, country);
    if (read !== undefined) expect(readPhone(read.number, undefined)).toEqual(read);
  }
}, 300_000);

test('distinct numbers never have one key', () => {
  const written = new Map<string, string>();
  for (const { raw, country, form } of spellings) {
    const key = form === 'E.164' ? canonicalPhone(raw, country) : undefined;
    if (key === undefined) continue;
    expect(written.get(key) ?? raw).toBe(raw);
    written.set(key, raw);
  }
});

const isSame = (found: SqlKey | undefined, expected: PhoneNumber | undefined): boolean =>
  found?.key === expected?.number && found?.valid === expected?.valid && found?.texts === expected?.texts;

test('SQL finds the key of the reference for every spelling', async () => {
  const { keys } = await sqlKeys(spellings.map(({ raw, country }) => ({ kind: 'phone', raw, country })));
  const wrong = spellings.filter(({ raw, country }, i) => !isSame(keys[i], readPhone(raw, country)));
  expect(wrong.slice(0, 10)).toEqual([]);
}, 300_000);

/** Every certain form with digits at random, one digit short and one too many, in rows of every country. */
function nordicWritings(each: number): readonly { raw: string; country: string | undefined }[] {
  const random = chance(SEED);
  const numbers = certainForms.flatMap(({ callingCode, number }) =>
    Array.from({ length: each }, () => {
      const national = matching(number, random);
      const shapes = [
        national,
        national.slice(0, -1),
        `${national}${random(10)}`,
        String(2 + random(8)) + national.slice(1),
      ];
      const forms = shapes.flatMap((n) => [
        `+${callingCode}${n}`,
        `00${callingCode} ${n}`,
        n,
        `0${n}`,
        `+${callingCode}0${n}`,
        `+${callingCode} (0)${n}`,
        `00${callingCode}(0) ${n}`,
      ]);
      return [
        ...forms,
        `${callingCode}${national}`,
        `${national.slice(0, 2)}-${national.slice(2)}`,
        `0${national.slice(0, 2)}--${national.slice(2)}`,
        `(0)${national}`,
        `+${callingCode}(0)(0)${national}`,
        `+${callingCode} ${national.slice(0, 2)}(0)${national.slice(2)}`,
      ];
    }).flat(),
  );
  return numbers.flatMap((raw) => [undefined, 'SE', 'FI', 'NO', 'DK', 'AX', 'US'].map((country) => ({ raw, country })));
}

test('where SQL answers by itself, it answers as the reference does', async () => {
  const writings = nordicWritings(EACH === 1 ? 12 : 200);
  const { keys, lookUps } = await sqlKeys(writings.map((writing) => ({ kind: 'phone', ...writing })));
  const wrong = writings.filter(({ raw, country }, i) => !isSame(keys[i], readPhone(raw, country)));
  expect(wrong.slice(0, 10)).toEqual([]);
  const phones = lookUps.find(({ kind }) => kind === 'phone');
  expect(phones?.rows).toBe(writings.length);
  expect(phones?.lookedUp).toBeLessThan(writings.length);
}, 300_000);

test('Nordic numbers with the zero of home in brackets need no look-up', async () => {
  const writings = ['+46 (0)70-936 07 29', '0046(0) 8 123 456', '+358 (0)50-936 07 29', '+47 (0)45 10 98 45'];
  const { keys, lookUps } = await sqlKeys(writings.map((raw) => ({ kind: 'phone', raw, country: undefined })));
  expect(keys.map((found) => found?.key)).toEqual(['+46709360729', '+468123456', '+358509360729', '+4745109845']);
  expect(lookUps.find(({ kind }) => kind === 'phone')?.lookedUp).toBe(0);
});

test('every range that SQL is certain of is nothing but valid numbers', () => {
  const random = chance(SEED + 1);
  for (const { callingCode, number } of certainForms) {
    for (let i = 0; i < 500 * EACH; i += 1) {
      const plain = `+${callingCode}${matching(number, random)}`;
      expect(validNumber(plain)).toBe(plain);
    }
  }
}, 300_000);

/** `CLEARLIST_PHONE_NUMBERS` is a folder with the examples of libphonenumber; a few of its rows stand in otherwise. */
const folder = process.env.CLEARLIST_PHONE_NUMBERS;
const LOOK_ALIKE = `country_code,region,type,national_significant,e164,international,national,rfc3966,is_valid,number_type
45,DK,MOBILE,34412345,+4534412345,+45 34 41 23 45,34 41 23 45,tel:+45-34-41-23-45,true,1
46,SE,MOBILE,701234567,+46701234567,+46 70 123 45 67,070-123 45 67,tel:+46-70-123-45-67,true,1
47,NO,MOBILE,40612345,+4740612345,+47 40 61 23 45,40 61 23 45,tel:+47-40-61-23-45,true,1
358,FI,MOBILE,412345678,+358412345678,+358 41 2345678,041 2345678,tel:+358-41-2345678,true,1`;

test(`the Nordic examples of libphonenumber (${folder === undefined ? 'look-alike' : 'the whole file'})`, () => {
  const csv = folder === undefined ? LOOK_ALIKE : readFileSync(join(folder, 'nordic_example_numbers.csv'), 'utf8');
  const [, ...rows] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  for (const [, region, , , e164, international = '', national = '', rfc3966 = '', valid] of rows) {
    const expected = valid === 'true' ? e164 : undefined;
    for (const raw of [e164 ?? '', international, rfc3966]) expect(canonicalPhone(raw, undefined)).toBe(expected);
    expect(canonicalPhone(national, region)).toBe(expected);
  }
});
