import type { ServiceId } from '../listing-services/registry.js';
import { dataManagerRequests } from './data-manager-requests.js';
import { dv360Requests } from './dv360-requests.js';
import { googleAdsCsv } from './google-ads-csv.js';
import type { ListingForm, ListingFormName } from './listing-file.js';
import { metaCsv } from './meta-csv.js';
import { metaRequests } from './meta-requests.js';

/** Each service's forms; the first is written where a listing names none. */
export const listingForms: Readonly<Record<ServiceId, Readonly<Partial<Record<ListingFormName, ListingForm>>>>> = {
  'google-customer-match': { csv: googleAdsCsv },
  'google-data-manager': { requests: dataManagerRequests },
  'google-dv360': { requests: dv360Requests },
  'meta-custom-audience': { requests: metaRequests, csv: metaCsv },
};

export const defaultForm = (service: ServiceId): ListingFormName =>
  Object.keys(listingForms[service])[0] as ListingFormName;

/** What a service can be told in a form, in the order in which it is to be told. */
export const operationsOf = (service: ServiceId, form: ListingFormName): ListingForm['operations'] =>
  listingForms[service][form]?.operations ?? [];
