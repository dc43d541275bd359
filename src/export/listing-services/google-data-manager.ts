import once from 'lodash-es/once.js';
import * as z from 'zod';
import {
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

const options = once(() =>
  z.strictObject({
    ...googleOptions(),
    /** How the bytes of a digest are written; a request says so itself. */
    encoding: z.enum(['hex', 'base64']).default('hex'),
  }),
);

/** Requests of the Data Manager API, through which Google steers new Customer Match work. */
export const googleDataManager: ListingService = {
  ...googleProfile,
  id: 'google-data-manager',
  name: 'Google Data Manager API',
  version: 'google-data-manager@2026-11',
  date: '2026-11-22',
  confidence: 'high',
  sources: [FORMATTING, FORMATTER_TESTS],
  get options() {
    return options();
  },
  fields: (given) =>
    rulesOf(optionsOf(options(), given), {
      encoding: options().parse(given).encoding === 'base64' ? 'sha256-base64' : 'sha256-hex',
      spaces: 'keep',
    }),
  lists: [contactList, ['maid'], ['external_id']],
  keyNames: {
    email: 'emailAddress',
    phone: 'phoneNumber',
    first_name: 'givenName',
    last_name: 'familyName',
    country: 'regionCode',
    postal_code: 'postalCode',
    maid: 'mobileId',
    external_id: 'userId',
  },
  limits: { rowsPerRequest: 10_000, identifiersPerRow: 10, minimumAudience: 100, membershipDays: 540 },
  contradictions: googleContradictions,
};
