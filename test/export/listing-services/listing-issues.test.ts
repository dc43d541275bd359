import { expect, test } from 'vitest';
import { listingIssues } from '../../../src/export/listing-services/listing-issues.js';
import { field } from '../../../src/model/record-kind.js';

const attributes = { customerNumber: field('text', 'customer number'), points: field('decimal', 'points') };
const issues = (listing: Parameters<typeof listingIssues>[0]) =>
  listingIssues(listing, attributes, 'listing').map(({ at, message }) => `${at}: ${message}`);

test.each([
  { service: 'google-customer-match' },
  { service: 'google-customer-match', fields: ['email', 'first_name', 'last_name', 'postal_code', 'country'] },
  { service: 'google-data-manager', options: { encoding: 'base64', variants: true } },
  { service: 'google-dv360', fields: ['maid'], maid: 'customerNumber' },
  { service: 'meta-custom-audience', fields: ['email', 'external_id', 'city'], externalId: 'id' },
  { service: 'meta-custom-audience', fields: ['phone', 'state'], state: 'customerNumber' },
])('%j is a listing', (listing) => {
  expect(issues(listing)).toEqual([]);
});

test.each([
  [
    { service: 'meta-custom-audienc' },
    ['listing.service: no listing service "meta-custom-audienc"; did you mean "meta-custom-audience"?'],
  ],
  [
    { service: 'google-customer-match', fields: ['email', 'city'] },
    ['listing.fields: "google-customer-match" does not take "city"'],
  ],
  [
    { service: 'google-customer-match', fields: ['emial'] },
    ['listing.fields: no field "emial" to match by; did you mean "email"?'],
  ],
  [{ service: 'meta-custom-audience', fields: ['email', 'email'] }, ['listing.fields: "email" is named twice']],
  [
    { service: 'meta-custom-audience', fields: ['city'] },
    ['listing.fields: needs one of email, phone, maid, external_id, by which an entry can be taken back'],
  ],
  [
    { service: 'google-customer-match', fields: ['email', 'first_name', 'last_name'] },
    ['listing.fields: needs all of first_name, last_name, country, postal_code, or none of them'],
  ],
  [
    { service: 'google-customer-match', fields: ['email', 'maid'], maid: 'customerNumber' },
    [
      'listing.fields: "google-customer-match" takes lists of one kind: email, phone, first_name, last_name, postal_code, country; or maid; or external_id',
    ],
  ],
  [
    { service: 'meta-custom-audience', fields: ['external_id'] },
    ['listing.externalId: names the profile field that holds "external_id"'],
  ],
  [
    { service: 'meta-custom-audience', maid: 'customerNumber' },
    ['listing.maid: is not sent: "maid" is not among the fields'],
  ],
  [
    { service: 'meta-custom-audience', fields: ['maid'], maid: 'points' },
    ['listing.maid: no profile field of text named "points"'],
  ],
  [
    { service: 'meta-custom-audience', fields: ['maid'], maid: 'nowhere' },
    ['listing.maid: no profile field of text named "nowhere"'],
  ],
  [
    { service: 'meta-custom-audience', fields: ['city'], options: { metaName: 'ascii' } },
    [
      'listing.options.metaName: "meta-custom-audience" has no such option; it has metaNames, variants',
      'listing.fields: needs one of email, phone, maid, external_id, by which an entry can be taken back',
    ],
  ],
  [
    { service: 'meta-custom-audience', options: { metaNames: 'latin' } },
    [expect.stringContaining('listing.options.metaNames: invalid option')],
  ],
])('%j is refused with every mistake', (listing, expected) => {
  expect(issues(listing)).toEqual(expected);
});
