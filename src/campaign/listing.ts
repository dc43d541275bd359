import type { Issue } from '../errors.js';
import { isListing } from './candidates.js';

/**
 * How a campaign's list becomes an audience at a listing service. The core knows no service: what one takes is checked
 * where services are known.
 */
export interface CampaignListing {
  /** A listing service, by id. */
  readonly service: string;
  /** The audience's name or number at the recipient; the campaign's id where it is not given. */
  readonly audience?: string;
  /** What persons are matched by; the service's own choice where it is not given. */
  readonly fields?: readonly string[];
  /** Options of the service's rules. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Fields that come as digests, and the profile fields that hold them. */
  readonly hashed?: Readonly<Record<string, unknown>>;
  /** A file that a person uploads, or the bodies of the service's requests. */
  readonly form?: 'csv' | 'requests';
  /** The whole audience is sent in the place of what changes in it, where the service has a way to replace one. */
  readonly replace?: boolean;
  /** Everybody on the list has consented to what the service asks consent for, on some other ground's proof. */
  readonly consent?: { readonly because: string };
  /** Profile fields that hold what profiles have no field of their own for. */
  readonly externalId?: string;
  readonly maid?: string;
  readonly state?: string;
}

/** The same with its audience filled in. */
export type ResolvedListing = CampaignListing & { readonly audience: string };

/** What can be said without knowing the service. */
export function* audienceIssues(
  { listing, channel, destination, split }: ListingCampaign,
  hasColumns: boolean,
  at: string,
): Generator<Issue> {
  if (listing === undefined) return;
  if (!isListing(channel)) {
    yield { at: `${at}.listing`, message: `a listing needs the channel social_listing, not ${channel}` };
  }
  if (destination === undefined) {
    yield { at: `${at}.destination`, message: 'a listing needs a destination: to whom the audience goes' };
  }
  if (hasColumns) {
    yield {
      at: `${at}.columns`,
      message: 'a listing has no columns; "listing.fields" says what persons are matched by',
    };
  }
  if (split !== undefined) {
    yield { at: `${at}.split`, message: 'an audience is not split; write a campaign for each audience' };
  }
}

interface ListingCampaign {
  readonly listing?: CampaignListing;
  readonly channel: string;
  readonly destination?: unknown;
  readonly split?: unknown;
}
