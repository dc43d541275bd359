import { googleCustomerMatch } from './google-customer-match.js';
import type { ListingService } from './listing-service.js';

/** Every listing service. To add one: write its file, add its line. */
export const listingServices = {
  'google-customer-match': googleCustomerMatch,
} as const satisfies Readonly<Record<string, ListingService>>;

export type ServiceId = keyof typeof listingServices;

export const serviceIds = Object.keys(listingServices) as readonly ServiceId[];
