import type { Campaign } from '../../campaign/campaign.js';
import type { ResolvedListing } from '../../campaign/listing.js';
import type { Listing } from '../../export/listing-services/listing.js';
import type { ListingService } from '../../export/listing-services/listing-service.js';
import { listingServices, type ServiceId } from '../../export/listing-services/registry.js';
import type { AudiencePlace } from '../../model/transfer.js';
import type { Destination } from '../../suppression/destination.js';

/** A campaign whose list becomes an audience. INVARIANT: its project was checked, so that there is such a service. */
export type ListingCampaign = Campaign & { readonly listing: ResolvedListing; readonly destination: Destination };

export const isListingCampaign = (campaign: Campaign): campaign is ListingCampaign =>
  campaign.listing !== undefined && campaign.destination !== undefined;

export const placeOf = ({ destination, listing }: ListingCampaign): AudiencePlace => ({
  destination: destination.id,
  audience: listing.audience,
});

export const listingOf = ({ listing }: ListingCampaign): Listing => listing as unknown as Listing;

export const serviceOf = ({ listing }: ListingCampaign): ListingService =>
  listingServices[listing.service as ServiceId];
