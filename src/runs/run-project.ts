import type { Engine, RunDefinition } from '../campaign/engine.js';
import { auditPlanOf, checkRelease } from '../campaign/release/release.js';
import { ClearlistError } from '../errors.js';
import type { Manifest } from '../export/manifest.js';
import { publishRun } from '../export/publish-run.js';
import type { Project } from '../project/load-project.js';
import { type RunSummary, releaseChecks, summarise } from './plan-project.js';
import { recordRun, rowsInStore } from './record-run.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { type EarlierRows, requireNotShrunk, rowsOfLastRun } from './shrink-guard.js';
import { clearlistVersion } from './version.js';

export interface SendingOptions extends RunOptions {
  /** Why a guard that trips is overridden; recorded in the manifest. */
  readonly overrideGuard?: string;
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
  const definition = { ...runDefinition(project, options), audit: auditPlanOf(project.release) };
  const run = await engine.run(definition);
  requireNotShrunk(project, run.inputs, await earlierRows(project, definition));
  engine.onProgress?.('checks before release');
  const release = await checkRelease(definition, run, {
    ...releaseChecks(project, definition, run),
    override: options.overrideGuard,
  });
  engine.onProgress?.('writing lists');
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
  });
  // The lists are out: what fails from here on must not hide that, and running again makes up for it.
  if (project.store !== undefined) {
    await recordRun(project.store, definition, run, published.manifest).catch((error: unknown) => {
      throw unrecorded(error, published.folder);
    });
  }
  return { ...summarise(definition, run), ...published };
}

/** By the manifests, and where the lists of earlier runs are gone, by the store. */
async function earlierRows({ output, store }: Project, { asOf }: RunDefinition): Promise<EarlierRows> {
  const written = await rowsOfLastRun(output, asOf);
  return written.size > 0 || store === undefined ? written : rowsInStore(store, asOf);
}

function unrecorded(error: unknown, folder: string): unknown {
  if (!(error instanceof ClearlistError)) return error;
  const message = `the lists are written, but the run could not be recorded in the store: ${error.message}`;
  return new ClearlistError(error.code, message, {
    at: error.at ?? folder,
    hint: `${error.hint} Then run again as of the same time: the lists stay as they are.`,
  });
}
