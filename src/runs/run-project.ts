import { allDone } from '../campaign/all-done.js';
import type { Engine, RunDefinition } from '../campaign/engine.js';
import { auditPlanOf, checkRelease, guardsOf } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { stages } from '../campaign/stages.js';
import { ClearlistError, requireGoing } from '../errors.js';
import type { Manifest } from '../export/manifest.js';
import { type ManifestFigures, manifestFigures } from '../export/manifest-figures.js';
import { publishRun } from '../export/publish-run.js';
import type { Project } from '../project/load-project.js';
import { discreetSentence } from '../segments/discreet-sentence.js';
import { type ApprovedPlan, requireApprovable, requireApproved, storeHead } from './approve-plan.js';
import { audienceMoves } from './audience-moves.js';
import { earlierRuns } from './earlier-runs.js';
import { withHeld } from './listings/held-before.js';
import { listingChanges } from './listings/listing-changes.js';
import { recordChanges, requireLedger } from './listings/record-changes.js';
import { listingToPublish } from './listings/to-publish.js';
import { plannedFiles, requireFilled } from './plan-details.js';
import { planIdentity } from './plan-hash.js';
import { earlierRows, type RunSummary, releaseChecks, summarise } from './plan-project.js';
import { recordRun } from './record-run.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { loadPage, runPage } from './run-page.js';
import { requireNotShrunk } from './shrink-guard.js';
import { clearlistVersion } from './version.js';

/** How a run for sending is made, beside what every run is asked. */
export interface SendingOptions extends RunOptions {
  /** Why a guard that trips is overridden; recorded in the manifest. */
  readonly overrideGuard?: string;
  /** Do exactly this plan, or stop; needs the as-of of the plan. */
  readonly approved?: ApprovedPlan;
  /** Stop where a list would be empty. */
  readonly failIfEmpty?: boolean;
  /** Write `report.html` beside the lists. */
  readonly report?: boolean;
}

/** A run that was written. */
export interface PublishedSummary extends RunSummary {
  /** Folder of the lists and their manifest. */
  readonly folder: string;
  /** The same run had been written before; nothing was changed. */
  readonly alreadyThere: boolean;
  readonly manifest: Manifest;
}

/**
 * Builds, suppresses and writes: every campaign's list and one manifest, all of them or none.
 *
 * @throws {ClearlistError} whatever is wrong with data, definitions or the output folder; no list is left behind then.
 */
export async function runProject(project: Project, engine: Engine, options: SendingOptions): Promise<PublishedSummary> {
  const asked = { ...runDefinition(project, options), audit: auditPlanOf(project.release) };
  requireLedger(project, asked);
  const { approved } = options;
  if (approved !== undefined) requireApprovable(project, approved);
  const head = await storeHead(project);
  // Loaded while an engine works: nothing else is done here in that time.
  const [run] = await allDone([engine.run(asked), options.report === true ? loadPage() : Promise.resolve()]);
  const held = await withHeld(project, asked, run);
  const { definition } = held;
  requireNotShrunk(project, run.inputs, await earlierRows(project, definition));
  if (options.failIfEmpty === true) requireFilled(await plannedFiles(project, run, []));
  engine.onProgress?.(stages.audit);
  const checks = releaseChecks(project, definition, run);
  // Nothing is decided by the figures, and nothing leaves by what recipients would hold: an engine works both out while the
  // reference decides again, and of what is not released nobody hears anything else.
  const [release, figures, changes] = await allDone([
    checkRelease(definition, run, { ...checks, override: options.overrideGuard }).finally(() =>
      engine.onProgress?.(stages.recipients),
    ),
    run.figures(),
    listingChanges(engine, held, run),
  ]);
  if (approved !== undefined && head !== undefined) {
    const guards = await guardsOf(definition, run, checks);
    await requireApproved(
      project,
      approved,
      planIdentity(definition, run, { rules: checks.rules, guards, head }),
      head,
    );
  }
  const moves = await audienceMoves(project, definition, run);
  const { runId } = runIdentity(definition, run.inputs);
  engine.onProgress?.(stages.lists);
  const version = clearlistVersion();
  const { validForHours } = project.release;
  const published = await publishRun({
    output: project.output,
    definition,
    run,
    release,
    validForHours,
    version,
    recipients: project.recipients,
    figures: manifestFigures(figures, sentencesOf(definition)),
    earlier: await earlierRuns(project, definition.asOf, runId),
    moves,
    ...(options.report === true ? { page: (manifest) => pageOf(engine, manifest) } : {}),
    listings: changes.map((change) => listingToPublish(change, runId, !definition.replay)),
    beforeVisible: async () => {
      // From here on it is done, whoever says stop: what is out has to be known.
      requireGoing(engine.signal);
      await recordChanges(project, runId, definition.replay ? [] : changes);
    },
  });
  // The lists are out: what fails from here on must not hide that, and running again makes up for it.
  if (project.store !== undefined) {
    await recordRun(project.store, definition, run, published.manifest).catch((error: unknown) => {
      throw unrecorded(error, published.folder);
    });
  }
  return { ...summarise(definition, run, { listings: changes, moves }), ...published };
}

function pageOf(engine: Engine, manifest: Manifest): Promise<string> {
  engine.onProgress?.(stages.report);
  return runPage(manifest);
}

/** The condition of each audience in words. */
const sentencesOf = ({ campaigns }: RunDefinition): ManifestFigures['audiences'] =>
  [...new Map(campaigns.map(({ audience }) => [audience.id, audience])).values()].map((audience) => ({
    segment: audience.id,
    says: discreetSentence(audience),
  }));

function unrecorded(error: unknown, folder: string): unknown {
  if (!(error instanceof ClearlistError)) return error;
  const message = `the lists are written, but the run could not be recorded in the store: ${error.message}`;
  return new ClearlistError(error.code, message, {
    at: error.at ?? folder,
    hint: `${error.hint} Then run again as of the same time: the lists stay as they are.`,
  });
}
