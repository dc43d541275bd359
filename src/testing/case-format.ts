import * as z from 'zod';
import { consentPurposes, dataCategories } from '../index.js';
import { contactEntries } from './case-contact-policy.js';
import { caseRegister, registerEntries } from './case-register-format.js';

/**
 * The format `suppression-decisions/1`: decisions written down by hand, with people, events, a request and what must
 * come of it.
 *
 * The schema holds what every case shares. Fields it does not name are kept, so that a translation can see them and
 * say that it has no words for them; nothing is dropped in silence.
 */
const identifier = z.looseObject({ kind: z.string(), value: z.string() });

const person = z.looseObject({
  ref: z.string(),
  country: z.string().nullish(),
  birth_date: z.string().nullish(),
  identifiers: z.array(identifier).default([]),
  former_identifiers: z.array(identifier).default([]),
  deceased: z.boolean().optional(),
  protected_identity: z.boolean().optional(),
  control_group: z.boolean().optional(),
  party: z.string().optional(),
});

const subject = z.looseObject({
  person: z.string().optional(),
  identifier_kind: z.string().optional(),
  identifier_value: z.string().optional(),
});

const event = z.looseObject({ type: z.string(), subject: subject.optional() });

/** What a policy can say: the header for all cases, a case's overrides for itself. What is left out is as in the preset. */
const defaults = z.looseObject({
  known_purposes: z.array(z.string()).optional(),
  known_channels: z.array(z.string()).optional(),
  known_countries: z.array(z.string()).optional(),
  known_controllers: z.array(z.string()).optional(),
  objection_scope: z.enum(['group', 'controller']).optional(),
  consent_needs_evidence: z.boolean().optional(),
  soft_opt_in_max_days_since_sale: z.number().optional(),
  soft_opt_in_relations: z.array(z.enum(['customer', 'member', 'account'])).optional(),
  data_use: z
    .partialRecord(
      z.enum(dataCategories),
      z.object({ purpose: z.enum(consentPurposes), needs: z.enum(['consent', 'no_refusal']) }),
    )
    .optional(),
  legacy_consent_systems: z.array(z.string()).min(1).optional(),
  purpose_to_consent_purpose: z.record(z.string(), z.string()).optional(),
  minimum_age: z.number().optional(),
  unknown_age_blocks_channels: z.array(z.string()).optional(),
  assume_request_country_for_phone: z.boolean().optional(),
  ...contactEntries,
  ...registerEntries,
  listing_basis: z.enum(['consent', 'legitimate_interest']).optional(),
  allowed_destination_regions: z.array(z.string()).optional(),
  destination_region_default: z.string().optional(),
  min_audience_size: z.number().optional(),
  listing_attribute_allow_list: z.array(z.string()).optional(),
  segment_data_categories_allowed: z.array(z.string()).optional(),
});

const given = z.looseObject({
  people: z.array(person).default([]),
  events: z.array(event).default([]),
  policy_overrides: defaults.default({}),
  registers: z.array(caseRegister).default([]),
  sources: z.array(z.looseObject({ name: z.string(), status: z.string() })).default([]),
});

const request = z.looseObject({
  operation: z.string(),
  as_of: z.string(),
  person: z.string().optional(),
  members: z.array(z.string()).optional(),
  controller: z.string().optional(),
  purpose: z.string().optional(),
  message_kind: z.string().optional(),
  channel: z.string().optional(),
  country: z.string().nullish(),
  product_category: z.string().optional(),
  targeted: z.boolean().optional(),
  contains_promotion: z.boolean().optional(),
  time_zone: z.string().optional(),
  destination: z.string().optional(),
  destination_region: z.string().optional(),
  allowed_members: z.number().optional(),
  attributes: z.array(z.string()).optional(),
  data_categories: z.array(z.string()).optional(),
});

const expectation = z.looseObject({
  outcome: z.string(),
  primary_reason: z.string().optional(),
  legal_basis: z.string().optional(),
  reasons_include: z.array(z.string()).optional(),
  exported_members: z.number().optional(),
  offending_attributes: z.array(z.string()).optional(),
  kept: z.array(z.string()).optional(),
  dropped: z.array(z.object({ person: z.string(), reason: z.string() })).optional(),
  removals: z.array(z.object({ person: z.string(), destination: z.string() })).optional(),
});

const decisionCase = z.looseObject({
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()).default([]),
  given,
  request,
  expect: expectation,
});

/** A whole suite: the policy that its cases share, and the cases. */
export const decisionCasesSchema = z.looseObject({
  format: z.literal('suppression-decisions/1'),
  defaults: defaults.default({}),
  cases: z.array(decisionCase),
});

/** A suite of cases with the policy that they are held against. */
export type DecisionCases = z.infer<typeof decisionCasesSchema>;
/** One case: who is known, what has happened, what is asked, what must come of it. */
export type DecisionCase = z.infer<typeof decisionCase>;
export type CaseDefaults = z.infer<typeof defaults>;
export type CasePerson = z.infer<typeof person>;
export type CaseEvent = z.infer<typeof event>;
/** What must be found in a case. */
export type CaseExpectation = z.infer<typeof expectation>;

/** Why a case cannot be asked of this version. */
export interface Unsupported {
  readonly unsupported: string;
}

export const unsupported = (why: string): Unsupported => ({ unsupported: why });

export const isUnsupported = (value: object): value is Unsupported => 'unsupported' in value;

/** The first field that a translation has no words for. */
export const unknownField = (value: object, known: readonly string[]): string | undefined =>
  Object.keys(value).find((name) => !known.includes(name));
