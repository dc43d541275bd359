import once from 'lodash-es/once.js';
import * as z from 'zod';
import {
  contactList,
  DV360_DATA,
  FORMATTING,
  googleContradictions,
  googleOptions,
  googleProfile,
  optionsOf,
  rulesOf,
} from './google-profile.js';
import type { ListingService } from './listing-service.js';

const options = once(() => z.strictObject(googleOptions()));

/** First-party audiences of Display & Video 360: the same matching, with names written together. */
export const googleDv360: ListingService = {
  ...googleProfile,
  id: 'google-dv360',
  name: 'Google Display & Video 360 Customer Match',
  version: 'google-dv360@2026-11',
  date: '2026-11-22',
  confidence: 'medium',
  sources: [DV360_DATA, FORMATTING],
  get options() {
    return options();
  },
  fields: (given) => {
    const { external_id: _, ...rules } = rulesOf(optionsOf(options(), given), {
      encoding: 'sha256-hex',
      spaces: 'strip',
    });
    return rules;
  },
  lists: [contactList, ['maid']],
  keyNames: {
    email: 'hashedEmails',
    phone: 'hashedPhoneNumbers',
    first_name: 'hashedFirstName',
    last_name: 'hashedLastName',
    country: 'countryCode',
    postal_code: 'zipCodes',
    maid: 'mobileDeviceIds',
  },
  limits: { minimumAudience: 100, membershipDays: 540 },
  contradictions: googleContradictions,
};
