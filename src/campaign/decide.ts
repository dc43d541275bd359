import { ClearlistError } from '../errors.js';
import { type DigestKeys, requireDigestKeys } from '../model/digest-keys.js';
import { type Instant, parseInstant } from '../model/instant.js';
import { type AttributeSchema, type RecordsInput, readRecords } from '../model/records.js';
import { type AnyDataCategory, messageKinds } from '../model/vocabulary.js';
import { categoriesOf } from '../segments/data-categories.js';
import { isTargeting } from '../segments/segment.js';
import { checkZone, localDate } from '../segments/zone.js';
import type { Destination } from '../suppression/destination.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import type { DecisionRequest } from '../suppression/request.js';
import type { CampaignDefinition } from './campaign.js';
import { decidePerson, type PersonOutcome } from './decide-person.js';

/** The parts of a campaign that a decision depends on; of an audience, whether it is targeted and which data it reads. */
export type DecidedCampaign = Pick<CampaignDefinition, 'controller' | 'kind' | 'channel'> & Partial<CampaignDefinition>;

/** Who is asked about, for which campaign, from which records. */
export interface DecideOptions {
  /** A profile's id among the records. */
  readonly person: string;
  /** Plain objects by record kind: profiles and everything known about them. */
  readonly records: RecordsInput;
  readonly campaign: DecidedCampaign;
  readonly policy: Policy;
  /** ISO 8601 with offset. What was recorded later is not looked at. */
  readonly asOf: string;
  /** Just before sending: every refusal among the records counts then, whatever its date. */
  readonly sending?: boolean;
  /** Whether events on a device count for whoever logged in on it; off where it is not given. */
  readonly linkDevices?: boolean;
  /** IANA zone whose calendar says what day it is; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** Keys of the tombstones among the records: hex by key id. */
  readonly keys?: DigestKeys;
}

/** A question in the words of a policy: what {@link decide} makes of a campaign. */
export interface RequestedDecision {
  readonly controller: string;
  readonly purpose: string;
  /** Message kind, or a topic of the policy. */
  readonly messageKind: string;
  readonly channel: string;
  readonly country?: string;
  readonly destination?: Destination;
  /** Product categories of the offer, as paths. */
  readonly products?: readonly string[];
  /** True raises what the message kind says; it cannot lower it. */
  readonly targeted?: boolean;
  /** Categories of data that the audience reads; a policy can let a person withdraw them from use. */
  readonly reads?: readonly AnyDataCategory[];
  readonly containsPromotion?: boolean;
  /** ISO 8601 with offset; as-of where it is not given. */
  readonly sendAt?: string;
  /** The campaign that must not reach a person again within so many days, by the contacts that name it. */
  readonly notAgain?: DecisionRequest['notAgain'];
}

/** The same for a request that is no campaign of a project. */
export interface DecideRequestOptions extends Omit<DecideOptions, 'campaign'> {
  readonly request: RequestedDecision;
}

/** An instant that no record can have: {@link decideRequest} then gives AS_OF_INVALID. */
const NO_INSTANT: Instant = Number.NaN;

/**
 * Decides about one person, as of an instant, with all reasons and their proof.
 *
 * A request that the policy does not know (controller, kind, channel, country, as-of) is suppressed with that reason,
 * never guessed and never thrown. Only what was known at as-of counts, so that the past can be asked about.
 *
 * @throws {ClearlistError} `person-unknown` where no profile has the id; `input-invalid` and `rows-lost` for records
 * that cannot be read at all; `key-missing`, `key-invalid`, `normaliser-unknown` for tombstones that cannot be matched.
 *
 * @example
 * decide({ person: 'p1', records, campaign: { controller: 'okq8', kind: 'newsletter', channel: 'email' }, policy: okq8, asOf: '2026-11-22T09:00:00Z' })
 */
export const decide = ({ campaign, ...options }: DecideOptions): PersonOutcome =>
  decideRequest({ ...options, request: requestFor(campaign, options.attributes) });

/** What a campaign asks of a policy. A kind that is not known has no purpose, and is refused for that. */
export function requestFor(campaign: DecidedCampaign, attributes: AttributeSchema = {}): RequestedDecision {
  const {
    id,
    controller,
    channel,
    country,
    destination,
    containsPromotion,
    sendAt,
    notAgainWithinDays: days,
  } = campaign;
  const kind = Object.hasOwn(messageKinds, campaign.kind)
    ? messageKinds[campaign.kind as keyof typeof messageKinds]
    : undefined;
  return {
    controller,
    purpose: kind?.purpose ?? '',
    messageKind: campaign.kind,
    channel,
    products: [campaign.products ?? []].flat(),
    targeted: campaign.targeted === true || (campaign.audience !== undefined && isTargeting(campaign.audience)),
    ...(campaign.audience === undefined ? {} : { reads: categoriesOf(campaign.audience, attributes) }),
    ...(country === undefined ? {} : { country }),
    ...(destination === undefined ? {} : { destination }),
    ...(containsPromotion === undefined ? {} : { containsPromotion }),
    ...(sendAt === undefined ? {} : { sendAt }),
    ...(id === undefined || days === undefined ? {} : { notAgain: { campaign: id, withinDays: days } }),
  };
}

/**
 * {@link decide} for a purpose and message kind named apart, as a preference centre or a test suite asks.
 *
 * @throws {ClearlistError} as {@link decide} does.
 */
export function decideRequest(options: DecideRequestOptions): PersonOutcome {
  const { person, request, policy, zone = 'UTC', attributes = {}, keys = {} } = options;
  checkZone(zone, 'zone');
  requireDigestKeys(keys);
  const records = readRecords(options.records, { ...policyWords(policy), attributes });
  const outcome = decidePerson(person, records, readRequest(request, { ...options, zone }), policy, keys);
  if (outcome === undefined) throw unknownPerson();
  return outcome;
}

/** When a question is asked, and for what. */
export type Asked = Pick<DecideOptions, 'asOf' | 'zone' | 'sending' | 'linkDevices'>;

export function readRequest(
  request: RequestedDecision,
  { zone = 'UTC', sending, linkDevices, ...asked }: Asked,
): DecisionRequest {
  const asOf = parseInstant(asked.asOf) ?? NO_INSTANT;
  return {
    controller: request.controller,
    purpose: request.purpose,
    messageKind: request.messageKind,
    channel: request.channel,
    ...(request.country === undefined ? {} : { country: request.country }),
    ...(request.destination === undefined ? {} : { destination: request.destination }),
    products: request.products ?? [],
    targeted: request.targeted === true,
    ...(request.reads === undefined ? {} : { reads: request.reads }),
    containsPromotion: request.containsPromotion === true,
    ...(request.notAgain === undefined ? {} : { notAgain: request.notAgain }),
    asOf,
    sendAt: request.sendAt === undefined ? asOf : Math.max(asOf, parseInstant(request.sendAt) ?? NO_INSTANT),
    today: Number.isNaN(asOf) ? '' : localDate(zone, asOf),
    laterRefusalsCount: sending === true,
    ...(linkDevices === undefined ? {} : { linkDevices }),
  };
}

export const unknownPerson = (): ClearlistError =>
  new ClearlistError('person-unknown', 'no profile fits the person asked about', {
    hint: 'Give a profile id or an address that stands in a profile source; merged profiles answer for the one that remains.',
  });

export const ambiguousPerson = (persons: number): ClearlistError =>
  new ClearlistError('person-ambiguous', `${persons} persons have this address`, { hint: 'Ask by profile id.' });
