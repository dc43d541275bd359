import { type BoundaryReport, boundaryReports } from '../campaign/boundary-reports.js';
import type { ListCounts } from '../campaign/cleared-list.js';
import type { Engine, EngineRun, RunDefinition } from '../campaign/engine.js';
import type { RunFigures } from '../campaign/figures.js';
import { type ProofCounts, proofCounts } from '../campaign/proof.js';
import { readableMembers } from '../campaign/readable.js';
import type { TrippedGuard } from '../campaign/release/guards.js';
import { guardsOf, type ReleaseChecks } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { stages } from '../campaign/stages.js';
import { type Issue, requireGoing } from '../errors.js';
import { type EarlierRun, lastRunIn } from '../export/last-run.js';
import type { ListRefusal } from '../model/reasons.js';
import { type EvaluatedKind, evaluatedKinds } from '../model/record-kinds.js';
import type { SourceReport } from '../model/source-report.js';
import type { AudiencePlace } from '../model/transfer.js';
import type { Project } from '../project/load-project.js';
import type { LintNote } from '../segments/lint.js';
import type { LookUp } from '../sql/plan.js';
import { storeHead } from './approve-plan.js';
import { type AudienceMove, audienceMoves } from './audience-moves.js';
import { withHeld } from './listings/held-before.js';
import { placeOf } from './listings/listing-campaign.js';
import type { ListingChange, ListingChangeCounts } from './listings/listing-change.js';
import { listingChanges } from './listings/listing-changes.js';
import { listingToPublish } from './listings/to-publish.js';
import {
  audienceRemarks,
  type CampaignChange,
  changesSince,
  type EarlierInput,
  earlierInputs,
  failingCanaries,
  type PlannedFile,
  plannedFiles,
  type SourceAge,
  sourceAges,
} from './plan-details.js';
import { planIdentity } from './plan-hash.js';
import { lastRunInStore, laterOf, rowsInStore } from './record-run.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { type EarlierRows, requireNotShrunk, rowsOfLastRun } from './shrink-guard.js';

/** One campaign of a run, in numbers. */
export interface CampaignSummary {
  readonly id: string;
  readonly controller: string;
  readonly kind: string;
  readonly channel: string;
  readonly audience: string;
  readonly targeted: boolean;
  readonly counts: ListCounts;
  /** Why the campaign is refused whole; empty where it goes out. */
  readonly refused: readonly ListRefusal[];
  /** Members whose data the audience may read; absent where the policy guards nothing of what it reads. */
  readonly readable?: number;
  /** Who came and left since the store last kept who is in the audience; absent where it never did. */
  readonly moves?: { readonly entered: number; readonly left: number };
  /** What becomes of its proof recipients, who count nowhere else; absent for a campaign that names none. */
  readonly proof?: ProofCounts;
  /** What changes in the audience that the list becomes; absent for a campaign without one. */
  readonly listing?: AudiencePlace & ListingChangeCounts;
}

/** What a run would do, or did. No personal data. */
export interface RunSummary {
  readonly runId: string;
  readonly asOf: string;
  readonly forSending: boolean;
  readonly policy: {
    readonly id: string;
    readonly version: string;
    /** Settings that differ from the preset; `dangerously…` for what loosens it. */
    readonly changed: readonly string[];
  };
  readonly engine: { readonly id: string; readonly version: string };
  readonly campaigns: readonly CampaignSummary[];
  readonly inputs: readonly SourceReport[];
  /** Identifiers that the engine had to look up one by one, summed by kind. */
  readonly lookUps: readonly LookUp[];
  /** Record kinds that no source declares: their rules had nothing to look at. */
  readonly notEvaluated: readonly EvaluatedKind[];
  /** Events that name a device only, and that no login gave to anybody. */
  readonly anonymousEvents: number;
  /** Where the audiences’ ranks divide the population. */
  readonly boundaries: readonly BoundaryReport[];
  /** Lists of ids that the audiences read. */
  readonly idLists: EngineRun['idLists'];
}

/** A run that was not made: what it would do, what it would stop for, and by what it is approved. */
export interface PlannedRun extends RunSummary {
  /** SHA-256 of what the run rests on and comes to; `runProject` with it does exactly this, or stops. */
  readonly planHash: string;
  readonly files: readonly PlannedFile[];
  /** Guards that would stop the run. */
  readonly guards: readonly TrippedGuard[];
  /** Canaries that would stop it. */
  readonly canaries: readonly Issue[];
  /** Each campaign's last run for sending; a campaign that never ran is not among them. */
  readonly changes: readonly CampaignChange[];
  /** Rows of each source in the last run for sending. */
  readonly earlierInputs: readonly EarlierInput[];
  readonly figures: RunFigures;
  readonly remarks: readonly LintNote[];
  readonly ages: readonly SourceAge[];
}

