import type { Engine } from '../campaign/engine.js';
import type { Manifest } from '../export/manifest.js';
import { publishRun } from '../export/publish-run.js';
import type { Project } from '../project/load-project.js';
import { type RunSummary, summarise } from './plan-project.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { clearlistVersion } from './version.js';

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
export async function runProject(project: Project, engine: Engine, options: RunOptions): Promise<PublishedSummary> {
  const definition = runDefinition(project, options);
  const run = await engine.run(definition);
  engine.onProgress?.('writing lists');
  const published = await publishRun({ output: project.output, definition, run, version: clearlistVersion() });
  return { ...summarise(definition, run), ...published };
}
