/** Clearlist on Node: files, engines, projects and runs. */

export type { SourceQuality } from './campaign/data-quality.js';
export type { Explanation } from './campaign/explain.js';
export type { CampaignFigures, Overlap, RunFigures } from './campaign/figures.js';
export type { ProofCounts } from './campaign/proof.js';
export { campaignFiles } from './export/campaign-files.js';
export type { Recipient, Recipients, SealFormatName } from './export/hand-over/recipient.js';
export type { EarlierFigures } from './export/last-run.js';
export { type Manifest, manifestSchema, readManifest } from './export/manifest.js';
export { type RemovalsManifest, removalsManifestSchema } from './export/publish-removals.js';
export { type PublishedRun, publishRun } from './export/publish-run.js';
export { type RecheckManifest, recheckManifestSchema } from './export/recheck-manifest.js';
export { type ListManifest, type ListOptions, listStream, writeList } from './export/single-list.js';
export {
  issueUnsubscribeToken,
  readUnsubscribeToken,
  type UnsubscribeKeys,
  unsubscribeTokens,
} from './export/unsubscribe-token.js';
export { type FileProblem, verifyFiles } from './export/verify-files.js';
export { defineConfig, type ProjectConfig } from './project/define-config.js';
export { jsonSchemas } from './project/json-schemas.js';
export { loadProject, type Project, type ProjectOverrides } from './project/load-project.js';
export { type ProjectFile, projectSchema } from './project/project-file.js';
export { SAMPLE_AS_OF, SAMPLE_PERSONS, sampleProject } from './project/sample/sample-project.js';
export { readSegmentFile } from './project/segment-file.js';
export { type AcknowledgedSent, acknowledgeSent, type SentOptions } from './runs/acknowledge-sent.js';
export type { ApprovedPlan } from './runs/approve-plan.js';
export { type AudienceChanges, audienceChanges } from './runs/audience-changes.js';
export { checkProject, type ProjectCheck } from './runs/check-project.js';
export { type CleanedLists, cleanLists } from './runs/clean-lists.js';
export { countPersons } from './runs/count-persons.js';
export {
  type DecidedLine,
  type DecideLinesOptions,
  decideLines,
  projectLedger,
} from './runs/decide-lines.js';
export { type DecideOnDuckDbOptions, decideOnDuckDb, type EngineDecision } from './runs/decide-on-duckdb.js';
export { type Erased, type EraseOptions, eraseFromStore } from './runs/erase-from-store.js';
export { explainProject } from './runs/explain-project.js';
export { type ImportName, importNames } from './runs/import-kinds.js';
export { type Imported, type ImportOptions, importRecords } from './runs/import-records.js';
export { initProject } from './runs/init-project.js';
export { type Acknowledged, acknowledge, answerProblems } from './runs/listings/acknowledge.js';
export { type AudienceTakenBack, type TakeBackOptions, type TakenBack, takeBack } from './runs/listings/take-back.js';
export { duckdb, type EngineOptions, openEngine } from './runs/open-engine.js';
export {
  type CampaignChange,
  type EarlierInput,
  emptyLists,
  type PlannedFile,
  type SourceAge,
} from './runs/plan-details.js';
export { type CampaignSummary, type PlannedRun, planProject, type RunSummary } from './runs/plan-project.js';
export {
  planSegment,
  type SegmentPlan,
  type SegmentPlanOptions,
  segmentFrom,
  writeMembers,
} from './runs/plan-segment.js';
export { type PlannedSql, planSql } from './runs/plan-sql.js';
export { cleanCache, dropCache } from './runs/project-cache.js';
export { requireStore } from './runs/project-store.js';
export { keepProposal, proposeProject } from './runs/propose-project.js';
export { type Rechecked, recheckProject } from './runs/recheck-project.js';
export { type RecordedRefusal, type RefusalInput, recordRefusal } from './runs/record-refusal.js';
export { recordUnsubscribe, type UnsubscribeInput } from './runs/record-unsubscribe.js';
export { type RefusalScope, refusalScopes } from './runs/refusal-scopes.js';
export { refusalText } from './runs/refusal-text.js';
export { type Meaning, meaningOf } from './runs/replies.js';
export type { RunOptions } from './runs/run-definition.js';
export { writeReport } from './runs/run-page.js';
export { type PublishedSummary, runProject, type SendingOptions } from './runs/run-project.js';
export { textLines } from './runs/text-lines.js';
export {
  type ProjectVerification,
  type RunVerification,
  type VerifyOptions,
  verifyProject,
} from './runs/verify-project.js';
export type { RecheckVerification } from './runs/verify-rechecks.js';
export { clearlistVersion } from './runs/version.js';
export { type WashRequest, type WashRequestOptions, washRequest } from './runs/wash-request.js';
export { type SourceBinding, sourceBindingSchema } from './sources/binding.js';
export type { Rows, RowsBySource } from './sources/row-copies.js';
export { type Compacted, compactStore } from './store/compact-store.js';
export {
  type Membership,
  recordTransfers,
  type StoredRun,
  storedMemberships,
  storedRuns,
  storedTransfers,
} from './store/ledger.js';
export type { Moves } from './store/memberships.js';
export { type Migrated, migrateStore } from './store/migrate-store.js';
export { createStore, openStore, type Store, type WriteOptions } from './store/open-store.js';
export { pruneStore, type RetentionDays } from './store/prune-store.js';
export { type Restored, restoreStore } from './store/restore-store.js';
export { removeUnknownLocks } from './store/store-lock.js';
export type { StoredKind } from './store/stored-kinds.js';
export { type StoreCheck, verifyStore } from './store/verify-store.js';
export { presetPolicy } from './suppression/policies/policies.js';
