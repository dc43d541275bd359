import type { DataCategory } from '../model/vocabulary.js';
import type { Segment } from '../segments/segment.js';
import type { Destination } from '../suppression/destination.js';
import type { CampaignAllocation } from './allocation/definition.js';
import type { CampaignListing, ResolvedListing } from './listing.js';

/** A column of a campaign list. */
export interface ListColumn {
  readonly header: string;
  /**
   * `address` is the identifier used on the channel, in canonical form; `unsubscribe_token` and `unsubscribe_url` are for
   * one-click unsubscribing; else a profile field or attribute.
   */
  readonly field: string;
}

/**
 * A campaign as data: who sends what to whom, on which channel.
 *
 * @example
 * defineCampaign({ id: 'autumn-fuel', controller: 'okq8', kind: 'targeted_offer', products: 'fuel', channel: 'email', audience: lapsedFuel })
 */
export interface CampaignDefinition extends CampaignAllocation {
  /** Letters, digits, `-` and `_`; also the list's file name. */
  readonly id: string;
  readonly controller: string;
  /** Message kind; its purpose is the campaign's purpose. */
  readonly kind: string;
  readonly channel: string;
  /** Product categories of the offer, as paths; soft opt-in carries similar products only. */
  readonly products?: string | readonly string[];
  readonly country?: string;
  /** To whom data leaves: a network, a printer, a call centre. */
  readonly destination?: Destination;
  /** Names of those for whom the list is encrypted, beside those of the destination. */
  readonly encryptFor?: readonly string[];
  /** ISO 8601 with offset; as-of where it is not given or earlier. */
  readonly sendAt?: string;
  /** True raises what the audience and kind say; it cannot lower it. */
  readonly targeted?: boolean;
  readonly containsPromotion?: boolean;
  /** Days of 24 hours in which nobody gets the same campaign, by id, a second time. */
  readonly notAgainWithinDays?: number;
  readonly audience: Segment;
  /**
   * The firm's own people who get a copy to look at: a list of profile ids. They are decided about as the campaign
   * decides, in or out of its audience, and stand on a list of their own.
   */
  readonly proof?: Segment;
  /** `profileId` and `address` where it is not given. */
  readonly columns?: readonly (string | ListColumn)[];
  /** The audience at a listing service that the list becomes. */
  readonly listing?: CampaignListing;
}

/** A campaign with every default filled in. */
export interface Campaign
  extends Omit<CampaignDefinition, 'products' | 'columns' | 'targeted' | 'containsPromotion' | 'listing'> {
  readonly purpose: string;
  readonly products: readonly string[];
  readonly targeted: boolean;
  /** Categories of data that the audience reads and that the policy guards. */
  readonly guardedData: readonly DataCategory[];
  readonly containsPromotion: boolean;
  readonly columns: readonly ListColumn[];
  readonly listing?: ResolvedListing;
}
