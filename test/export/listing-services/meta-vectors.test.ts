import { normalizeFor } from 'clearlist';
import { expect, test } from 'vitest';
import { sha256Hex, vectorTable } from './vectors.js';

const SERVICE = 'meta-custom-audience';

/**
 * Source: developers.facebook.com, Conversions API, customer information parameters (e-mail and phone with digests);
 * facebook/capi-param-builder, PIIUtilsTest.php at 231ac35 (the others; its phone numbers are not in the American plan,
 * and external ids are lowered for that other API). Read 2026-11-22.
 */
vectorTable(SERVICE, 'published', [
  {
    rule: 'digest, dots stay',
    field: 'email',
    raw: 'John_Smith@gmail.com',
    normalized: 'john_smith@gmail.com',
    hash: '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
  },
  {
    rule: 'digest, no plus',
    field: 'phone',
    raw: '(650)555-1212',
    country: 'US',
    normalized: '16505551212',
    hash: 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
  },
  { rule: 'trim and lower', field: 'email', raw: '  John.Doe@Example.COM  ', normalized: 'john.doe@example.com' },
  { rule: 'tag stays', field: 'email', raw: '  Test.User+Tag@EXAMPLE.COM  ', normalized: 'test.user+tag@example.com' },
  { rule: 'no address', field: 'email', raw: 'invalid-email', refused: 'NOT_AN_EMAIL' },
  { rule: 'gender', field: 'gender', raw: '  Male  ', normalized: 'm' },
  { rule: 'gender', field: 'gender', raw: '  Female  ', normalized: 'f' },
  { rule: 'unknown gender', field: 'gender', raw: 'unknown', refused: 'PLACEHOLDER' },
  { rule: 'no white space', field: 'first_name', raw: '  John Smith  ', normalized: 'johnsmith' },
  { rule: 'no white space', field: 'last_name', raw: '  Mary Johnson  ', normalized: 'maryjohnson' },
  { rule: 'no white space', field: 'city', raw: '  New York  ', normalized: 'newyork' },
  { rule: 'no white space', field: 'city', raw: '  San Francisco  ', normalized: 'sanfrancisco' },
  { rule: 'two letters', field: 'state', raw: '  California  ', country: 'US', normalized: 'ca' },
  { rule: 'two letters', field: 'state', raw: '  New York  ', country: 'US', normalized: 'ny' },
  { rule: 'two letters, lower', field: 'country', raw: '  United States  ', normalized: 'us' },
  { rule: 'two letters, lower', field: 'country', raw: '  Germany  ', normalized: 'de' },
  { rule: 'five digits', field: 'postal_code', raw: '  90210-1234  ', country: 'US', normalized: '90210' },
]);

