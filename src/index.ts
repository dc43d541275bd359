/**
 * Clearlist: who may be contacted, and who must not.
 *
 * The core: pure functions over records in memory. No file access, no native code, no clock.
 */

export type { Campaign, CampaignDefinition, ListColumn } from './campaign/campaign.js';
export { type ClearAudienceOptions, clearAudience } from './campaign/clear-audience.js';
export { ClearedList, type ListCounts, type ListRow, type ReasonCount } from './campaign/cleared-list.js';
export {
  compilePredicate,
  type PredicateOptions,
  type ReadPersonsOptions,
  readPersons,
} from './campaign/compile-predicate.js';
export {
  type GoogleConsentOptions,
  type GoogleConsentSignals,
  type GoogleSignal,
  googleConsentSignals,
  googleSignals,
} from './campaign/consent-signals.js';
export {
  type DecidedCampaign,
  type DecideOptions,
  type DecideRequestOptions,
  decide,
  decideRequest,
  type RequestedDecision,
} from './campaign/decide.js';
export type { PersonOutcome } from './campaign/decide-person.js';
export { defineCampaign } from './campaign/define-campaign.js';
export type { Engine, HowFar, PersonQuery, SegmentMembers } from './campaign/engine.js';
export type { Explanation } from './campaign/explain.js';
export { Ledger } from './campaign/ledger/ledger.js';
export type { LedgerAnswers, LedgerOptions, LedgerQuestion } from './campaign/ledger/ledger-answers.js';
export type { Verdict } from './campaign/ledger/verdicts.js';
export { explanationLetter } from './campaign/letter/letter.js';
export { type LetterLanguage, letterLanguages } from './campaign/letter/reason-sentences.js';
export { attributeRefusals, audienceRefusals, categoryRefusals } from './campaign/list-refusals.js';
export {
  type GuardSettings,
  guardIssue,
  type LastFigures,
  type LastRun,
  type TrippedGuard,
  trippedGuards,
} from './campaign/release/guards.js';
export { type SegmentMembersOptions, segmentMembers } from './campaign/segment-members.js';
export {
  type AudienceDeletion,
  type Removal,
  type RemovalCause,
  type Removals,
  type RemovalsInput,
  removals,
  type TransferDecision,
} from './campaign/transfers/removals.js';
export type { Unsubscribe, UnsubscribeRecipient } from './campaign/unsubscribe.js';
export { ClearlistError, type ClearlistErrorCode, errorCodes, type Issue } from './errors.js';
export { type Encoding, encodings } from './export/listing-services/encoding.js';
export {
  type ListingRefusal,
  listingRefusalText,
  type ServiceRefusal,
  serviceRefusals,
} from './export/listing-services/listing-refusals.js';
export type {
  Contradiction,
  ListingLimits,
  ListingService,
  ListingSource,
} from './export/listing-services/listing-service.js';
export { type MatchField, type MatchKey, matchFields } from './export/listing-services/match.js';
export {
  type NormalizedField,
  type NormalizeForOptions,
  normalizeFor,
  type WrittenField,
} from './export/listing-services/normalize-for.js';
export { listingServices, type ServiceId } from './export/listing-services/registry.js';
export {
  type CanonicalField,
  type CanonicalFieldsOptions,
  canonicalFieldNames,
  canonicalFields,
  type FieldAnswer,
} from './identity/canonical-fields.js';
export { type RefusalDigest, type RefusalDigestInput, refusalDigest } from './identity/refusal-digest.js';
export { type IdentityRefusal, identityRefusals } from './identity/refusals.js';
export { type Decimal, formatDecimal, parseDecimal } from './model/decimal.js';
export type { DigestKeys } from './model/digest-keys.js';
export { formatInstant, type Instant, parseInstant } from './model/instant.js';
export {
  type AllowCode,
  allowCode,
  type Basis,
  bases,
  type ListRefusal,
  type ListRefusalCode,
  listRefusals,
  type Reason,
  type ReasonCode,
  reasonRank,
  reasons,
} from './model/reasons.js';
export type { RecordRef } from './model/record-kind.js';
export { evaluatedKinds, type RecordKind, recordKinds } from './model/record-kinds.js';
export { type AttributeSchema, type RecordsInput, recordSchema } from './model/records.js';
export type { AudiencePlace, Transfer, TransferAnswer } from './model/transfer.js';
export {
  channels,
  consentPurposes,
  countries,
  type DataCategory,
  dataCategories,
  messageKinds,
  parties,
  purposes,
} from './model/vocabulary.js';
export { type Builder, type BuilderSchema, builder } from './segments/builder.js';
export type { PersonTest, PersonView, Trace } from './segments/condition.js';
export type { Condition } from './segments/condition-kinds.js';
export { conditionSchema } from './segments/condition-schema.js';
export { type LintCode, type LintNote, lintCodes, lintSegment } from './segments/lint.js';
export { readSegment } from './segments/read-segment.js';
export { describeSegment, type ReferredTo, type Segment, segment, segmentHash } from './segments/segment.js';
export type { Activity } from './segments/shorthands/activity.js';
export { type BirthdayOptions, birthday } from './segments/shorthands/birthday.js';
export { type LapsedOptions, lapsed } from './segments/shorthands/lapsed.js';
export {
  type LifecycleStage,
  type LifecycleThresholds,
  lifecycle,
  lifecycleStages,
} from './segments/shorthands/lifecycle.js';
export { type RfmOptions, rfm } from './segments/shorthands/rfm.js';
export { type WinbackOptions, winback } from './segments/shorthands/winback.js';
export { absolute, between, calendar, complete, ever, next, rolling, type Window } from './segments/window.js';
export { definePolicy, type PolicyChanges } from './suppression/define-policy.js';
export type { Destination, DestinationPolicy, RecipientRole } from './suppression/destination.js';
export type { Evidence, Finding, Path } from './suppression/facts.js';
export { nordic } from './suppression/policies/nordic.js';
export { okq8 } from './suppression/policies/okq8.js';
export type { Controller, Policy } from './suppression/policy.js';
export type { Rule } from './suppression/rule.js';
export { rules } from './suppression/rules/rules.js';
