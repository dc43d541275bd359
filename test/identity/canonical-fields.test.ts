import { canonicalFieldNames, canonicalFields } from 'clearlist';
import { expect, test } from 'vitest';

test('each field given has one answer, and identifiers what refusals match', () => {
  expect(
    canonicalFields({ email: 'Anna+Fuel@Example.SE ', gender: 'kvinna', device_id: null, external_id: {} }),
  ).toEqual({
    email: { canonical: 'anna+fuel@example.se', refusalKey: 'anna@example.se' },
    gender: { canonical: 'f' },
    device_id: { refused: 'EMPTY' },
    external_id: { refused: 'NOT_TEXT' },
  });
});

test.each([
  ['its own country', { phone: '41234567', country: 'Norge' }, 'SE', '+4741234567'],
  ['the country for all where it names none', { phone: '070-123 45 67' }, 'SE', '+46701234567'],
  ['the country for all where it names a placeholder', { phone: '070-123 45 67', country: '-' }, 'SE', '+46701234567'],
  [
    'no country where it names one that cannot be read',
    { phone: '070-123 45 67', country: 'Narnia' },
    'SE',
    'PHONE_COUNTRY_MISSING',
  ],
  ['no country where there is none', { phone: 41234567 }, undefined, 'PHONE_AMBIGUOUS'],
])('a row’s phone number is read by %s', (_, row, country, expected) => {
  const { phone } = canonicalFields(row, country === undefined ? {} : { country });
  expect(phone !== undefined && ('refused' in phone ? phone.refused : phone.canonical)).toBe(expected);
});

test('an identity number is never given back, right or wrong', () => {
  for (const national_id of ['811228-9874', '811228-9875', 8112289874]) {
    expect(canonicalFields({ national_id })).toEqual({ national_id: { refused: 'NATIONAL_ID' } });
  }
});

test('name, address, code and country together give the postal key', () => {
  const whole = { first_name: 'Anna', last_name: 'Ek', address: 'Box 12', postal_code: '111 22', country: 'Sverige' };
  expect(canonicalFields(whole).postal).toEqual({
    canonical: 'SE|11122|box 12|ek anna',
    refusalKey: 'SE|11122|box 12|ek anna',
  });
  expect(canonicalFields({ ...whole, last_name: '' }).postal).toBeUndefined();
});

test('an unknown field is a mistake, named with what there is; nothing of its value is repeated', () => {
  expect(() => canonicalFields({ mail: 'anna@example.se' })).toThrow(
    expect.objectContaining({
      code: 'unknown-name',
      at: 'mail',
      hint: `Use any of: ${canonicalFieldNames.join(', ')}.`,
    }),
  );
});
