import type { Engine } from '../campaign/engine.js';
import { runIdentity } from '../campaign/run-id.js';
import { ClearlistError } from '../errors.js';
import { formatInstant } from '../model/instant.js';
import type { Project } from '../project/load-project.js';
import { type RunOptions, runDefinition } from './run-definition.js';

/** What an engine would run, in order, as text. No key and no id of a list stands in it. */
export interface PlannedSql {
  readonly dialect: string;
  readonly asOf: string;
  readonly definitionsHash: string;
  readonly statements: readonly string[];
}

/**
 * The SQL of a run. Sources are opened to know their columns; nothing is decided.
 *
 * @throws {ClearlistError} `engine-unsupported` for an engine that speaks no SQL; whatever opening sources throws.
 */
export async function planSql(project: Project, engine: Engine, options: RunOptions): Promise<PlannedSql> {
  const definition = runDefinition(project, options);
  if (engine.sql === undefined) {
    throw new ClearlistError('engine-unsupported', `the engine "${engine.id}" speaks no SQL`, {
      at: '--engine',
      hint: 'Plan on duckdb.',
    });
  }
  return {
    dialect: engine.id,
    asOf: formatInstant(definition.asOf),
    definitionsHash: runIdentity(definition, []).definitionsHash,
    statements: await engine.sql(definition),
  };
}
