import { expect, test } from 'vitest';
import { keyColumns } from '../../../src/export/listing-services/key-columns.js';
import type { Listing } from '../../../src/export/listing-services/listing.js';
import { matchFields } from '../../../src/export/listing-services/match.js';
import { listingServices } from '../../../src/index.js';
import { generatedPeople } from './generated-people.js';
import { renderedOnBoth } from './rendered-on-both.js';

/** Units: rows. `npm run test:listing` has 200,000. */
const ROWS = Number(process.env.CLEARLIST_LISTING_ROWS ?? 2_000);

const contact = ['email', 'phone', 'first_name', 'last_name', 'postal_code', 'country'] as const;
const named = { externalId: 'customer', maid: 'device', state: 'county' } as const;

const listings: readonly Listing[] = [
  { service: 'google-customer-match', fields: contact },
  { service: 'google-data-manager', fields: contact, options: { encoding: 'base64', variants: true } },
  { service: 'google-dv360', fields: contact, options: { googleNamePunctuation: 'strip' } },
  { service: 'google-dv360', fields: ['maid'], ...named },
  { service: 'google-customer-match', fields: ['external_id'], ...named },
  { service: 'google-customer-match', fields: ['maid'], ...named },
  { service: 'google-data-manager', fields: ['external_id'], ...named },
  { service: 'google-data-manager', fields: ['maid'], ...named },
  { service: 'meta-custom-audience', fields: matchFields, ...named },
  { service: 'meta-custom-audience', fields: matchFields, ...named, options: { metaNames: 'ascii', variants: true } },
];

/** As many people at once as fit into memory; each chunk has the next listing. */
const CHUNK = Math.min(10_000, Math.ceil(ROWS / listings.length));

test(`SQL writes what the reference writes for every service, to the byte, on ${ROWS} generated rows`, async () => {
  let written = 0;
  for (let chunk = 0; chunk * CHUNK < ROWS; chunk += 1) {
    const people = generatedPeople(chunk * CHUNK, Math.min(CHUNK, ROWS - chunk * CHUNK));
    const listing = listings[chunk % listings.length] as Listing;
    const rendering = { columns: keyColumns(listing).map(({ column }) => column) };
    const { reference, duckdb } = await renderedOnBoth(people, rendering, chunk % 2 === 0 ? 'SE' : undefined);
    expect(duckdb.length).toBe(people.length);
    reference.forEach((row, i) => {
      if (JSON.stringify(row) !== JSON.stringify(duckdb[i])) expect(duckdb[i]).toEqual(row);
    });
    written += reference.flatMap(({ cells }) => cells.flatMap(({ texts }) => texts)).length;
  }
  expect(written).toBeGreaterThan(ROWS);
}, 600_000);

test('every field of every service is among them', () => {
  for (const [service, { fields }] of Object.entries(listingServices)) {
    const asked = listings.filter((listing) => listing.service === service).flatMap((listing) => listing.fields ?? []);
    expect([...new Set(asked)].sort()).toEqual(Object.keys(fields({})).sort());
  }
});

test('postal codes with any country before them are read alike, and most of them without a look-up', async () => {
  const before = ['', 'SE', 'S', 'FI', 'FIN', 'SF', 'AX', 'DK', 'NO', 'N', 'SJ', 'FO', 'GL', 'IS', 'se', 'X'];
  const after = ['111 22', '11122', '00100', '00000', '0150', '8000', '101', '1 1122', '111-22', '1112233'];
  const codes = before.flatMap((prefix) => ['', '-', ' '].flatMap((gap) => after.map((code) => prefix + gap + code)));
  const countries = ['SE', 'FI', 'AX', 'DK', 'NO', 'SJ', 'FO', 'GL', 'IS', 'US', undefined];
  const people = countries.flatMap((country, home) =>
    codes.map((postalCode, i) => ({
      id: `p${home * codes.length + i + 10_000}`,
      email: [],
      phone: [],
      postalCode,
      firstName: 'Anna',
      lastName: 'Berg',
      ...(country === undefined ? {} : { country }),
      attributes: {},
    })),
  );
  for (const service of ['google-customer-match', 'meta-custom-audience'] as const) {
    const listing: Listing = { service, fields: ['first_name', 'last_name', 'postal_code', 'country'] };
    const rendering = { columns: keyColumns(listing).map(({ column }) => column) };
    const { reference, duckdb } = await renderedOnBoth(people, rendering, undefined);
    reference.forEach((row, i) => {
      if (JSON.stringify(row) !== JSON.stringify(duckdb[i])) expect(duckdb[i]).toEqual(row);
    });
  }
  const written = ['SE-111 22', 'SE11122', 'S 111 22'].map((postalCode, i) => ({
    ...people[0],
    id: `q${i}`,
    country: 'SE',
    postalCode,
  }));
  const rendering = {
    columns: keyColumns({ service: 'meta-custom-audience', fields: ['postal_code'] }).map(({ column }) => column),
  };
  const { lookedUp } = await renderedOnBoth(written as typeof people, rendering, undefined);
  expect(lookedUp).toEqual({ postal_code: 0 });
});

test('of people written as most are, nothing goes through the reference but cities and states', async () => {
  const people = Array.from({ length: 50 }, (_, i) => ({
    id: `p${i + 10}`,
    email: [`Person.${i}@Example.se`, `p.${i}+x@Gmail.com`],
    phone: [`070-123 4${String(i).padStart(3, '0')}`],
    country: 'SE',
    firstName: 'Anna-Lisa',
    lastName: 'von Essen',
    postalCode: '111 22',
    city: 'Lund',
    birthDate: `1985-03-${String((i % 28) + 1).padStart(2, '0')}`,
    gender: 'Kvinna',
    attributes: {
      device: `AECE52E7-03EE-455A-B3C4-E572839662${String(i).padStart(2, '0')}`,
      customer: `C-${i}`,
      county: 'Skane',
    },
  }));
  for (const listing of listings.filter(({ options }) => options?.variants !== true)) {
    const rendering = { columns: keyColumns(listing).map(({ column }) => column) };
    const { reference, duckdb, lookedUp } = await renderedOnBoth(people, rendering, undefined);
    expect(duckdb).toEqual(reference);
    const { city, state, ...others } = lookedUp;
    expect([listing.service, ...Object.entries(others).filter(([, texts]) => texts > 0)]).toEqual([listing.service]);
    expect([city ?? 1, state ?? 1]).toEqual([1, 1]);
  }
});
