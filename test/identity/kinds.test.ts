import { describe, expect, test } from 'vitest';
import { canonicalBirthDate } from '../../src/identity/birth-date.js';
import type { Canonical } from '../../src/identity/canonical.js';
import { canonicalCountry } from '../../src/identity/country.js';
import { canonicalCookieId, canonicalDeviceId } from '../../src/identity/device-id.js';
import { readEmail } from '../../src/identity/email.js';
import { canonicalExternalId } from '../../src/identity/external-id.js';
import { canonicalGender } from '../../src/identity/gender.js';
import { canonicalName } from '../../src/identity/person-name.js';
import { phoneOrReason } from '../../src/identity/phone.js';
import { canonicalPostalCode } from '../../src/identity/postal-code.js';
import { postalKey } from '../../src/identity/postal-key.js';
import { type IdentityRefusal, identityRefusals } from '../../src/identity/refusals.js';
import { canonicalAddress } from '../../src/identity/street-address.js';

/** What is written, and the form it has or the code of its refusal: both are text, and no form looks like a code. */
type Row = readonly [raw: string, expected: string];

const said = (canonical: Canonical): string => ('value' in canonical ? canonical.value : canonical.refused);
const seen = new Set<string>();

function table(kind: string, read: (raw: string) => Canonical, rows: readonly Row[]): void {
  describe(kind, () => {
    for (const [, expected] of rows) seen.add(expected);
    test.each(rows)('%j → %s', (raw, expected) => expect(said(read(raw))).toBe(expected));
  });
}

table('e-mail', readEmail, [
  ['Anna+Fuel@Example.SE', 'anna+fuel@example.se'],
  ['ÅSA@Exämple.se', 'åsa@xn--exmple-cua.se'],
  ['ann\u200ba\u00ad@example.se', 'anna@example.se'],
  ['\uff21nna\uff20example\uff0ese', 'anna@example.se'],
  ['"Berg, Anna" <anna@example.se>', 'anna@example.se'],
  ['bo@example.se <anna@example.se>', 'SEVERAL_VALUES'],
  ['anna@example.se; bo@example.se', 'SEVERAL_VALUES'],
  [' ', 'EMPTY'],
  ['n/a', 'PLACEHOLDER'],
  ['test@test.com', 'PLACEHOLDER'],
  ['saknas@saknas.se', 'PLACEHOLDER'],
  ['test@example.se', 'test@example.se'],
  ["'anna@example.se", 'SPREADSHEET_DAMAGE'],
  ["o'brien@example.ie", "o'brien@example.ie"],
  ['#REF!', 'SPREADSHEET_DAMAGE'],
  ['811228-9874@example.se', 'NATIONAL_ID'],
  ['8112289874+news@example.se', 'NATIONAL_ID'],
  ['131052-308T@example.fi', 'NATIONAL_ID'],
  ['0701234567@example.se', '0701234567@example.se'],
  ['anna@localhost', 'NOT_AN_EMAIL'],
  ['=anna@example.se', 'NOT_AN_EMAIL'],
  ['anna@example.se\u240a', 'NOT_AN_EMAIL'],
  [`${'a'.repeat(60)}@${'b.'.repeat(120)}se`, 'TOO_LONG'],
]);

table('phone in a Swedish row', (raw) => phoneOrReason(raw, 'SE'), [
  ['070-123 45 67', '+46701234567'],
  ['+46 (0)70-123 45 67', '+46701234567'],
  ['(0046) 70 123 45 67', '+46701234567'],
  ['tel:+46-70-123-45-67', '+46701234567'],
  ['070 123 45 67 ankn 12', '+46701234567'],
  ['\u202d070\u2011123\u00a045\u00a067\u202c', '+46701234567'],
  ['０７０１２３４５６７', '+46701234567'],
  ['701234567', '+46701234567'],
  ['46701234567', '+46701234567'],
  ['+47 41 23 45 67', '+4741234567'],
  ['4741234567', 'SPREADSHEET_DAMAGE'],
  ['4.67012E+10', 'SPREADSHEET_DAMAGE'],
  ['4,67012E+10', 'SPREADSHEET_DAMAGE'],
  ['46701234567.0', 'SPREADSHEET_DAMAGE'],
  ["'0701234567", 'SPREADSHEET_DAMAGE'],
  ['0000000000', 'PLACEHOLDER'],
  ['okänd', 'PLACEHOLDER'],
  ['811228-9874', 'NATIONAL_ID'],
  ['0701234567, 0707654321', 'SEVERAL_VALUES'],
  ['ring mig', 'NOT_A_PHONE'],
  ['112', 'PHONE_NOT_VALID'],
  ['+4', 'NOT_A_PHONE'],
  ['+46701234', 'PHONE_NOT_VALID'],
]);

