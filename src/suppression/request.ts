import type { Instant } from '../model/instant.js';
import type { ReasonCode } from '../model/reasons.js';
import {
  type AnyDataCategory,
  type Channel,
  channels,
  messageKinds,
  type Purpose,
  purposes,
} from '../model/vocabulary.js';
import type { Destination } from './destination.js';
import type { Policy } from './policy.js';

/** A question to the policy: may this controller send this kind of message on this channel, as of this instant? */
export interface DecisionRequest {
  readonly controller: string;
  readonly purpose: string;
  readonly messageKind: string;
  readonly channel: string;
  /** The campaign's country, where it has one. */
  readonly country?: string;
  /** Product categories of the offer, as paths. */
  readonly products: readonly string[];
  /** To whom data leaves, where the campaign says. */
  readonly destination?: Destination;
  readonly targeted: boolean;
  /** Categories of data that the audience reads, as far as the policy guards them; none where it is not given. */
  readonly reads?: readonly AnyDataCategory[];
  /** The campaign that must not reach a person again within so many days of 24 hours. */
  readonly notAgain?: { readonly campaign: string; readonly withinDays: number };
  /** A service message that also promotes is decided as direct marketing. */
  readonly containsPromotion: boolean;
  readonly asOf: Instant;
  /** Purchases and events that their source recorded later are not seen; as-of where it is not given. */
  readonly knownAt?: Instant;
  /** When it will be sent, never before {@link asOf}: consent must still hold then. */
  readonly sendAt: Instant;
  /** The day of {@link asOf} on the calendar of the run's zone. */
  readonly today: string;
  /**
   * Whether refusals dated after as-of count. They do in a run for sending; `decide` and a replay look at what was
   * known then.
   */
  readonly laterRefusalsCount: boolean;
  /** Whether events on a device count for whoever logged in on it; they do not where it is not given. */
  readonly linkDevices?: boolean;
}

/** The same request with its words known. */
export interface ValidRequest extends DecisionRequest {
  readonly purpose: Purpose;
  readonly channel: Channel;
}

const isPurpose = (value: string): value is Purpose => (purposes as readonly string[]).includes(value);
const isChannel = (value: string): value is Channel => (channels as readonly string[]).includes(value);

/** What is wrong with a request for everybody; empty for a request that can be decided. */
export function requestReasons(request: DecisionRequest, policy: Policy): readonly ReasonCode[] {
  const reasons: ReasonCode[] = [];
  if (!Number.isSafeInteger(request.asOf) || !Number.isSafeInteger(request.sendAt)) reasons.push('AS_OF_INVALID');
  if (!policy.controllers.some(({ id }) => id === request.controller)) reasons.push('UNKNOWN_CONTROLLER');
  if (!isPurpose(request.purpose)) reasons.push('UNKNOWN_PURPOSE');
  const purposeBases = isPurpose(request.purpose) ? policy.bases[decidedPurpose(request)] : undefined;
  if (!isChannel(request.channel) || (purposeBases !== undefined && purposeBases[request.channel] === undefined)) {
    reasons.push('UNKNOWN_CHANNEL');
  } else if (purposeBases === undefined && isPurpose(request.purpose)) reasons.push('UNKNOWN_PURPOSE');
  // Of a kind that nobody knows nobody can say who refused it.
  if (!isKnownKind(request.messageKind, policy) && !reasons.includes('UNKNOWN_PURPOSE'))
    reasons.push('UNKNOWN_PURPOSE');
  if (request.country !== undefined && !policy.countries.includes(request.country)) reasons.push('UNKNOWN_COUNTRY');
  return reasons;
}

const isKnownKind = (kind: string, { topics }: Policy): boolean => kindOf(kind) !== undefined || topics.includes(kind);

/**
 * INVARIANT: the purpose is known. Norwegian PostNord case, 2019: promotion inside a service message is promotion, and
 * so is a kind of message that promotes, by whatever purpose it goes.
 */
export const decidedPurpose = ({
  purpose,
  containsPromotion,
  messageKind,
}: Pick<DecisionRequest, 'purpose' | 'containsPromotion'> & Partial<Pick<DecisionRequest, 'messageKind'>>): Purpose => {
  if (purpose !== 'service') return purpose as Purpose;
  if (containsPromotion) return 'direct_marketing';
  return (messageKind === undefined ? undefined : kindOf(messageKind)?.purpose) ?? 'service';
};

/** INVARIANT: {@link requestReasons} is empty, or the result is used for collecting reasons only. */
export function decidedRequest(request: DecisionRequest): ValidRequest {
  return {
    ...request,
    purpose: decidedPurpose(request),
    channel: request.channel as Channel,
    targeted: request.targeted || kindOf(request.messageKind)?.targeted === true,
  };
}

const kindOf = (kind: string): { readonly purpose: Purpose; readonly targeted: boolean } | undefined =>
  Object.hasOwn(messageKinds, kind) ? messageKinds[kind as keyof typeof messageKinds] : undefined;
