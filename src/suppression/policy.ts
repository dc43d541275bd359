import type { Words } from '../model/read-cell.js';
import { type Basis, type ReasonCode, reasonRank } from '../model/reasons.js';
import { type Channel, type ConsentPurpose, messageKinds, type Purpose } from '../model/vocabulary.js';

import type { ContactPolicy } from './contact-policy.js';
import type { DataUsePolicy } from './data-use.js';
import type { DestinationPolicy } from './destination.js';
import { type RegisterPolicy, registerNames } from './register-policy.js';

/** Who decides why and how personal data is used (GDPR Art. 4(7)). Controllers of one group share refusals. */
export interface Controller {
  readonly id: string;
  readonly group: string;
}

/** The conditions of ePrivacy Directive Art. 13(2), beyond same controller, similar products and no later refusal. */
export interface SoftOptIn {
  /** A sale counts for this many days of 24 hours, the last one included. */
  readonly maxDaysSinceSale: number;
  /** Relations in force that are a sale too, where details were collected and an opt-out offered; none where not given. */
  readonly relations?: readonly SellingRelation[];
  /** Product categories that are similar to each other, by the name of the group. */
  readonly similarProducts?: Readonly<Record<string, readonly string[]>>;
}

/** A free account can be a sale (CJEU C-654/23, 2025-11-13); a prospect never is a customer. */
export const sellingRelations = ['customer', 'member', 'account'] as const;
export type SellingRelation = (typeof sellingRelations)[number];

/** Consents of old systems, without a document: which systems said when, and which notice was shown, well enough. */
export interface LegacyConsents {
  readonly systems: readonly string[];
}

/**
 * What a policy says: every number and choice that a decision depends on, as data.
 *
 * A request that a policy does not name (a channel, purpose, controller or country) is refused, never guessed.
 */
export interface Policy {
  readonly id: string;
  readonly version: string;
  /** The settings that differ from the preset on purpose, by the keys that changed them; see `definePolicy`. */
  readonly changed?: readonly string[];
  readonly controllers: readonly Controller[];
  readonly countries: readonly string[];
  /** Topics beyond the standard message kinds. */
  readonly topics: readonly string[];
  /** On which grounds a message may go out, best first; what is not listed has none. */
  readonly bases: Partial<Record<Purpose, Partial<Record<Channel, readonly Basis[]>>>>;
  /** Which consent carries a purpose, where it is not the purpose's own. */
  readonly consentPurposes: Partial<Record<Purpose, ConsentPurpose>>;
  readonly consentNeedsEvidence: boolean;
  /** Accepted only where this is given; counted as `legacy_consent`. */
  readonly legacyConsents?: LegacyConsents;
  /** Where companies may be contacted until they refuse: countries by channel; see `grounds/company.ts`. */
  readonly companyOptOut: Partial<Record<Channel, readonly string[]>>;
  /** Reference to the balancing test behind legitimate interest, by purpose. */
  readonly assessments: Partial<Record<Purpose, string>>;
  /** How far objections, opt-outs and restrictions reach. */
  readonly objectionScope: 'group' | 'controller';
  readonly softOptIn: SoftOptIn;
  /** Under what audiences may read a category of data; all of them where it is not given. */
  readonly dataUse?: DataUsePolicy;
  /** In completed years on the as-of day. */
  readonly minimumAge: number;
  readonly unknownAgeBlocks: readonly Channel[];
  /** Message kinds, and product categories, for which an unknown age refuses on every channel. */
  readonly ageNeeded?: { readonly kinds?: readonly string[]; readonly products?: readonly string[] };
  /** Purposes that a Global Privacy Control signal ends. */
  readonly gpcEnds: readonly Purpose[];
  readonly contact: ContactPolicy;
  readonly registers: RegisterPolicy;
  readonly destinations: DestinationPolicy;
  /** Whether a phone number written without a country is read by the campaign's country. */
  readonly assumeRequestCountryForPhone: boolean;
}

/** A controller and all others of its group. */
export const groupOf = ({ controllers }: Policy, controller: string): readonly string[] => {
  const own = controllers.find(({ id }) => id === controller);
  return own === undefined ? [controller] : controllers.filter(({ group }) => group === own.group).map(({ id }) => id);
};

/** The controllers whose refusals reach a controller. */
export const refusalControllers = (policy: Policy, controller: string): readonly string[] =>
  policy.objectionScope === 'controller' ? [controller] : groupOf(policy, controller);

export const policyWords = (policy: Policy): Words => ({
  controllers: policy.controllers.map(({ id }) => id),
  topics: [...Object.keys(messageKinds), ...policy.topics],
  registers: registerNames(policy.registers),
});

export const basesFor = (policy: Policy, purpose: Purpose, channel: Channel): readonly Basis[] =>
  policy.bases[purpose]?.[channel] ?? [];

/** The reason table of a policy, best-ranked first: a reason's place is its bit. */
export const reasonTable = (_policy: Policy): readonly ReasonCode[] => reasonRank;