table('phone in a row without country', (raw) => phoneOrReason(raw, undefined), [
  ['+46701234567', '+46701234567'],
  ['41234567', 'PHONE_AMBIGUOUS'],
  ['28 12 34 56', 'PHONE_AMBIGUOUS'],
  ['0701234567', 'PHONE_COUNTRY_MISSING'],
  ['46701234567', 'SPREADSHEET_DAMAGE'],
]);

table('name', canonicalName, [
  ['  ANNA  Lisa ', 'anna lisa'],
  ['Bengt \u2013 Åke', 'bengt-åke'],
  ['O\u2019Brien', "o'brien"],
  ['A\u030asa', 'åsa'],
  ['Dr. Ek', 'dr. ek'],
  ['Okänd', 'PLACEHOLDER'],
  ['ei  ole', 'PLACEHOLDER'],
  ['-', 'PLACEHOLDER'],
  ['811228-9874', 'NATIONAL_ID'],
  ['=cmd()', 'NOT_A_NAME'],
  ['anna@example.se', 'NOT_A_NAME'],
  ['Anna 2', 'NOT_A_NAME'],
  ['#SAKNAS!', 'SPREADSHEET_DAMAGE'],
  ['å'.repeat(121), 'TOO_LONG'],
]);

table('postal code in Sweden', (raw) => canonicalPostalCode(raw, 'SE'), [
  ['SE-111 22', '11122'],
  ['S-11122', '11122'],
  ['111\u00a022', '11122'],
  ['1112', 'SPREADSHEET_DAMAGE'],
  ['111220', 'NOT_A_POSTAL_CODE'],
  ['00000', 'PLACEHOLDER'],
  ['n/a', 'PLACEHOLDER'],
]);

table('postal code in Finland', (raw) => canonicalPostalCode(raw, 'FI'), [
  ['FI-00100', '00100'],
  ['100', 'SPREADSHEET_DAMAGE'],
  ['100.0', 'SPREADSHEET_DAMAGE'],
]);

table('postal code in Norway', (raw) => canonicalPostalCode(raw, 'NO'), [
  ['N-0150', '0150'],
  ['150', 'SPREADSHEET_DAMAGE'],
]);

table('postal code without a country', (raw) => canonicalPostalCode(raw), [
  ['DK-1050', '1050'],
  ['SE 111 22', '11122'],
  ['sw1a 1aa', 'SW1A1AA'],
  ['Stockholm', 'NOT_A_POSTAL_CODE'],
]);

table('address', canonicalAddress, [
  ['Storg. 5B, lgh 1101', 'storgatan 5 b lgh 1101'],
  ['STORGATAN  5 b  LGH 1101', 'storgatan 5 b lgh 1101'],
  ['Mannerheimintie 5 A 12', 'mannerheimintie 5 a 12'],
  ['Vestergade 5, 2. tv.', 'vestergade 5 2 tv'],
  ['P.O. Box 12', 'box 12'],
  ['Postboks 12', 'box 12'],
  ['Box12', 'box 12'],
  ['17', 'NOT_AN_ADDRESS'],
  ['ukjent', 'PLACEHOLDER'],
]);

table('birth date', canonicalBirthDate, [
  ['1985-03-07', '1985-03-07'],
  ['19850307', '1985-03-07'],
  ['1985-03-07 00:00:00', '1985-03-07'],
  ['1985-02-30', 'NOT_A_DATE'],
  ['07/03/1985', 'DATE_AMBIGUOUS'],
  ['7.3.1985', 'DATE_AMBIGUOUS'],
  ['31/12/1985', 'NOT_A_DATE'],
  ['31113', 'SPREADSHEET_DAMAGE'],
  ['1900-01-01', 'PLACEHOLDER'],
  ['850307-1234', 'NOT_A_DATE'],
  ['811228-9874', 'NATIONAL_ID'],
]);

