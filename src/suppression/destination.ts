import type { Channel, DataCategory } from '../model/vocabulary.js';

/** What the recipient of a message's data is to the controller. Source: GDPR Art. 4(7)–(8), 26, 28. */
export const recipientRoles = ['processor', 'joint_controller', 'controller'] as const;
/** What a recipient is in data protection law. */
export type RecipientRole = (typeof recipientRoles)[number];

/** To whom data leaves. What is not declared is as the policy's defaults say. */
export interface Destination {
  readonly id: string;
  /** `EU`, `EEA`, or a country by ISO 3166-1 alpha-2. */
  readonly region?: string;
  readonly role?: RecipientRole;
  /** Reference of the processing agreement or arrangement. */
  readonly contract?: string;
  /** The recipient also uses the data for purposes of its own. */
  readonly ownPurposes?: boolean;
  /** Its name in platform opt-outs and recipient settings. */
  readonly platform?: string;
  /** The advertiser's account there, in the recipient's own numbers; a program that sends requests may sign in by another. */
  readonly account?: {
    readonly id: string;
    readonly type?: string;
    readonly login?: { readonly id: string; readonly type?: string };
  };
  /** Google's customer match terms are accepted for the account, and requests may say so. */
  readonly termsAccepted?: boolean;
  /** Names of those for whom everything that leaves for it is encrypted. */
  readonly encryptFor?: readonly string[];
}

/** What a policy says about recipients and about what leaves for them. */
export interface DestinationPolicy {
  readonly allowedRegions: readonly string[];
  /** For what a destination does not declare, and for campaigns that name none. */
  readonly defaults: {
    readonly region: string;
    readonly role: RecipientRole;
    readonly contract?: string;
    readonly ownPurposes: boolean;
  };
  /** Whether recipients may use what they get for purposes of their own, or be separate controllers. */
  readonly ownPurposesAllowed: boolean;
  /** Properties of a person that a listing may show besides what it is matched by. */
  readonly listingAttributes: readonly string[];
  /** A smaller listing is refused whole. Units: persons. */
  readonly minimumAudience: number;
  /** So is one in which fewer persons have the same properties. Units: persons. */
  readonly minimumCell: number;
  /** Categories of data that an audience may read. */
  readonly segmentCategories: readonly DataCategory[];
  /** Names in platform opt-outs that mean the whole industry. */
  readonly industryPlatforms: readonly string[];
}

/** Channels on which data about the person leaves for a network. */
const NETWORKS: readonly string[] = [
  'partner_web',
  'partner_app',
  'social_tracking',
  'social_listing',
  'affiliate',
] satisfies readonly Channel[];

export const leavesForNetwork = (channel: string): boolean => NETWORKS.includes(channel);

/** The recipient of a campaign, complete; `undefined` where nothing leaves for anybody who is named. */
export function recipientOf(
  channel: string,
  destination: Destination | undefined,
  { defaults }: DestinationPolicy,
): (DestinationPolicy['defaults'] & Partial<Destination>) | undefined {
  if (destination === undefined && !leavesForNetwork(channel)) return undefined;
  return { ...defaults, ...destination };
}
