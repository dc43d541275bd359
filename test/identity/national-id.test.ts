import { describe, expect, test } from 'vitest';
import { readEmail } from '../../src/identity/email.js';
import { canonicalExternalId } from '../../src/identity/external-id.js';
import { nationalIdCountry } from '../../src/identity/national-id.js';
import { canonicalName } from '../../src/identity/person-name.js';
import { phoneOrReason } from '../../src/identity/phone.js';

/** Test numbers of the authorities and numbers of nobody with right check digits. */
const NUMBERS = [
  ['Swedish, short', '811228-9874', undefined, 'SE'],
  ['Swedish, bare', '8112289874', undefined, 'SE'],
  ['Swedish, with its century', '19811228-9874', undefined, 'SE'],
  ['Swedish, with its century, bare', '198112289874', undefined, 'SE'],
  ['Swedish, over a hundred years', '811228+9874', undefined, 'SE'],
  ['Swedish coordination number', '701063-2391', undefined, 'SE'],
  ['Swedish, typographic hyphen', '811228\u20139874', undefined, 'SE'],
  ['Swedish, wrong check digit', '811228-9875', undefined, 'DK?'],
  ['Finnish', '131052-308T', undefined, 'FI'],
  ['Finnish, lower case', '131052-308t', undefined, 'FI'],
  ['Finnish, separator of 2023', '131052Y308T', undefined, 'FI'],
  ['Finnish, wrong check letter', '131052-308U', undefined, undefined],
  ['Norwegian', '01019010046', undefined, 'NO'],
  ['Norwegian, grouped', '010190 10046', undefined, 'NO'],
  ['Norwegian D-number', '41019010110', undefined, 'NO'],
  ['Norwegian H-number', '01419010029', undefined, 'NO'],
  ['Norwegian, wrong check digit', '01019010047', undefined, undefined],
  ['Danish, written', '010190-1234', undefined, 'DK'],
  ['Danish, no such day', '310290-1234', undefined, undefined],
  ['Danish, bare, in a Danish row', '0101901234', 'DK', 'DK'],
  ['ten digits that could be Danish, in no row of Denmark', '0101901234', 'SE', undefined],
  ['a customer number', '1234567', undefined, undefined],
] as const;

describe('whose identity number a text is', () => {
  // 81 is no day, so that what is no Swedish number is no Danish one either.
  test.each(NUMBERS)('%s', (_, text, country, expected) =>
    expect(nationalIdCountry(text, country)).toBe(expected === 'DK?' ? undefined : expected),
  );
});

const recognised = NUMBERS.filter(
  ([, , country, found]) => found !== undefined && found !== 'DK?' && country === undefined,
);

describe('nowhere is an identity number an identifier', () => {
  test.each(recognised)('%s', (_, text) => {
    const refusal = { refused: 'NATIONAL_ID' };
    expect(canonicalExternalId(text)).toEqual(refusal);
    expect(canonicalName(text)).toEqual(refusal);
    expect(readEmail(text)).toEqual(refusal);
    expect(phoneOrReason(text, undefined)).toEqual(refusal);
    expect(phoneOrReason(text, 'DK')).toEqual(refusal);
    if (!/[ +\u2013]/.test(text)) expect(readEmail(`${text}@example.se`)).toEqual(refusal);
  });
});

test('what the numbering plan of the row makes a number is one, whatever else it looks like', () => {
  expect(nationalIdCountry('010190-1234')).toBe('DK');
  expect(phoneOrReason('010190-1234', 'SE')).toEqual({ value: '+46101901234' });
});
