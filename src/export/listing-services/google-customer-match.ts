import once from 'lodash-es/once.js';
import * as z from 'zod';
import {
  CUSTOMER_DATA,
  contactList,
  FORMATTER_TESTS,
  FORMATTING,
  googleContradictions,
  googleOptions,
  googleProfile,
  optionsOf,
  rulesOf,
} from './google-profile.js';
import type { ListingService } from './listing-service.js';

const options = once(() => z.strictObject(googleOptions()));

/** Files for Customer Match in Google Ads: Search, Shopping, Gmail, YouTube and Display. */
export const googleCustomerMatch: ListingService = {
  ...googleProfile,
  id: 'google-customer-match',
  name: 'Google Ads Customer Match (file)',
  version: 'google-customer-match@2026-11',
  date: '2026-11-22',
  confidence: 'high',
  sources: [FORMATTING, FORMATTER_TESTS, CUSTOMER_DATA],
  get options() {
    return options();
  },
  fields: (given) => rulesOf(optionsOf(options(), given), { encoding: 'sha256-hex', spaces: 'keep' }),
  lists: [contactList, ['maid'], ['external_id']],
  keyNames: {
    email: 'Email',
    phone: 'Phone',
    first_name: 'First Name',
    last_name: 'Last Name',
    country: 'Country',
    postal_code: 'Zip',
    maid: 'Mobile Device ID',
    external_id: 'User ID',
  },
  limits: { minimumAudience: 100, membershipDays: 540 },
  contradictions: googleContradictions,
};
