import type { SourceQuality } from '../campaign/data-quality.js';
import type { Engine } from '../campaign/engine.js';
import { type EvaluatedKind, evaluatedKinds } from '../model/record-kinds.js';
import type { SourceReport } from '../model/source-report.js';
import type { Project } from '../project/load-project.js';
import { type LintNote, lintSegment } from '../segments/lint.js';
import { describeSegment } from '../segments/segment.js';
import { type RunOptions, runDefinition } from './run-definition.js';
import { requireNotShrunk, rowsOfLastRun } from './shrink-guard.js';

/** What was found good. What is not good is thrown. */
export interface ProjectCheck {
  readonly quality: readonly SourceQuality[];
  readonly sources: readonly SourceReport[];
  readonly segments: readonly { readonly id: string; readonly says: string; readonly lint: readonly LintNote[] }[];
  readonly campaigns: readonly string[];
  readonly notEvaluated: readonly EvaluatedKind[];
}

/**
 * Reads every source of a project and compiles every definition; writes nothing.
 *
 * @param asOf Against which the age of sources is held.
 * @throws {ClearlistError} the first thing that would stop a run.
 */
export async function checkProject(
  project: Project,
  engine: Engine,
  { asOf }: Pick<RunOptions, 'asOf'>,
): Promise<ProjectCheck> {
  const definition = runDefinition(project, { asOf });
  const run = await engine.run(definition);
  requireNotShrunk(project, run.inputs, await rowsOfLastRun(project.output, definition.asOf));
  return {
    sources: run.inputs,
    quality: await engine.quality(definition),
    segments: Object.values(project.segments).map((segment) => ({
      id: segment.id,
      says: describeSegment(segment),
      lint: lintSegment(segment, project),
    })),
    campaigns: project.campaigns.map(({ id }) => id),
    notEvaluated: evaluatedKinds.filter((kind) => !run.declared.includes(kind)),
  };
}
