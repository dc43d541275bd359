import groupBy from 'lodash-es/groupBy.js';
import isUndefined from 'lodash-es/isUndefined.js';
import omitBy from 'lodash-es/omitBy.js';
import pick from 'lodash-es/pick.js';
import type { Campaign } from '../campaign/campaign.js';
import type { Issue } from '../errors.js';
import { formIssues } from '../export/listing-files/form-issues.js';
import { defaultForm } from '../export/listing-files/listing-forms.js';
import type { Listing } from '../export/listing-services/listing.js';
import { listingIssues } from '../export/listing-services/listing-issues.js';
import { listingServices } from '../export/listing-services/registry.js';
import type { AttributeSchema } from '../model/records.js';
import type { Destination } from '../suppression/destination.js';
import type { WrittenListing } from './listing-schema.js';

/** What of a campaign's listing its service does not know or take. */
export function serviceIssues(
  id: string,
  written: WrittenListing,
  destination: Destination | undefined,
  attributes: AttributeSchema,
): readonly Issue[] {
  const at = `campaigns.${id}.listing`;
  const listing = omitBy(written, isUndefined) as unknown as Listing;
  const { service, form = undefined } = written;
  const issues = listingIssues(listing, attributes, at);
  if (!Object.hasOwn(listingServices, service)) return issues;
  const shape = {
    service: listing.service,
    form: form ?? defaultForm(listing.service),
    fields: listing.fields ?? listingServices[listing.service].defaultFields,
    replace: written.replace === true,
    place: { audience: written.audience ?? id, ...pick(destination, 'account', 'termsAccepted') },
  };
  return [...issues, ...formIssues(shape, at)];
}

/** Two campaigns that fill one audience would each take out whom the other put in. */
export function sharedAudienceIssues(campaigns: readonly Campaign[]): readonly Issue[] {
  const listings = campaigns.filter(({ listing }) => listing !== undefined);
  const places = groupBy(listings, ({ destination, listing }) => JSON.stringify([destination?.id, listing?.audience]));
  return Object.values(places).flatMap(([first, ...others]) =>
    others.map(({ id, listing }) => ({
      at: `campaigns.${id}.listing.audience`,
      message: `the campaign "${first?.id}" fills the audience "${listing?.audience}" of that destination already`,
    })),
  );
}
