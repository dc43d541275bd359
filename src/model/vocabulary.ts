/**
 * The words that records, policies and campaigns share. Values are `snake_case` and public contract.
 *
 * Terms follow the GDPR (controller, purpose, consent, objection, recipient) and the ePrivacy Directive.
 */

/** Why personal data is used. */
export const purposes = [
  'direct_marketing',
  'distance_selling',
  'listing_advertising',
  'tracking_advertising',
  'market_research',
  'opinion_research',
  'profiling',
  'service',
] as const;
export type Purpose = (typeof purposes)[number];

/** What a cookie or preference form asks consent for; a policy maps a purpose to one of them by table. */
export const consentPurposes = [
  ...purposes,
  'marketing_cookies',
  'analytics_cookies',
  'service_development',
  'targeted_marketing',
  'external_media',
  'newsletter',
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** Ways of reaching a person. */
export const channels = [
  'email',
  'sms',
  'push',
  'phone',
  'post',
  'own_web',
  'own_app',
  'partner_web',
  'partner_app',
  'social_tracking',
  'social_listing',
  'affiliate',
] as const;
export type Channel = (typeof channels)[number];

/** Countries whose marketing rules the presets know. ISO 3166-1 alpha-2. */
export const countries = ['DK', 'FI', 'NO', 'SE'] as const;
export type Country = (typeof countries)[number];

/** What an identifier is. `email` and `phone` can be addressed; a device or cookie is a pseudonym. */
export const identifierKinds = ['email', 'phone', 'postal', 'device', 'cookie', 'external'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

/** The kind of identifier that a message on a channel is addressed to. Other channels address the person. */
export const addressedBy: Partial<Record<Channel, IdentifierKind>> = {
  email: 'email',
  sms: 'phone',
  phone: 'phone',
  post: 'postal',
};

/** Which country's rules for persons or businesses apply. */
export const parties = ['consumer', 'sole_trader', 'company'] as const;

/** Where data comes from, as a data protection officer lists it. */
export const dataCategories = [
  'purchase_history_aggregated',
  'purchase_history_itemised',
  'search_history',
  'interests',
  'demographic_profile',
  'contact_details',
  'device_and_access',
  'communication_history',
  'partner_enrichment',
  'public_register_enrichment',
] as const;
/** A kind of personal data that an audience may read where the policy allows it. */
export type DataCategory = (typeof dataCategories)[number];

/** Categories that no marketing may rest on, however it was allowed. Source: GDPR Art. 9(1), 10. */
export const specialCategories = [
  'racial_or_ethnic_origin',
  'political_opinions',
  'religious_or_philosophical_beliefs',
  'trade_union_membership',
  'genetic_data',
  'biometric_data',
  'health_data',
  'sex_life_or_sexual_orientation',
  'criminal_convictions',
] as const;
export type AnyDataCategory = DataCategory | (typeof specialCategories)[number];

/**
 * Message kinds with what each one is, at least.
 *
 * A message may be more targeted than its kind says, never less: a campaign whose audience reads behaviour is
 * targeted whatever its kind.
 */
export const messageKinds = {
  newsletter: { purpose: 'direct_marketing', targeted: false },
  general_offer: { purpose: 'direct_marketing', targeted: false },
  targeted_offer: { purpose: 'direct_marketing', targeted: true },
  product_recommendation: { purpose: 'direct_marketing', targeted: true },
  review_request: { purpose: 'direct_marketing', targeted: true },
  survey: { purpose: 'direct_marketing', targeted: false },
  distance_selling_call: { purpose: 'distance_selling', targeted: false },
  research_interview: { purpose: 'market_research', targeted: false },
  listing_ad: { purpose: 'listing_advertising', targeted: true },
  social_ad: { purpose: 'tracking_advertising', targeted: true },
  affiliate_ad: { purpose: 'tracking_advertising', targeted: false },
  service_message: { purpose: 'service', targeted: false },
} as const satisfies Record<string, { purpose: Purpose; targeted: boolean }>;
export type MessageKind = keyof typeof messageKinds;

/** Written in a record, it matches every value of that field. */
export const ANY = '*';

/**
 * What a refusal's topic reads as where it says something that is none: it stops every topic, as {@link ANY} does, and
 * outlives a general consent as each of them would.
 */
export const ANY_ONE = '?';
