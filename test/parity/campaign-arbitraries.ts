import fc from 'fast-check';
import type { CampaignAllocation } from '../../src/campaign/allocation/definition.js';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import { dataCategories } from '../../src/model/vocabulary.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { type ContactPolicy, nordicContactPolicy } from '../../src/suppression/contact-policy.js';
import type { Destination } from '../../src/suppression/destination.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import type { Policy } from '../../src/suppression/policy.js';
import { campaignAllocation } from './allocation-arbitraries.js';
import { condition, NAMED } from './condition-arbitraries.js';
import { maybe, oneIn, oneOf } from './world.js';

const mostly = oneIn(6);

/** Campaigns and policies that make every rule speak. */

export const EVERYBODY: Condition = { kind: 'all', of: [] };

/** What is sent on which channel; every pair has an entry in {@link widePolicy}. */
const USUAL: readonly Pick<CampaignDefinition, 'kind' | 'channel'>[] = [
  { kind: 'newsletter', channel: 'email' },
  { kind: 'newsletter', channel: 'email' },
  { kind: 'newsletter', channel: 'sms' },
  { kind: 'targeted_offer', channel: 'email' },
  { kind: 'targeted_offer', channel: 'sms' },
];
export const UNUSUAL: readonly Pick<CampaignDefinition, 'kind' | 'channel'>[] = [
  { kind: 'service_message', channel: 'email' },
  { kind: 'service_message', channel: 'sms' },
  { kind: 'distance_selling_call', channel: 'phone' },
  { kind: 'distance_selling_call', channel: 'phone' },
  { kind: 'general_offer', channel: 'post' },
  { kind: 'general_offer', channel: 'post' },
  { kind: 'research_interview', channel: 'phone' },
  { kind: 'newsletter', channel: 'push' },
  { kind: 'targeted_offer', channel: 'push' },
  { kind: 'service_message', channel: 'push' },
  { kind: 'social_ad', channel: 'social_tracking' },
  { kind: 'affiliate_ad', channel: 'affiliate' },
  { kind: 'listing_ad', channel: 'social_listing' },
  { kind: 'research_interview', channel: 'email' },
  { kind: 'general_offer', channel: 'own_web' },
  { kind: 'general_offer', channel: 'own_app' },
];

const EVENINGS: ContactPolicy['contactHours'] = [
  {
    country: 'NO',
    channels: ['email', 'sms'],
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '17:00',
    to: '20:00',
    publicHolidays: 'closed',
  },
];

/** The preset, with more channels: one that needs no address, one with a second ground, one without any ground. */
export const widePolicy: Policy = {
  ...okq8,
  id: 'wide',
  destinations: {
    ...okq8.destinations,
    defaults: { ...okq8.destinations.defaults, contract: 'dpa-1' },
    minimumAudience: 1,
    minimumCell: 1,
    segmentCategories: dataCategories,
  },
  bases: {
    ...okq8.bases,
    direct_marketing: { ...okq8.bases.direct_marketing, own_web: ['consent', 'legitimate_interest'], own_app: [] },
    market_research: { ...okq8.bases.market_research, email: ['legitimate_interest'] },
  },
};

/** Every rule on its own, so that none hides what another does. */
const contactPolicy: fc.Arbitrary<ContactPolicy> = fc
  .record({
    softBounces: maybe(oneOf({ count: 1, windowDays: 30 }, { count: 2, windowDays: 184 })),
    frequencyCaps: oneOf<ContactPolicy['frequencyCaps']>(
      [],
      [{ count: 1, windowDays: 30, per: 'channel', purposesExcluded: ['service'] }],
      [
        { count: 3, windowDays: 365, per: 'channel', purposesExcluded: [] },
        { count: 2, windowDays: 184, per: 'person', purposesExcluded: ['service', 'direct_marketing'] },
      ],
    ),
    notAgainWithinDays: oneOf<ContactPolicy['notAgainWithinDays']>({}, {}, { newsletter: 30, targeted_offer: 365 }),
    contactHours: oneOf<ContactPolicy['contactHours']>([], [], nordicContactPolicy.contactHours, EVENINGS),
    zones: fc.constant(nordicContactPolicy.zones),
    sunset: maybe<ContactPolicy['sunset']>(
      oneOf({ channels: ['email', 'sms'], days: 30 }, { channels: ['own_web'], days: 365 }),
      1,
    ),
  })
  .map(
    (choices) =>
      Object.fromEntries(
        Object.entries(choices).filter(([, value]) => value !== undefined),
      ) as unknown as ContactPolicy,
  );

const dataUse = oneOf<NonNullable<Policy['dataUse']>>(
  {},
  {},
  { purchase_history_aggregated: { purpose: 'marketing_cookies', needs: 'no_refusal' } },
  { device_and_access: { purpose: 'marketing_cookies', needs: 'consent' } },
  {
    search_history: { purpose: 'marketing_cookies', needs: 'consent' },
    demographic_profile: { purpose: 'marketing_cookies', needs: 'no_refusal' },
  },
);

