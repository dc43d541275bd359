import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Listing } from '../../../src/export/listing-services/listing.js';
import type { MatchRow } from '../../../src/export/listing-services/match.js';
import { matchRows } from '../../../src/export/listing-services/match-rows.js';
import { listingServices } from '../../../src/export/listing-services/registry.js';
import { clearAudience, okq8 } from '../../../src/index.js';
import { campaign, listOf } from '../cleared-lists.js';
import { type BothRows, consent, LISTING_AD, type Person, rowsOnBoth } from './both-engines.js';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const base64 = (text: string): string => createHash('sha256').update(text).digest('base64');

const ANNA = {
  country: 'SE',
  firstName: 'Åsa-Lisa',
  lastName: 'Öberg',
  postalCode: 'SE-111 22',
  city: 'Göteborg',
  birthDate: '1985-03-07',
  gender: 'kvinna',
};
const own = (id: string) => ({ id, email: [`${id}@example.se`] });
const { postalCode: _, ...WITHOUT_CODE } = ANNA;

const people = {
  fi: { id: 'a1', email: ['åsa@example.se'], country: 'FI' },
  se: {
    id: 'a2',
    email: ['An.Na+fuel@Gmail.com', 'anna@example.se', 'ANNA@example.se', 'not an address'],
    formerEmail: ['old@example.se'],
    phone: ['070-123 45 67', '+46 (0)70 123 45 67'],
    country: 'SE',
  },
  whole: { ...own('b1'), ...ANNA },
  withoutCode: { ...own('b2'), ...WITHOUT_CODE },
  withoutName: { ...own('b3'), ...ANNA, lastName: 'n/a' },
  bo: { ...own('c1'), ...ANNA, firstName: 'Bo' },
  ek: { ...own('c2'), ...ANNA, lastName: 'Ek' },
  odd: { ...own('d1'), ...ANNA, gender: 'divers', city: '-' },
} satisfies Readonly<Record<string, Person>>;

const names = ['email', 'first_name', 'last_name'] as const;
const listings = {
  google: { service: 'google-customer-match' },
  meta: { service: 'meta-custom-audience' },
  address: { service: 'google-customer-match', fields: [...names, 'postal_code', 'country'] },
  ascii: { service: 'meta-custom-audience', fields: names, options: { metaNames: 'ascii' } },
  utf8: { service: 'meta-custom-audience', fields: names },
  date: { service: 'meta-custom-audience', fields: ['email', 'birth_date', 'gender', 'city'] },
  base64: { service: 'google-data-manager', options: { encoding: 'base64' } },
  phone: { service: 'google-customer-match', fields: ['phone'] },
} as const satisfies Readonly<Record<string, Listing>>;

let both: readonly BothRows[];
beforeAll(async () => {
  both = await rowsOnBoth(Object.values(people), Object.values(listings));
});

/** What both engines say of some persons. */
function rowsOf(listing: keyof typeof listings, ...asked: readonly (keyof typeof people)[]): readonly MatchRow[] {
  const found = both[Object.keys(listings).indexOf(listing)];
  const ids: readonly string[] = asked.map((one) => people[one].id);
  return (found?.reference ?? []).filter(({ personId }) => ids.includes(personId));
}

test('DuckDB says the same as the reference, everybody in order and numbered', () => {
  for (const { reference, duckdb } of both) {
    expect(duckdb).toEqual(reference);
    expect(reference.map(({ row, personId }) => [row, personId])).toEqual(
      Object.values(people).map(({ id }, i) => [i + 1, id]),
    );
  }
});

test('every identifier in use is written, as the service compares it; one that is spelt twice once', () => {
  expect(rowsOf('google', 'fi', 'se')).toEqual([
    {
      row: 1,
      personId: 'a1',
      basis: 'consent',
      country: 'FI',
      values: { email: [sha('åsa@example.se')] },
      refused: [],
    },
    {
      row: 2,
      personId: 'a2',
      basis: 'consent',
      country: 'SE',
      values: { email: [sha('anna@gmail.com'), sha('anna@example.se')], phone: [sha('+46701234567')] },
      refused: [{ field: 'email', reason: 'NOT_AN_EMAIL' }],
    },
  ]);
  expect(rowsOf('meta', 'se')[0]?.values).toEqual({
    email: [sha('an.na+fuel@gmail.com'), sha('anna@example.se')],
    phone: [sha('46701234567')],
  });
});

