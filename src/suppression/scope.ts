import { ANY, type Purpose } from '../model/vocabulary.js';
import type { RowTest } from '../segments/row-filter.js';
import { type Policy, refusalControllers } from './policy.js';
import type { ValidRequest } from './request.js';

/** Scope tests shared by the rules. `*` in a record matches everything. */

export const orAny = (...values: readonly string[]): readonly string[] => [...values, ANY];

/** Objections, opt-outs and restrictions given to any controller of the group, unless the policy says otherwise. */
export const groupScope = (request: ValidRequest, policy: Policy): RowTest => ({
  field: 'controller',
  in: orAny(...refusalControllers(policy, request.controller)),
});

export const channelScope = ({ channel }: ValidRequest): RowTest => ({ field: 'channel', in: orAny(channel) });

/** Permissions, in any state, keep to exactly the controller, purpose, channel and topic they name. */
export const permissionScope = (request: ValidRequest, policy: Policy): readonly RowTest[] => [
  { field: 'controller', in: orAny(request.controller) },
  { field: 'purpose', in: orAny(policy.consentPurposes[request.purpose] ?? request.purpose) },
  channelScope(request),
  { field: 'topic', in: orAny(request.messageKind) },
];

/** Purposes that are direct marketing in the sense of Art. 21(2)–(3): an objection to it ends all of them. */
const MARKETING: readonly Purpose[] = [
  'direct_marketing',
  'distance_selling',
  'listing_advertising',
  'tracking_advertising',
];

export const isMarketing = (purpose: Purpose): boolean => MARKETING.includes(purpose);

/** Everything but service messages can be refused. */
export const isRefusable = (purpose: Purpose): boolean => purpose !== 'service';
