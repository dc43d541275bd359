import { describe, expect, test } from 'vitest';
import type { HashedColumns } from '../../../src/export/listing-services/hashed-column.js';
import type { Listing } from '../../../src/export/listing-services/listing.js';
import { listingIssues } from '../../../src/export/listing-services/listing-issues.js';
import { sha256 } from '../../../src/identity/digest.js';
import { rowsOnBoth } from './both-engines.js';

const digest = sha256('anna@example.se');
const city: HashedColumns = { email: { field: 'city', encoding: 'sha256-hex' } };

const peopleWith = (values: readonly string[]) =>
  values.map((value, i) => ({
    id: `p${String(i).padStart(2, '0')}`,
    email: [`p${String(i).padStart(2, '0')}@example.se`],
    country: 'SE',
    city: value,
  }));

describe('a declared column of digests, on both engines', () => {
  test('it is written as it stands, never hashed again; hex becomes base64 where the request says so', async () => {
    const cases: readonly (readonly [Listing['service'], Listing['options'], string])[] = [
      ['meta-custom-audience', {}, digest],
      ['google-data-manager', {}, digest],
      ['google-data-manager', { encoding: 'base64' }, Buffer.from(digest, 'hex').toString('base64')],
    ];
    const listings = cases.map(
      ([service, options = {}]): Listing => ({ service, fields: ['email'], options, hashed: city }),
    );
    const found = await rowsOnBoth(peopleWith([digest]), listings);
    expect(found.map(({ reference }) => reference.map(({ values, refused }) => ({ values, refused })))).toEqual(
      cases.map(([, , written]) => [{ values: { email: [written] }, refused: [] }]),
    );
    for (const { reference, duckdb } of found) expect(duckdb).toEqual(reference);
  });

  test('what is no digest is refused, row by row', async () => {
    const cases = [
      [digest.toUpperCase(), 'NOT_A_SHA256'],
      [`${digest.slice(0, 32)}${digest.slice(32).toUpperCase()}`, 'NOT_A_SHA256'],
      [digest.slice(1), 'NOT_A_SHA256'],
      [`${digest}0`, 'NOT_A_SHA256'],
      ['d41d8cd98f00b204e9800998ecf8427e', 'NOT_A_SHA256'],
      ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'NOT_A_SHA256'],
      [`0x${digest}`, 'NOT_A_SHA256'],
      [Buffer.from(digest, 'hex').toString('base64'), 'NOT_A_SHA256'],
      [sha256(''), 'EMPTY'],
      ['anna@example.se', 'RAW_IN_HASHED_COLUMN'],
      ['+46701234567', 'RAW_IN_HASHED_COLUMN'],
      ['Göteborg', 'RAW_IN_HASHED_COLUMN'],
    ] as const;
    const [found] = await rowsOnBoth(peopleWith(cases.map(([value]) => value)), [
      { service: 'meta-custom-audience', fields: ['email'], hashed: city },
    ]);
    expect(found?.reference.map(({ values, refused }) => ({ values, refused }))).toEqual(
      cases.map(([, reason]) => ({ values: {}, refused: [{ field: 'email', reason }] })),
    );
    expect(found?.duckdb).toEqual(found?.reference);
  });

  test('a broken digest loses its own row only; a raw value among digests stops the release', async () => {
    const listing: Listing = { service: 'meta-custom-audience', fields: ['email'], hashed: city };
    const [found] = await rowsOnBoth(peopleWith([digest, digest.slice(1), sha256('b')]), [listing]);
    expect(found?.duckdb.map(({ values }) => values.email)).toEqual([[digest], undefined, [sha256('b')]]);
    const mixed = rowsOnBoth(peopleWith([digest, 'anna@example.se']), [listing]);
    await expect(mixed).rejects.toMatchObject({ code: 'list-not-hashed', at: 'hashed.email' });
  });

  test('a hash that nobody declared is refused, not hashed again', async () => {
    const [found] = await rowsOnBoth(peopleWith([digest]), [
      { service: 'meta-custom-audience', fields: ['email', 'city'] },
    ]);
    expect(found?.duckdb[0]?.refused).toEqual([{ field: 'city', reason: 'ALREADY_HASHED' }]);
    expect(found?.duckdb[0]?.values.email).toEqual([sha256('p00@example.se')]);
  });
});

test('a column of digests is sent and holds text, or the listing is mistaken', () => {
  const issues = (hashed: HashedColumns) =>
    listingIssues({ service: 'meta-custom-audience', fields: ['phone'], hashed }, {}, 'at').map(
      ({ at, message }) => `${at}: ${message}`,
    );
  expect(issues({ phone: { field: 'city', encoding: 'sha256-hex' } })).toEqual([]);
  expect(issues({ phone: { field: 'nothing', encoding: 'sha256-hex' }, ...city })).toEqual([
    'at.hashed.email: is not sent: "email" is not among the fields',
    'at.hashed.phone.field: no profile field of text named "nothing"',
  ]);
});
