import { DAY, MINUTE } from '../model/instant.js';
import type { SegmentAsk } from '../segments/condition.js';
import { offsetTable } from '../segments/sequence-time.js';
import type { Aggregates } from '../sql/aggregates.js';
import { call, literal, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { SharedBehaviour } from './behaviour-relations.js';
import type { SegmentRun } from './engine.js';
import type { UniverseColumns } from './universe-columns.js';

/** Answers segments, from the plan's relations; what they ask for becomes columns of the universe. */
export function segmentAsk(
  plan: PlanBuilder,
  aggregates: Aggregates,
  columns: UniverseColumns,
  shared: SharedBehaviour,
  run: SegmentRun,
): SegmentAsk {
  const relation: SegmentAsk['relation'] = (kind, need) => shared[kind]?.rows(need);
  const withLocalDay: SegmentAsk['withLocalDay'] = (kind, need) => {
    const relation = shared[kind]?.rows(need);
    if (relation === undefined) return undefined;
    const day = call('floor_divide', sql`b.occurred_at + z.minutes * ${MINUTE}`, literal(DAY));
    return plan.view(
      `${kind}_day`,
      sql`select b.*, ${day} as local_day from ${relation} as b join ${offsetTable({ ...run, plan })} as z on b.occurred_at >= z.from_at and b.occurred_at < z.to_at`,
    );
  };
  return {
    plan,
    asOf: run.asOf,
    zone: run.zone,
    attributes: run.attributes,
    relation,
    withLocalDay,
    aggregate: (ask) => columns.answer(aggregates.ask({ ...ask, by: ['person_id'] })),
    profile: (column) => columns.profile(column),
    folded: (column) => columns.folded(column),
    listed: (listName, list) => columns.listed(listName, list),
    shared: (key, compile) => columns.shared(key, compile),
  };
}