/** Our own, by hand: Nordic people, and every rule that the published ones have no row for. */
vectorTable(SERVICE, 'Nordic', [
  { rule: 'no Gmail rules', field: 'email', raw: 'An.Na+x@Gmail.com', normalized: 'an.na+x@gmail.com', variants: [] },
  { rule: 'dots in a row', field: 'email', raw: 'an..na@gmail.com', refused: 'NOT_AN_EMAIL' },
  { rule: 'a dot behind', field: 'email', raw: 'anna@example.se.', refused: 'NOT_AN_EMAIL' },
  {
    rule: 'letters in the domain',
    field: 'email',
    raw: 'anna@EXÄMPLE.se',
    normalized: 'anna@exämple.se',
    variants: ['anna@xn--exmple-cua.se'],
  },
  {
    rule: 'digits only, country in front',
    field: 'phone',
    raw: '070-123 45 67',
    country: 'SE',
    normalized: '46701234567',
  },
  { rule: 'no zeros in front', field: 'phone', raw: '0046 (0)70 123 45 67', normalized: '46701234567' },
  { rule: 'a number without a country', field: 'phone', raw: '070-123 45 67', refused: 'PHONE_COUNTRY_MISSING' },
  { rule: 'nothing but zeros', field: 'phone', raw: '+0000000000', refused: 'PLACEHOLDER' },
  { rule: 'letters stay', field: 'first_name', raw: 'ÅSA', normalized: 'åsa', variants: ['asa'] },
  { rule: 'one form of Unicode', field: 'first_name', raw: 'A\u030asa', normalized: 'åsa' },
  { rule: 'hyphen goes', field: 'first_name', raw: 'Bengt-Åke', normalized: 'bengtåke', variants: ['bengtake'] },
  { rule: 'initial', field: 'first_name', raw: 'F.', normalized: 'f' },
  { rule: 'accents stay', field: 'first_name', raw: 'Émilie', normalized: 'émilie', variants: ['emilie'] },
  { rule: 'titles stay', field: 'first_name', raw: 'Dr. Åsa', normalized: 'dråsa', variants: ['drasa'] },
  { rule: 'apostrophe goes', field: 'last_name', raw: 'O’Brien', normalized: 'obrien', variants: [] },
  { rule: 'ö', field: 'last_name', raw: 'Öberg', normalized: 'öberg', variants: ['oberg'] },
  { rule: 'ø', field: 'last_name', raw: 'Sørensen', normalized: 'sørensen', variants: ['sorensen'] },
  { rule: 'æ', field: 'last_name', raw: 'Ærø', normalized: 'ærø', variants: ['aero'] },
  { rule: 'þ and ð', field: 'last_name', raw: 'Þórðarson', normalized: 'þórðarson', variants: ['thordarson'] },
  { rule: 'ä', field: 'last_name', raw: 'Jääskeläinen', normalized: 'jääskeläinen', variants: ['jaaskelainen'] },
  { rule: 'another script has no Roman variant', field: 'last_name', raw: '山田', normalized: '山田', variants: [] },
  { rule: 'a–z only', field: 'city', raw: 'Göteborg', normalized: 'gteborg', variants: ['göteborg', 'goteborg'] },
  { rule: 'nothing of a–z', field: 'city', raw: '東京', refused: 'NOTHING_LEFT' },
  {
    rule: 'no code outside the United States',
    field: 'state',
    raw: 'Västra Götaland',
    country: 'SE',
    normalized: 'vstragtaland',
    variants: ['västragötaland', 'vastragotaland'],
  },
  { rule: 'no prefix', field: 'postal_code', raw: 'SE-111 22', country: 'SE', normalized: '11122' },
  { rule: 'zeros in front', field: 'postal_code', raw: '00100', country: 'FI', normalized: '00100' },
  { rule: 'area, district and sector', field: 'postal_code', raw: 'SW1A 1AA', country: 'GB', normalized: 'sw1a1' },
  { rule: 'lower', field: 'country', raw: 'Sverige', normalized: 'se', hash: sha256Hex('se') },
  { rule: 'Nordic words', field: 'gender', raw: 'Nainen', normalized: 'f' },
  { rule: 'Nordic words', field: 'gender', raw: 'mann', normalized: 'm' },
  { rule: 'any other word', field: 'gender', raw: 'divers', refused: 'GENDER_UNKNOWN' },
  {
    rule: 'plain, lower, with hyphens',
    field: 'maid',
    raw: 'AECE52E703EE455AB3C4E57283966239',
    normalized: 'aece52e7-03ee-455a-b3c4-e57283966239',
    hash: 'aece52e7-03ee-455a-b3c4-e57283966239',
  },
  { rule: 'plain and as it is', field: 'external_id', raw: 'Cust_0042', normalized: 'Cust_0042', hash: 'Cust_0042' },
  { rule: 'an identity number', field: 'external_id', raw: '131052-308T', refused: 'NATIONAL_ID' },
  { rule: 'an identity number', field: 'birth_date', raw: '811228-9874', refused: 'NATIONAL_ID' },
  { rule: 'hashed already', field: 'phone', raw: '098f6bcd4621d373cade4e832627b4f6', refused: 'ALREADY_HASHED' },
  { rule: 'day and month', field: 'birth_date', raw: '07/03/1985', refused: 'DATE_AMBIGUOUS' },
  { rule: 'a year to come', field: 'birth_date', raw: '2031-05-01', refused: 'BIRTH_YEAR_NOT_ACCEPTED' },
  { rule: 'nobody’s date', field: 'birth_date', raw: '1900-01-01', refused: 'PLACEHOLDER' },
]);

test('a birth date is three keys, and the first of them is the answer', () => {
  const { birth_date: answer } = normalizeFor(SERVICE, { birth_date: '19850307' });
  const key = (normalized: string) => ({ normalized, hash: sha256Hex(normalized), encoding: 'sha256-hex' });
  expect(answer).toEqual({ ...key('1985'), keys: { DOBY: key('1985'), DOBM: key('03'), DOBD: key('07') } });
});
