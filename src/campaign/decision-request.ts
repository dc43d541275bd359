import { type Instant, parseInstant } from '../model/instant.js';
import { localDate } from '../segments/zone.js';
import type { DecisionRequest } from '../suppression/request.js';
import type { Campaign } from './campaign.js';

/** When and how a decision is made, beside the campaign itself. */
export interface DecisionContext {
  readonly asOf: Instant;
  readonly knownAt?: Instant;
  readonly zone: string;
  /** True for a replay and for `decide`: only what was known at as-of counts. */
  readonly replay: boolean;
  /** Off where it is not given. */
  readonly linkDevices?: boolean;
}

/** What a campaign asks the policy. Campaigns that ask the same share one decision for everybody. */
export function decisionRequest(
  campaign: Campaign,
  { asOf, knownAt, zone, replay, linkDevices = false }: DecisionContext,
): DecisionRequest {
  return {
    controller: campaign.controller,
    purpose: campaign.purpose,
    messageKind: campaign.kind,
    channel: campaign.channel,
    ...(campaign.country === undefined ? {} : { country: campaign.country }),
    ...(campaign.destination === undefined ? {} : { destination: campaign.destination }),
    products: campaign.products,
    targeted: campaign.targeted,
    ...(campaign.guardedData.length === 0 ? {} : { reads: campaign.guardedData }),
    ...(campaign.notAgainWithinDays === undefined
      ? {}
      : { notAgain: { campaign: campaign.id, withinDays: campaign.notAgainWithinDays } }),
    containsPromotion: campaign.containsPromotion,
    asOf,
    ...(knownAt === undefined ? {} : { knownAt }),
    // Nothing is sent before it is decided: a list that is checked again later goes out later.
    sendAt: campaign.sendAt === undefined ? asOf : Math.max(asOf, parseInstant(campaign.sendAt) as Instant),
    today: localDate(zone, asOf),
    laterRefusalsCount: !replay,
    linkDevices,
  };
}