table('gender', canonicalGender, [
  ...['man', 'mies', 'mand', 'Mann', 'M', 'male'].map((word): Row => [word, 'm']),
  ...['kvinna', 'nainen', 'kvinde', 'kvinne', 'K', 'Female'].map((word): Row => [word, 'f']),
  ['1', 'GENDER_UNKNOWN'],
  ['annat', 'GENDER_UNKNOWN'],
  ['ukendt', 'PLACEHOLDER'],
]);

table('country', canonicalCountry, [
  ...['se', 'Sverige', 'RUOTSI', 'Sweden', 'SWE'].map((word): Row => [word, 'SE']),
  ...['Suomi', 'Finland'].map((word): Row => [word, 'FI']),
  ...['Danmark', 'Tanska'].map((word): Row => [word, 'DK']),
  ...['Norge', 'Norja', 'Noreg', 'no'].map((word): Row => [word, 'NO']),
  ...['Åland', 'Ahvenanmaa'].map((word): Row => [word, 'AX']),
  ...['UK', 'Storbritannien', 'England'].map((word): Row => [word, 'GB']),
  ['Island', 'IS'],
  ['ZZ', 'COUNTRY_UNKNOWN'],
  ['Narnia', 'COUNTRY_UNKNOWN'],
]);

table('device', canonicalDeviceId, [
  ['AEBE52E7-03EE-455A-B3C4-E57283966239', 'aebe52e7-03ee-455a-b3c4-e57283966239'],
  ['{aebe52e703ee455ab3c4e57283966239}', 'aebe52e7-03ee-455a-b3c4-e57283966239'],
  ['00000000-0000-0000-0000-000000000000', 'PLACEHOLDER'],
  ['dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
  ['short', 'NOT_A_DEVICE_ID'],
  ['anna@example.se', 'NOT_A_DEVICE_ID'],
]);

table('cookie', canonicalCookieId, [
  ['GA1.2.1033501218.1368477899', 'GA1.2.1033501218.1368477899'],
  ['a b c d', 'NOT_A_COOKIE_ID'],
  ['undefined', 'PLACEHOLDER'],
]);

table('external id in a Danish row', (raw) => canonicalExternalId(raw, 'DK'), [
  ['Kund-00017', 'Kund-00017'],
  ['00017', '00017'],
  ['0101901234', 'NATIONAL_ID'],
  ['1.2E+15', 'SPREADSHEET_DAMAGE'],
  ['a\u0007b', 'NOT_AN_EXTERNAL_ID'],
]);

describe('postal key', () => {
  const anna = {
    firstName: 'Anna Lisa',
    lastName: 'Åberg',
    address: 'Storgatan 5B lgh 1101',
    postalCode: 'SE-111 22',
    country: 'SE',
  };
  test('is country, code, house, name; refusals match the house and the first given name', () =>
    expect(postalKey(anna)).toEqual({
      value: 'SE|11122|storgatan 5 b lgh 1101|åberg anna lisa',
      refusalKey: 'SE|11122|storgatan 5 b|åberg anna',
    }));
  test('is refused for the part that is', () =>
    expect(postalKey({ ...anna, postalCode: '1112' })).toEqual({ refused: 'SPREADSHEET_DAMAGE' }));
  test.each([['Storg. 5 B'], ['STORGATAN 5B, 2 tr'], ['Storgatan 5 b lgh 1203']])('%s is the same house', (address) =>
    expect(postalKey({ ...anna, address })).toMatchObject({ refusalKey: 'SE|11122|storgatan 5 b|åberg anna' }),
  );
});

test('every code of refusal is in a table above, but the one for what is no text', () => {
  const codes = Object.keys(identityRefusals) as IdentityRefusal[];
  expect(codes.filter((code) => !seen.has(code))).toEqual(['NOT_TEXT']);
});
