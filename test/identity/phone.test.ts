import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalPhone, readPhone } from '../../src/identity/phone.js';
import { cases } from '../setup/drawn-cases.js';

const ANNA = '+46701234567';

describe('a number is written in E.164', () => {
  test.each<[string, string, string | undefined, string | undefined]>([
    ['national, SE', '0701234567', 'SE', ANNA],
    ['national with blanks and hyphen, SE', '070-123 45 67', 'SE', ANNA],
    ['national in brackets, SE', '(070) 123 45 67', 'SE', ANNA],
    ['dots', '070.123.45.67', 'SE', ANNA],
    ['slash', '070/1234567', 'SE', ANNA],
    ['a dash from a word processor', '070\u2013123 45 67', 'SE', ANNA],
    ['a non-breaking hyphen', '070\u2011123 45 67', 'SE', ANNA],
    ['a minus sign', '070\u2212123 45 67', 'SE', ANNA],
    ['international', '+46 70 123 45 67', undefined, ANNA],
    ['international, read in another country', '+46 70 123 45 67', 'NO', ANNA],
    ['the trunk zero in brackets', '+46 (0)70-123 45 67', undefined, ANNA],
    ['00', '0046701234567', undefined, ANNA],
    ['00 and blanks', '00 46 70 123 45 67', undefined, ANNA],
    ['00 in brackets', '(0046) 70 123 45 67', undefined, ANNA],
    ['00 with a country', '0046 70 123 45 67', 'SE', ANNA],
    ['full-width digits', '+46\uff17\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17', undefined, ANNA],
    ['an invisible character', '+46\u200e701234567', undefined, ANNA],
    ['no-break spaces', '+46\u00a070\u00a0123\u00a045\u00a067', undefined, ANNA],
    ['an extension is dropped', '+46 70 123 45 67 ext 5', undefined, ANNA],
    ['a Swedish extension', '070-123 45 67 ankn. 12', 'SE', ANNA],
    ['a land line', '08-123 456 78', 'SE', '+46812345678'],
    ['national, FI', '040 123 4567', 'FI', '+358401234567'],
    ['the trunk zero in brackets, FI', '+358 (0)40 123 4567', undefined, '+358401234567'],
    ['national, NO', '412 34 567', 'NO', '+4741234567'],
    ['national, DK', '20 12 34 56', 'DK', '+4520123456'],
    ['a Norwegian number of a Swede', '+47 412 34 567', 'SE', '+4741234567'],
    ['national of another country of the world', '0151 23456789', 'DE', '+4915123456789'],
  ])('%s', (_, raw, country, expected) => {
    expect(canonicalPhone(raw, country)).toBe(expected);
  });

  test.each<[string, string, string | undefined]>([
    ['national without a country', '070-123 45 67', undefined],
    ['the country code without its sign', '46701234567', undefined],
    ['national in a country that does not exist', '070-123 45 67', 'XX'],
    ['a Norwegian number in Sweden', '41234567', 'SE'],
    ['one digit short', '+4670123456', undefined],
    ['one digit long', '+467012345678', undefined],
    ['an emergency number', '112', 'SE'],
    ['far too short', '12', 'SE'],
    ['far too long', '+4670123456789012345', undefined],
    ['words', 'ring mig', 'SE'],
    ['words and a number', 'ring 070-123 45 67', 'SE'],
    ['two numbers', '070-123 45 67, 070-765 43 21', 'SE'],
    ['a number no plan has', '+46000000000', undefined],
    ['a country no plan has', '+999701234567', undefined],
    ['only punctuation', '---', 'SE'],
    ['nothing', '', 'SE'],
  ])('%s is no number', (_, raw, country) => {
    expect(canonicalPhone(raw, country)).toBeUndefined();
  });

  test.each<[string, string, string | undefined, string, boolean]>([
    ['a number in use', '070-123 45 67', 'SE', ANNA, true],
    ['one digit short of any plan', '+46 70 123 456', undefined, '+4670123456', false],
    ['a series nobody has', '41234567', 'SE', '+4641234567', false],
  ])('what could be a number is known, written to or not: %s', (_, raw, country, number, valid) => {
    expect(readPhone(raw, country)).toMatchObject({ number, valid });
  });

  test.each([
    ['far too short', '12'],
    ['words', 'ring mig'],
    ['a country no plan has', '+999701234567'],
  ])('what cannot be a number is nothing: %s', (_, raw) => {
    expect(readPhone(raw, 'SE')).toBeUndefined();
  });

  test('the canonical form of a canonical form is itself, in whatever country', () => {
    const spelled = fc.tuple(
      fc.constantFrom('070', '+4670', '0046 70', '+46 (0)70', '+47 4', '+35840', '+45 2', '4', '040'),
      fc.stringMatching(/^[0-9][0-9]{2}[ -][0-9]{4}$/),
    );
    const country = fc.constantFrom('SE', 'FI', 'NO', 'DK', undefined);
    let numbers = 0;
    fc.assert(
      fc.property(spelled, country, country, ([start, rest], first, second) => {
        const canonical = canonicalPhone(start + rest, first);
        if (canonical === undefined) return true;
        numbers += 1;
        return canonicalPhone(canonical, second) === canonical;
      }),
      { numRuns: cases(1000) },
    );
    expect(numbers).toBeGreaterThan(cases(1000) / 10);
  });
});
