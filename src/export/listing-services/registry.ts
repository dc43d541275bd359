import { googleCustomerMatch } from './google-customer-match.js';
import { googleDataManager } from './google-data-manager.js';
import { googleDv360 } from './google-dv360.js';
import type { ListingService } from './listing-service.js';
import { metaCustomAudience } from './meta-custom-audience.js';

/** Every listing service. To add one: write its file, add its line. */
export const listingServices = {
  'google-customer-match': googleCustomerMatch,
  'google-data-manager': googleDataManager,
  'google-dv360': googleDv360,
  'meta-custom-audience': metaCustomAudience,
} as const satisfies Readonly<Record<string, ListingService>>;

export type ServiceId = keyof typeof listingServices;

export const serviceIds = Object.keys(listingServices) as readonly ServiceId[];
