import { type BoundaryReport, boundaryReports } from '../campaign/boundary-reports.js';
import type { ListCounts } from '../campaign/cleared-list.js';
import type { Engine, EngineRun, RunDefinition } from '../campaign/engine.js';
import type { TrippedGuard } from '../campaign/release/guards.js';
import { guardsOf, type ReleaseChecks } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { lastRunIn } from '../export/last-run.js';
import type { ListRefusal } from '../model/reasons.js';
import { type EvaluatedKind, evaluatedKinds } from '../model/record-kinds.js';
import type { SourceReport } from '../model/source-report.js';
import type { Project } from '../project/load-project.js';
import type { LookUp } from '../sql/plan.js';
import { lastRunInStore, laterOf } from './record-run.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { requireNotShrunk, rowsOfLastRun } from './shrink-guard.js';

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

/** Everything a run does but writing: nothing leaves memory. */
export async function planProject(project: Project, engine: Engine, options: RunOptions): Promise<PlannedRun> {
  const definition = runDefinition(project, options);
  const run = await engine.run(definition);
  requireNotShrunk(project, run.inputs, await rowsOfLastRun(project.output, definition.asOf));
  const guards = await guardsOf(definition, run, releaseChecks(project, definition, run));
  return { ...summarise(definition, run), guards };
}

/** A run that was not made, with what would stop it. */
export interface PlannedRun extends RunSummary {
  readonly guards: readonly TrippedGuard[];
}

/** What a project demands of a run, and the last run in its output folder or its store. */
export function releaseChecks(project: Project, definition: RunDefinition, run: EngineRun): ReleaseChecks {
  const { runId } = runIdentity(definition, run.inputs);
  const written = lastRunIn(project.output, definition.asOf, runId);
  const { release: rules, store } = project;
  if (store === undefined) return { rules, lastRun: written };
  return { rules, lastRun: laterOf(written, lastRunInStore(store, definition.asOf, runId)) };
}

export function summarise(definition: RunDefinition, run: EngineRun): RunSummary {
  const { policy } = definition;
  const { runId, asOf } = runIdentity(definition, run.inputs);
  return {
    runId,
    asOf,
    forSending: !definition.replay,
    policy: { id: policy.id, version: policy.version, changed: policy.changed ?? [] },
    engine: run.engine,
    campaigns: definition.campaigns.map(({ id, controller, kind, channel, audience, targeted }, i) => ({
      id,
      controller,
      kind,
      channel,
      audience: audience.id,
      targeted,
      counts: (run.lists[i] as EngineRun['lists'][number]).counts,
      refused: (run.lists[i] as EngineRun['lists'][number]).refusals,
    })),
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
