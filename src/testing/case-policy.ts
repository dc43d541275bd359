import { channels, consentPurposes, okq8, type Policy, purposes } from '../index.js';
import { contactPolicyOf } from './case-contact-policy.js';
import { destinationsOf } from './case-destinations.js';
import { type CaseDefaults, type DecisionCase, type Unsupported, unsupported } from './case-format.js';

/** Header entries that say how every version decides: another value is another meaning, and no policy has it. */
const FIXED: Readonly<Record<string, unknown>> = {
  tie_at_same_instant: 'refusal wins',
  plus_tag_folding: 'refusals only',
  merge_inherits_consent: false,
  service_purpose_with_promotion: 'decided as direct_marketing',
  protected_identity_blocks: 'every non-service decision',
};

/** Entries that a case may set for itself. */
const OVERRIDES = [
  'objection_scope',
  'consent_needs_evidence',
  'soft_opt_in_max_days_since_sale',
  'soft_opt_in_relations',
  'legacy_consent_systems',
  'data_use',
  'minimum_age',
  'unknown_age_blocks_channels',
  'assume_request_country_for_phone',
  'frequency_cap',
  'phone_hours',
  'soft_bounce_limit',
  'not_again_within_days',
  'sunset',
  'listing_basis',
  'register_for',
  'register_max_age_days',
  'register_override_by_consent',
  'phone_needs_prior_consent',
  'market_research_outside_registers',
  'allowed_destination_regions',
  'destination_region_default',
  'min_audience_size',
  'listing_attribute_allow_list',
  'segment_data_categories_allowed',
  ...Object.keys(FIXED),
];

const known = <T extends string>(words: readonly T[], listed: readonly string[] | undefined): readonly T[] =>
  listed === undefined ? words : words.filter((word) => listed.includes(word));

/** The preset's grounds, for the purposes and channels that the header knows. */
function basesOf({ known_purposes, known_channels }: CaseDefaults): Policy['bases'] {
  const entries = known(purposes, known_purposes).flatMap((purpose) => {
    const byChannel = okq8.bases[purpose];
    if (byChannel === undefined) return [];
    const kept = known(channels, known_channels).flatMap((channel) => {
      const grounds = byChannel[channel];
      return grounds === undefined ? [] : [[channel, grounds] as const];
    });
    return [[purpose, Object.fromEntries(kept)] as const];
  });
  return Object.fromEntries(entries);
}

function consentPurposesOf(table: CaseDefaults['purpose_to_consent_purpose']): Policy['consentPurposes'] {
  const entries = Object.entries(table ?? okq8.consentPurposes).flatMap(([purpose, asked]) => {
    const consentPurpose = consentPurposes.find((word) => word === asked);
    return consentPurpose === undefined ? [] : [[purpose, consentPurpose] as const];
  });
  return Object.fromEntries(entries);
}

/** The policy a suite's header describes; its controllers are one group. */
export function headerPolicy(defaults: CaseDefaults): Policy {
  return {
    ...okq8,
    id: 'decision-cases',
    controllers: defaults.known_controllers?.map((id) => ({ id, group: 'group' })) ?? okq8.controllers,
    countries: defaults.known_countries ?? okq8.countries,
    bases: listingBasis(basesOf(defaults), defaults),
    consentPurposes: consentPurposesOf(defaults.purpose_to_consent_purpose),
    ...choicesOf(defaults, okq8.softOptIn),
    contact: contactPolicyOf(defaults),
    registers: registersOf(defaults, okq8.registers),
    destinations: destinationsOf(defaults),
  };
}

/** The entries that a header and a case's overrides have in common. */
function choicesOf(entries: CaseDefaults, softOptIn: Policy['softOptIn']): Partial<Policy> {
  const {
    objection_scope: objectionScope,
    consent_needs_evidence: consentNeedsEvidence,
    soft_opt_in_max_days_since_sale: maxDaysSinceSale,
    soft_opt_in_relations: relations,
    legacy_consent_systems: systems,
    data_use: dataUse,
    minimum_age: minimumAge,
    unknown_age_blocks_channels: ageChannels,
    assume_request_country_for_phone: assumeRequestCountryForPhone,
  } = entries;
  return {
    ...(objectionScope === undefined ? {} : { objectionScope }),
    ...(consentNeedsEvidence === undefined ? {} : { consentNeedsEvidence }),
    ...(maxDaysSinceSale === undefined && relations === undefined
      ? {}
      : {
          softOptIn: {
            ...softOptIn,
            ...(maxDaysSinceSale === undefined ? {} : { maxDaysSinceSale }),
            ...(relations === undefined ? {} : { relations }),
          },
        }),
    ...(dataUse === undefined ? {} : { dataUse }),
    ...(systems === undefined ? {} : { legacyConsents: { systems } }),
    ...(minimumAge === undefined ? {} : { minimumAge }),
    ...(ageChannels === undefined ? {} : { unknownAgeBlocks: known(channels, ageChannels) }),
    ...(assumeRequestCountryForPhone === undefined ? {} : { assumeRequestCountryForPhone }),
  };
}

/** The ground of listings is one setting of the format. */
const listingBasis = (bases: Policy['bases'], { listing_basis: basis }: CaseDefaults): Policy['bases'] =>
  basis === undefined || bases.listing_advertising?.social_listing === undefined
    ? bases
    : { ...bases, listing_advertising: { ...bases.listing_advertising, social_listing: [basis] } };

function registersOf(entries: CaseDefaults, base: Policy['registers']): Policy['registers'] {
  const consents = Object.entries(entries.register_override_by_consent ?? {}).flatMap(([name, one]) =>
    one.max_consent_age_days === undefined ? [] : [[name, one.max_consent_age_days] as const],
  );
  return {
    ...base,
    for: entries.register_for ?? base.for,
    maxAgeDays: entries.register_max_age_days ?? base.maxAgeDays,
    consentMaxAgeDays:
      entries.register_override_by_consent === undefined ? base.consentMaxAgeDays : Object.fromEntries(consents),
    researchOutside: entries.market_research_outside_registers ?? base.researchOutside,
    phoneNeedsPriorConsent: entries.phone_needs_prior_consent ?? base.phoneNeedsPriorConsent,
  };
}

/** The policy of one case: the suite's, with the case's own changes. */
export function casePolicy(suite: Policy, defaults: CaseDefaults, { given }: DecisionCase): Policy | Unsupported {
  const overrides = given.policy_overrides;
  const foreign = Object.keys(overrides).find((name) => !OVERRIDES.includes(name));
  if (foreign !== undefined) return unsupported(`no policy has the setting "${foreign}"`);
  const fixed = Object.entries({ ...defaults, ...overrides }).find(
    ([name, value]) => name in FIXED && value !== FIXED[name],
  );
  if (fixed !== undefined) return unsupported(`"${fixed[0]}" is ${JSON.stringify(FIXED[fixed[0]])} in every policy`);
  return {
    ...suite,
    ...choicesOf(overrides, suite.softOptIn),
    bases: listingBasis(suite.bases, overrides),
    contact: contactPolicyOf(overrides, suite.contact),
    registers: registersOf(overrides, suite.registers),
    destinations: destinationsOf(overrides, suite.destinations),
  };
}
