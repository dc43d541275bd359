import { expect, test } from 'vitest';
import { admit, refusedOf } from '../../../src/export/listing-files/admission.js';
import { listingForms } from '../../../src/export/listing-files/listing-forms.js';
import type { ListingRow } from '../../../src/export/listing-files/listing-row.js';
import { refusedRowsText } from '../../../src/export/listing-files/refused-rows.js';
import type { Listing } from '../../../src/export/listing-services/listing.js';
import type { MatchRow } from '../../../src/export/listing-services/match.js';
import { listingServices } from '../../../src/export/listing-services/registry.js';
import { type Person, rowsOnBoth } from '../listing-services/both-engines.js';
import { written } from './rows.js';

/** People as registers have them: written in many ways, in the wrong columns, damaged, in several alphabets. */
const people: readonly Person[] = [
  ['Åsa', 'Öberg-Lindström', 'SE-111 22', 'SE', 'Åsa.Öberg@Example.SE', '070-123 45 67'],
  ['Ole', 'Ø. Hansen', '0150', 'NO', 'ole+fuel@gmail.com', '+47 912 34 567'],
  ['Mika', "O'Neill", '00100', 'FI', 'mika.oneill@googlemail.com', '0401234567'],
  ['anna@example.se', 'Svensson', 'anna@example.se', 'SE', 'not an address', '+46701234567'],
  ['+46701234567', '0701234567', '0701234567', 'XX', 'svensson@example.se', '08-123'],
  ['n/a', '-', 'null', undefined, 'n/a', '0000000000'],
  ['=cmd|x', 'Æbelø "quoted", Jr.', 'K1A 0B1', 'CA', 'quoted@example.com', '+1 613 555 0199'],
  ['Владимир', 'Ποτέ', '1234567890', undefined, 'vladimir@пример.рф', '+4512345678'],
].map(([firstName, lastName, postalCode, country, email, phone], i) => ({
  id: `p${i}`,
  firstName,
  lastName,
  postalCode,
  country,
  city: postalCode,
  email: [email],
  phone: [phone],
}));

const address = ['first_name', 'last_name', 'postal_code', 'country'] as const;
const listings: readonly Listing[] = [
  { service: 'google-customer-match', fields: ['email', 'phone', ...address], options: { variants: true } },
  { service: 'google-data-manager', fields: ['email', 'phone', ...address], options: { encoding: 'base64' } },
  { service: 'google-dv360', fields: ['email', 'phone', ...address] },
  { service: 'meta-custom-audience', fields: ['email', 'phone', 'city', ...address], options: { metaNames: 'ascii' } },
];

/** Everything that identifies somebody, as it was given and in parts, but countries and postal codes that Google wants plain. */
const identifying = people
  .flatMap(({ firstName, lastName, email, phone }) =>
    [firstName, lastName, ...(email as string[]), ...(phone as string[])].flatMap((value) => {
      const text = String(value);
      const digits = text.replaceAll(/\D/g, '');
      return [text, text.toLowerCase(), ...(digits.length > 6 ? [digits, digits.replace(/^0/, '')] : [])];
    }),
  )
  .filter((text) => text.length > 4);

function admittedOf(listing: Listing, rows: readonly MatchRow[]): { rows: readonly ListingRow[]; report: string } {
  const service = listingServices[listing.service];
  const admissions = rows.map((row) => admit(service, row));
  return {
    rows: admissions.flatMap((one) => ('row' in one ? [one.row] : [])),
    report: [
      ...refusedRowsText(rows.flatMap((row, i) => refusedOf(row, admissions[i] as (typeof admissions)[number]))),
    ].join(''),
  };
}

test('no raw identifier is in any file of any form, both engines write the same bytes, and no bad row stops the others', async () => {
  const found = await rowsOnBoth(people, listings);
  for (const [i, listing] of listings.entries()) {
    const { reference, duckdb } = found[i] ?? { reference: [], duckdb: [] };
    const { rows, report } = admittedOf(listing, reference);
    expect(rows.length).toBeGreaterThan(4);
    expect(admittedOf(listing, duckdb)).toEqual({ rows, report });
    for (const form of Object.keys(listingForms[listing.service]) as ('csv' | 'requests')[]) {
      for (const operation of ['add', 'remove'] as const) {
        const place = { audience: '5', account: { id: '6' } };
        const files = await written({ service: listing.service, form, place }, { [operation]: rows });
        const text = [report, ...Object.values(files)].join('\n').replaceAll(/[0-9a-f]{64}|[0-9A-Za-z+/]{43}=/g, '#');
        expect(identifying.filter((value) => text.includes(value))).toEqual([]);
        expect(text).not.toContain('@');
        expect(text).not.toMatch(/\+\d{5}|[",]\d{10,}[",]/);
      }
    }
  }
});
