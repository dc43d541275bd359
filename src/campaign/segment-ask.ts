import type { SegmentAsk } from '../segments/condition.js';
import type { Aggregates } from '../sql/aggregates.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { SharedBehaviour } from './behaviour-relations.js';
import { countedRelation } from './counted-relation.js';
import type { SegmentRun } from './engine.js';
import type { Says } from './relations.js';
import type { Check } from './run-checks.js';
import { stages } from './stages.js';
import type { UniverseColumns } from './universe-columns.js';

/** What segments are answered from. */
export interface SegmentSources {
  readonly shared: SharedBehaviour;
  readonly profile: Sql;
  readonly says: Says;
  readonly checks: Check[];
}

/** Answers segments, from the plan's relations; what they ask for becomes columns of the universe. */
export function segmentAsk(
  plan: PlanBuilder,
  aggregates: Aggregates,
  columns: UniverseColumns,
  { shared, profile, says, checks }: SegmentSources,
  run: SegmentRun,
): SegmentAsk {
  return {
    plan,
    profiles: profile,
    asOf: run.asOf,
    zone: run.zone,
    attributes: run.attributes,
    ...(run.rates === undefined ? {} : { rates: run.rates }),
    relation: (kind, need) => shared[kind]?.rows(need),
    rows: (kind, need, extras) => {
      const rows = shared[kind];
      if (rows === undefined) return undefined;
      const sources = { rows, profile, says: (field: string) => says(kind, field) };
      return countedRelation(plan, kind, sources, { need, extras }, run);
    },
    passes: (kind, rows, test) => shared[kind]?.passes(rows, test) ?? false,
    isPerson: (id) => sql`${id} in (select id from ${profile})`,
    refuse: (check) => checks.push(check),
    aggregate: (ask) => columns.answer(aggregates.ask({ ...ask, by: ['person_id'], stage: stages.behaviour })),
    profile: (column) => columns.profile(column),
    folded: (column) => columns.folded(column),
    listed: (listName, list) => columns.listed(listName, list),
    shared: (key, compile) => columns.shared(key, compile),
    fitted: (key, of, query) => columns.fitted(key, of, query),
  };
}
