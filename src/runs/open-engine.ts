import type { Engine, RunDefinition, SourceReport } from '../campaign/engine.js';
import { wallClock } from '../campaign/zone-tables.js';
import { DuckDbEngine } from '../engines/duckdb/duckdb-engine.js';
import { recordData } from '../engines/duckdb/record-data.js';
import type { SessionOptions } from '../engines/duckdb/session.js';
import { sourceData } from '../engines/duckdb/source-data.js';
import { MemoryEngine, type MemoryData } from '../engines/memory/memory-engine.js';
import { ClearlistError } from '../errors.js';
import { type AttributeSchema, type Records, type RecordsInput, readRecords } from '../model/records.js';
import type { Project } from '../project/load-project.js';
import { openSource } from '../sources2/open-source.js';
import { readSource } from '../sources2/read-source.js';
import { type Policy, policyWords } from '../suppression/policy.js';

export interface EngineOptions extends SessionOptions {
  /** `duckdb` is the embedded default; `memory` is the reference, for CSV sources that fit into memory. */
  readonly engine?: 'duckdb' | 'memory';
}

/** The engine of a project, over its sources. Close it when the lists have been read. */
export function openEngine(project: Project, { engine = 'duckdb', ...session }: EngineOptions = {}): Engine {
  return engine === 'memory' ? new MemoryEngine((run) => readProject(project, run)) : new DuckDbEngine(sourceData(project), session);
}

/** DuckDB over records in memory, for `clearAudience({ engine })`. */
export function duckdb(options: SessionOptions & { readonly records: RecordsInput; readonly policy: Policy; readonly attributes?: AttributeSchema }): Engine {
  const { records, policy, attributes = {}, ...session } = options;
  return new DuckDbEngine(recordData(readRecords(records, { ...policyWords(policy), attributes })), session);
}

async function readProject(project: Project, run: RunDefinition): Promise<MemoryData> {
  const kinds: Record<string, object[]> = {};
  const inputs: SourceReport[] = [];
  for (const [name, binding] of Object.entries(project.sources)) {
    const source = await openSource(name, binding, project.folder, { attributes: run.attributes, words: run.words });
    if (source.format.type !== 'csv') {
      throw new ClearlistError('engine-unsupported', 'the memory engine reads CSV only', {
        at: `sources.${name}.format`,
        hint: 'Use the engine duckdb for Parquet files.',
      });
    }
    const { records, report } = await readSource(source, binding.zone === undefined ? undefined : wallClock(binding.zone));
    kinds[binding.kind] = [...(kinds[binding.kind] ?? []), ...records];
    inputs.push(report);
  }
  return { records: kinds as unknown as Records, inputs };
}