/**
 * Everything a run does but writing and the self-audit: nothing leaves memory.
 *
 * @throws {ClearlistError} whatever stops a run before anything is decided.
 */
export async function planProject(project: Project, engine: Engine, options: RunOptions): Promise<PlannedRun> {
  const asked = runDefinition(project, options);
  const head = await storeHead(project);
  const run = await engine.run(asked);
  const held = await withHeld(project, asked, run);
  const { definition } = held;
  const earlier = await earlierRows(project, definition);
  requireNotShrunk(project, run.inputs, earlier);
  engine.onProgress?.(stages.figures);
  const checks = releaseChecks(project, definition, run);
  const guards = await guardsOf(definition, run, checks);
  const figures = await run.figures();
  requireGoing(engine.signal);
  const listings = await listingChanges(engine, held, run);
  const { runId } = runIdentity(definition, run.inputs);
  return {
    ...summarise(definition, run, {
      listings,
      moves: await audienceMoves(project, definition, run),
    }),
    planHash: planIdentity(definition, run, { rules: checks.rules, guards, head }).plan,
    files: await plannedFiles(
      project,
      run,
      listings.map((change) => listingToPublish(change, runId, !definition.replay)),
    ),
    guards,
    canaries: await failingCanaries(definition, run, checks.rules),
    changes: definition.replay ? [] : await changesSince(definition, checks.lastRun),
    earlierInputs: earlierInputs(earlier),
    figures,
    remarks: audienceRemarks(definition, project),
    ages: sourceAges(project, figures.quality),
  };
}

/** Rows of each source in the last run, by the manifests, and where its lists are gone, by the store. */
export async function earlierRows({ output, store }: Project, { asOf }: RunDefinition): Promise<EarlierRows> {
  const written = await rowsOfLastRun(output, asOf);
  return written.size > 0 || store === undefined ? written : rowsInStore(store, asOf);
}

/** What a project demands of a run, and the last run in its output folder or its store. */
export function releaseChecks(
  project: Project,
  definition: RunDefinition,
  run: EngineRun,
): ReleaseChecks & { readonly lastRun: EarlierRun } {
  const { runId } = runIdentity(definition, run.inputs);
  const written = lastRunIn(project.output, definition.asOf, runId);
  const { release: rules, store } = project;
  if (store === undefined) return { rules, lastRun: written };
  return { rules, lastRun: laterOf(written, lastRunInStore(store, definition.asOf, runId)) };
}

export function summarise(
  definition: RunDefinition,
  run: EngineRun,
  {
    listings = [],
    moves = [],
  }: { readonly listings?: readonly ListingChange[]; readonly moves?: readonly AudienceMove[] } = {},
): RunSummary {
  const { policy } = definition;
  const { runId, asOf } = runIdentity(definition, run.inputs);
  return {
    runId,
    asOf,
    forSending: !definition.replay,
    policy: { id: policy.id, version: policy.version, changed: policy.changed ?? [] },
    engine: run.engine,
    campaigns: definition.campaigns.map((campaign, i) => {
      const { id, controller, kind, channel, audience, targeted } = campaign;
      const list = run.lists[i] as EngineRun['lists'][number];
      const { counts, refusals } = list;
      const proof = proofCounts(list);
      const change = listings.find((one) => one.campaign.id === id);
      const moved = moves.find((one) => one.campaign === id);
      const readable = readableMembers(campaign, counts);
      const own = {
        ...{ id, controller, kind, channel, audience: audience.id, targeted, counts },
        ...(readable === undefined ? {} : { readable }),
        ...(moved === undefined ? {} : { moves: { entered: moved.entered, left: moved.left } }),
      };
      return change === undefined
        ? { ...own, refused: refusals, ...(proof === undefined ? {} : { proof }) }
        : { ...own, refused: change.refused, listing: { ...placeOf(change.campaign), ...change.counts } };
    }),
    inputs: run.inputs,
    anonymousEvents: run.anonymousEvents,
    boundaries: boundaryReports(
      definition.campaigns.map(({ audience }) => audience),
      run.boundaries,
    ),
    idLists: run.idLists,
    lookUps: byKind(run.lookUps),
    notEvaluated: evaluatedKinds.filter((kind) => !run.declared.includes(kind)),
  };
}

/** A run reads identifiers once for each country by which phone numbers without one are read. */
function byKind(lookUps: readonly LookUp[]): readonly LookUp[] {
  const sums = new Map<string, LookUp>();
  for (const { kind, lookedUp, rows } of lookUps) {
    const before = sums.get(kind) ?? { kind, lookedUp: 0, rows: 0 };
    sums.set(kind, { kind, lookedUp: before.lookedUp + lookedUp, rows: before.rows + rows });
  }
  return [...sums.values()];
}
