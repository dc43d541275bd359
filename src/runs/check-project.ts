import type { Engine } from '../campaign/engine.js';
import { type EvaluatedKind, evaluatedKinds } from '../model/record-kinds.js';
import type { SourceReport } from '../model/source-report.js';
import type { Project } from '../project/load-project.js';
import { type LintNote, lintSegment } from '../segments/lint.js';
import { describeSegment } from '../segments/segment.js';
import { runDefinition } from './run-definition.js';

/** What was found good. What is not good is thrown. */
export interface ProjectCheck {
  readonly sources: readonly SourceReport[];
  readonly segments: readonly { readonly id: string; readonly says: string; readonly lint: readonly LintNote[] }[];
  readonly campaigns: readonly string[];
  readonly notEvaluated: readonly EvaluatedKind[];
}

/** The as-of of a check: it reads every row and decides nothing that anybody sees. */
const ANY_TIME = '2000-01-01T00:00:00Z';

/**
 * Reads every source of a project and compiles every definition; writes nothing.
 *
 * @throws {ClearlistError} the first thing that would stop a run.
 */
export async function checkProject(project: Project, engine: Engine): Promise<ProjectCheck> {
  const definition = runDefinition(project, { asOf: ANY_TIME });
  const run = await engine.run(definition);
  return {
    sources: run.inputs,
    segments: Object.values(project.segments).map((segment) => ({
      id: segment.id,
      says: describeSegment(segment),
      lint: lintSegment(segment, project),
    })),
    campaigns: project.campaigns.map(({ id }) => id),
    notEvaluated: evaluatedKinds.filter((kind) => !run.declared.includes(kind)),
  };
}