type AgeNeeded = NonNullable<Policy['ageNeeded']>;

export const policy: fc.Arbitrary<Policy> = fc
  .record({
    destinations: oneOf<Policy['destinations']>(
      widePolicy.destinations,
      { ...widePolicy.destinations, minimumAudience: 2, minimumCell: 2 },
      { ...widePolicy.destinations, segmentCategories: okq8.destinations.segmentCategories },
    ),
    gpcEnds: oneOf<Policy['gpcEnds']>(okq8.gpcEnds, ['direct_marketing'], []),
    objectionScope: oneOf<'group' | 'controller'>('group', 'controller'),
    consentNeedsEvidence: mostly(oneOf(true), oneOf(false)),
    assumeRequestCountryForPhone: oneOf(true, false),
    minimumAge: mostly(oneOf(18), oneOf(21)),
    contact: contactPolicy,
    ageNeeded: mostly(oneOf<AgeNeeded>({}), oneOf<AgeNeeded>({ products: ['fuel'] }, { kinds: ['newsletter'] })),
    softOptIn: oneOf<Policy['softOptIn']>(
      { maxDaysSinceSale: 365 },
      { maxDaysSinceSale: 365, relations: ['customer', 'member'] },
      { maxDaysSinceSale: 30, relations: ['account'], similarProducts: { road: ['fuel', 'wash'], shop: ['shop'] } },
    ),
    dataUse,
    legacy: maybe(oneOf({ systems: ['old_crm'] }), 1),
    companyOptOut: oneOf<Policy['companyOptOut']>(okq8.companyOptOut, { email: ['SE'] }, {}),
  })
  .map(({ legacy, ...choices }) => ({
    ...widePolicy,
    ...choices,
    ...(legacy === undefined ? {} : { legacyConsents: legacy }),
  }));

/** Zones with summer time, a local mean time in living memory of old exports, and the far ends of the day. */
export const zone: fc.Arbitrary<string> = mostly(
  oneOf('Europe/Stockholm', 'Europe/Helsinki'),
  oneOf('UTC', 'Pacific/Kiritimati', 'America/St_Johns'),
);

export const campaign: fc.Arbitrary<Omit<CampaignDefinition, 'id'>> = fc
  .record({
    controller: mostly(oneOf('okq8'), oneOf('okq8_bank')),
    sent: mostly(oneOf(...USUAL), oneOf(...UNUSUAL)),
    products: mostly(oneOf<string | string[]>('fuel'), oneOf<string | string[]>(['wash', 'fuel/diesel'], [])),
    country: maybe(oneOf('SE', 'NO')),
    destination: mostly(
      oneOf<Destination | undefined>(undefined, { id: 'x', platform: 'meta' }),
      oneOf<Destination | undefined>(
        { id: 'us', region: 'US' },
        { id: 'own', ownPurposes: true },
        { id: 'no', region: 'NO' },
      ),
    ),
    sendAt: maybe(oneOf('2026-03-04T10:00:00Z')),
    targeted: maybe(fc.boolean()),
    containsPromotion: maybe(fc.boolean()),
    allocation: mostly(fc.constant<CampaignAllocation>({}), campaignAllocation),
    notAgainWithinDays: maybe(oneOf(30, 365), 1),
    proof: maybe(oneOf('vip', 'merged', 'empty'), 2),
    audience: fc.oneof({ weight: 2, arbitrary: fc.constant(EVERYBODY) }, { weight: 1, arbitrary: condition }),
  })
  .map(({ audience, sent, allocation, proof, ...fields }) => {
    const defined = Object.fromEntries(
      Object.entries({ ...sent, ...allocation, ...fields }).filter(([, value]) => value !== undefined),
    );
    return {
      ...defined,
      audience: { id: 'audience', condition: audience, uses: NAMED },
      ...(proof === undefined || sent.channel === 'social_listing'
        ? {}
        : { proof: { id: 'proof', condition: { kind: 'list', list: proof }, uses: NAMED } }),
      columns:
        sent.channel === 'social_listing'
          ? ['profileId', 'address', 'country']
          : ['profileId', 'address', 'firstName', 'points'],
    };
  }) as unknown as fc.Arbitrary<Omit<CampaignDefinition, 'id'>>;

/** Some persons and not the others with whom they share addresses. */
const some = oneOf<Condition>({ kind: 'list', list: 'vip' }, { kind: 'list', list: 'merged' }, {
  kind: 'not',
  of: { kind: 'list', list: 'merged' },
} as Condition);

/** Of an audience of everybody nothing shows who is looked at for the sake of others. */
const ofSome = fc.array(
  fc
    .tuple(campaign, some)
    .map(([one, condition]) => ({ ...one, audience: { id: 'audience', condition, uses: NAMED } })),
  { minLength: 1, maxLength: 2 },
);

/** The campaigns of one run. */
export const campaigns = fc.oneof(
  { weight: 1, arbitrary: fc.array(campaign, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: ofSome },
);
