import { z } from 'zod';
import { entriesOf } from './entries.js';
import { googleFields } from './google-fields.js';
import type { ListingService } from './listing-service.js';

/** Files for Customer Match in Google Ads: Search, Shopping, Gmail, YouTube and Display. */
export const googleCustomerMatch: ListingService = {
  id: 'google-customer-match',
  name: 'Google Ads Customer Match',
  version: 'google-customer-match@2026-11',
  date: '2026-11-22',
  confidence: 'high',
  sources: [
    {
      url: 'https://developers.google.com/data-manager/api/devguides/concepts/formatting',
      read: '2026-11-22',
    },
    { url: 'https://support.google.com/google-ads/answer/7659867', read: '2026-11-22' },
  ],
  options: z.strictObject({}),
  fields: () => googleFields('sha256-hex'),
  defaultFields: ['email', 'phone'],
  lists: [['email', 'phone', 'first_name', 'last_name', 'postal_code', 'country']],
  together: ['first_name', 'last_name', 'country', 'postal_code'],
  keyNames: {
    email: 'Email',
    phone: 'Phone',
    first_name: 'First Name',
    last_name: 'Last Name',
    country: 'Country',
    postal_code: 'Zip',
  },
  limits: { rowsPerRequest: 10_000, identifiersPerRow: 10, minimumAudience: 100 },
  consent: 'google',
  contradictions: [],
  entries: entriesOf,
};
