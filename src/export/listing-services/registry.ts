import { ClearlistError } from '../../errors.js';
import { didYouMean } from '../../model/closest-names.js';
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

/** A listing service, by its id. */
export type ServiceId = keyof typeof listingServices;

export const serviceIds = Object.keys(listingServices) as readonly ServiceId[];

/** @throws {ClearlistError} `unknown-name` for a service that there is not. */
export function serviceNamed(id: string): ListingService {
  if (Object.hasOwn(listingServices, id)) return listingServices[id as ServiceId];
  throw new ClearlistError('unknown-name', `no listing service "${id}"${didYouMean(id, serviceIds)}`, {
    hint: `Use any of: ${serviceIds.join(', ')}.`,
  });
}
