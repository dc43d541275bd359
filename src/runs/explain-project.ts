import type { Engine, PersonQuery } from '../campaign/engine.js';
import { type Explanation, explain } from '../campaign/explain.js';
import type { Project } from '../project/load-project.js';
import { type RunOptions, runDefinition } from './run-definition.js';

/**
 * Why one person is on a campaign's list, or why not. It follows the run it explains: for sending unless told to replay.
 *
 * @throws {ClearlistError} `person-unknown`, `person-ambiguous`, `unknown-name`.
 */
export async function explainProject(
  project: Project,
  engine: Engine,
  campaign: string,
  person: PersonQuery,
  options: Omit<RunOptions, 'only'>,
): Promise<Explanation> {
  const one = runDefinition(project, { ...options, only: [campaign] });
  return explain(one, engine, person, runDefinition(project, options));
}