test('an address at Google is written with all four parts or not at all, and the row still goes', () => {
  const rows = rowsOf('address', 'whole', 'withoutCode', 'withoutName');
  const [first_name, last_name] = [[sha('åsa-lisa')], [sha('öberg')]];
  expect(rows.map(({ values }) => values)).toEqual([
    { email: [sha('b1@example.se')], first_name, last_name, postal_code: ['111 22'], country: ['SE'] },
    { email: [sha('b2@example.se')] },
    { email: [sha('b3@example.se')] },
  ]);
  expect(rows.map(({ refused }) => refused.map(({ field, reason }) => `${field} ${reason}`))).toEqual([
    [],
    ['first_name ADDRESS_INCOMPLETE', 'last_name ADDRESS_INCOMPLETE', 'country ADDRESS_INCOMPLETE'],
    [
      'last_name PLACEHOLDER',
      'first_name ADDRESS_INCOMPLETE',
      'postal_code ADDRESS_INCOMPLETE',
      'country ADDRESS_INCOMPLETE',
    ],
  ]);
});

test('Roman spellings are a row of their own: first and last name stand at the same places', () => {
  const pairs = (listing: 'ascii' | 'utf8') =>
    rowsOf(listing, 'whole', 'bo', 'ek').map(({ values }) => [values.first_name, values.last_name]);
  expect(pairs('ascii')).toEqual([
    [
      [sha('åsalisa'), sha('asalisa')],
      [sha('öberg'), sha('oberg')],
    ],
    [
      [sha('bo'), sha('bo')],
      [sha('öberg'), sha('oberg')],
    ],
    [
      [sha('åsalisa'), sha('asalisa')],
      [sha('ek'), sha('ek')],
    ],
  ]);
  expect(pairs('utf8')[0]).toEqual([[sha('åsalisa')], [sha('öberg')]]);
});

test('a birth date is three keys at Meta; what is refused is said by field', () => {
  const date = { birth_year: [sha('1985')], birth_month: [sha('03')], birth_day: [sha('07')] };
  const rows = rowsOf('date', 'whole', 'odd');
  expect(rows.map(({ values }) => values)).toEqual([
    { email: [sha('b1@example.se')], ...date, gender: [sha('f')], city: [sha('gteborg')] },
    { email: [sha('d1@example.se')], ...date },
  ]);
  expect(rows[1]?.refused).toEqual([
    { field: 'gender', reason: 'GENDER_UNKNOWN' },
    { field: 'city', reason: 'PLACEHOLDER' },
  ]);
});

test('digests are of the bytes, in hex or base64, as the profile’s option says', () => {
  expect(rowsOf('base64', 'whole')[0]?.values).toEqual({ email: [base64('b1@example.se')] });
});

test('a person of whom nothing can be sent has a row without values', () => {
  expect(rowsOf('phone', 'whole')).toEqual([
    { row: 3, personId: 'b1', basis: 'consent', country: 'SE', values: {}, refused: [] },
  ]);
});

test('what a transfer remembers of a row has every identifier and each spelling of the address', () => {
  const { entries } = listingServices['google-customer-match'];
  const values = {
    email: ['e1', 'e2'],
    phone: ['f1'],
    first_name: ['a', 'b'],
    last_name: ['c', 'd'],
    country: ['SE'],
    postal_code: ['11122'],
    maid: ['m'],
    external_id: ['x'],
  };
  expect([...entries({ values })]).toEqual([
    'email:e1',
    'email:e2',
    'phone:f1',
    'maid:m',
    'external_id:x',
    'address:a|c|SE|11122',
    'address:b|d|SE|11122',
  ]);
  expect([...entries({ values: { first_name: ['a'], last_name: ['b'], country: ['SE'] } })]).toEqual([]);
});

test('rows come from a cleared list only', () => {
  const forged = JSON.parse('{"rows":[]}');
  expect(() => matchRows(forged, { service: 'meta-custom-audience' })).toThrow(
    expect.objectContaining({ code: 'not-a-cleared-list' }),
  );
});

test.each([
  [{ service: 'meta' }, 'unknown-name'],
  [{ service: 'google-customer-match', fields: ['city'] }, 'definition-invalid'],
  [{ service: 'google-customer-match', options: { encoding: 'hex' } }, 'definition-invalid'],
  [{ service: 'meta-custom-audience', fields: ['external_id'] }, 'definition-invalid'],
])('%j is refused before a row is read', (listing, code) => {
  const list = listOf(campaign('c'), []);
  expect(() => matchRows(list, listing as unknown as Listing)).toThrow(expect.objectContaining({ code }));
});

test('a list that is refused whole has no row', async () => {
  const person = { ...own('p1'), ...ANNA };
  const list = await clearAudience({
    campaign: { ...LISTING_AD, id: 'small' },
    policy: okq8,
    records: { profile: [person], permission: [consent(person.id)] },
    asOf: '2026-11-22T06:00:00Z',
  });
  expect(list.refusals.map(({ code }) => code)).toContain('AUDIENCE_TOO_SMALL');
  expect(list.counts.listed).toBe(1);
  for await (const row of matchRows(list, { service: 'meta-custom-audience' })) throw new Error(`row ${row.row}`);
});
