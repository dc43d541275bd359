import isUndefined from 'lodash-es/isUndefined.js';
import omitBy from 'lodash-es/omitBy.js';
import type { Engine, RunDefinition } from '../campaign/engine.js';
import { wallClock } from '../campaign/wall-clock.js';
import { DuckDbEngine } from '../engines/duckdb/duckdb-engine.js';
import { withKept } from '../engines/duckdb/kept-data.js';
import { recordData } from '../engines/duckdb/record-data.js';
import type { SessionOptions } from '../engines/duckdb/session.js';
import { sourceData } from '../engines/duckdb/source-data.js';
import { type MemoryData, MemoryEngine } from '../engines/memory/memory-engine.js';
import { requireGoing } from '../errors.js';
import { ALWAYS, type Instant } from '../model/instant.js';
import { type AttributeSchema, type Records, type RecordsInput, readRecords } from '../model/records.js';
import type { SourceReport } from '../model/source-report.js';
import type { Project } from '../project/load-project.js';
import { requireFresh } from '../sources/freshness.js';
import { openSource } from '../sources/open-source.js';
import { PrivateFolder } from '../sources/private-folder.js';
import { readSource } from '../sources/read-source.js';
import { RowCopies, type RowsBySource } from '../sources/row-copies.js';
import { SpillFolder } from '../sources/spill.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import { cacheOf } from './project-cache.js';
import { keptByProject } from './project-store.js';

/** Which engine, and how much of the machine it may use. */
export interface EngineOptions extends SessionOptions {
  /** `duckdb` is the embedded default; `memory` is the reference, for CSV sources that fit into memory. */
  readonly engine?: 'duckdb' | 'memory';
  /** For sources of format `rows`: what they hold, by the name of the source. Each is gone through once. */
  readonly rows?: RowsBySource;
  /** `false` reads nothing from the project's cache and writes nothing to it. */
  readonly cache?: boolean;
  /** Called where the cache was not what it should be: one line without data. */
  readonly onNotice?: (text: string) => void;
}

/** The engine of a project, over its sources, by the options first and the project file then. Close it when the lists have been read. */
export function openEngine(project: Project, options: EngineOptions = {}): Engine {
  const { use, ...settings } = project.engine;
  const { engine = use ?? 'duckdb', rows = {}, cache = true, onNotice, ...session } = options;
  return engine === 'memory'
    ? new MemoryEngine((run) => readProject(project, run, rows, options.signal), options.signal)
    : new DuckDbEngine(
        withKept(sourceData({ ...project, rows }), () => keptByProject(project)),
        { ...omitBy(settings, isUndefined), ...session, ...(cache ? cacheOf(project, onNotice) : {}) },
      );
}

/** DuckDB over records in memory, for `clearAudience({ engine })`. */
export function duckdb(
  options: SessionOptions & {
    readonly records: RecordsInput;
    readonly policy: Policy;
    readonly attributes?: AttributeSchema;
  },
): Engine {
  const { records, policy, attributes = {}, ...session } = options;
  return new DuckDbEngine(recordData(readRecords(records, { ...policyWords(policy), attributes })), session);
}

async function readProject(
  project: Project,
  run: RunDefinition,
  rows: RowsBySource,
  signal: AbortSignal | undefined,
): Promise<MemoryData> {
  // In memory nothing may have to be put aside; what a killed process left goes all the same.
  await PrivateFolder.sweep();
  const spill = new SpillFolder();
  try {
    return await readSources(project, run, { spill, copies: new RowCopies(rows, spill), signal });
  } finally {
    spill.remove();
  }
}

async function readSources(
  project: Project,
  run: RunDefinition,
  {
    signal,
    ...kept
  }: { readonly spill: SpillFolder; readonly copies: RowCopies; readonly signal: AbortSignal | undefined },
): Promise<MemoryData> {
  const kinds: Record<string, object[]> = {};
  const inputs: SourceReport[] = [];
  for (const [name, binding] of Object.entries(project.sources)) {
    const parts = await openSource(name, binding, {
      folder: project.folder,
      attributes: run.attributes,
      words: run.words,
      ...kept,
      asOf: run.asOf,
    });
    const clock = binding.zone === undefined ? {} : { wallClock: wallClock(binding.zone) };
    let newest: Instant | undefined;
    for (const part of parts) {
      const { records, report } = await readSource(part, clock);
      requireGoing(signal);
      // One record after the other: there can be more of them than a call has arguments.
      const known = kinds[part.binding.kind] ?? [];
      for (const record of records) known.push(record);
      kinds[part.binding.kind] = known;
      inputs.push(report);
      newest = newestOf(records, run.asOf, newest);
    }
    requireFresh(name, 'records', { freshness: binding.freshness, newest, asOf: run.asOf });
  }
  for (const { kind, report, read } of await keptByProject(project)) {
    const records: object[] = [...(kinds[kind] ?? [])];
    for await (const batch of read(run.words)) records.push(...batch);
    kinds[kind] = records;
    inputs.push(report);
  }
  return { records: kinds as unknown as Records, inputs };
}

/** The latest time at or before as-of. */
function newestOf(records: readonly object[], asOf: Instant, before: Instant | undefined): Instant | undefined {
  let newest = before;
  for (const { occurredAt } of records as readonly { occurredAt?: Instant }[]) {
    if (occurredAt !== undefined && occurredAt <= asOf && occurredAt > (newest ?? ALWAYS)) newest = occurredAt;
  }
  return newest;
}
