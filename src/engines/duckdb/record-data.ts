import type { RunDefinition } from '../../campaign/engine.js';
import { placeOf } from '../../model/record-kind.js';
import type { Records } from '../../model/records.js';
import type { PlanBuilder } from '../../sql/plan.js';
import type { DuckDbData } from './duckdb-engine.js';
import { recordRelations } from './record-relations.js';

/** Records in memory, decided by DuckDB. */
export const recordData = (records: Records): DuckDbData => ({
  prepare: async (_, plan: PlanBuilder, run: RunDefinition) => recordRelations(plan, records, run),
  bytes: () => RECORD_BYTES * Object.values(records).reduce((count, { length }) => count + length, 0),
  asked: () => [],
  finish: async () => [],
  unchanged: async () => undefined,
  close: () => undefined,
  place: async (source, row) => placeOf({ ref: { source, row } }),
});

/** What one comes to in a file, about. */
const RECORD_BYTES = 200;
