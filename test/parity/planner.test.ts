import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BehaviourRelations, ofEveryKind, type SharedBehaviour } from '../../src/campaign/behaviour-relations.js';
import { memberships, universeOf, universeQuery } from '../../src/campaign/universe.js';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { recordRelations } from '../../src/engines/duckdb/record-relations.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { readRecords } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Sql } from '../../src/sql/fragment.js';
import { PlanBuilder } from '../../src/sql/plan.js';
import { cases } from '../setup/drawn-cases.js';
import { condition, NAMED } from './condition-arbitraries.js';
import { runDefinition } from './run-both.js';
import { segmentLedger } from './segment-world.js';
import { segmentsBoth } from './segments-both.js';

/**
 * The planner changes how much is read and never what is said: conditions compiled together, with shared scans, rows
 * pruned by the widest window and narrowed to what is asked for, have the members of the same conditions compiled one
 * by one over all rows. `segmentsBoth` plans; the other way is here, and nowhere else.
 */

const RUNS = cases(3);

const all = (relation: Sql | undefined) =>
  relation && { isCounted: false, rows: () => relation, passes: () => false, settle: () => {}, from: undefined };
const unshared = (_: PlanBuilder, relations: BehaviourRelations): SharedBehaviour =>
  ofEveryKind((kind) => all(relations[kind]));

async function alone(input: Parameters<typeof readRecords>[0], node: Condition): Promise<readonly string[]> {
  const run = runDefinition([]);
  const session = await Session.open({ threads: 1 });
  try {
    const plan = new PlanBuilder();
    const records = readRecords(input, { ...run.words, attributes: run.attributes });
    const universe = universeOf(plan, recordRelations(plan, records, run), run, unshared);
    const asked = memberships(universe, [{ id: 's', condition: node, uses: NAMED }]);
    const query = universeQuery(universe, asked);
    await executePlan(session, plan.steps, { later: [query] });
    const rows = await session.rows(query);
    return rows.filter((row) => row.segment_1 === true).map((row) => String(row.person_id));
  } finally {
    session.close();
  }
}

test(`conditions planned together are what each is alone, over all rows (${RUNS} ledgers)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      segmentLedger,
      fc.array(condition, { minLength: 1, maxLength: 12, size: 'max' }),
      fc.boolean(),
      async (records, conditions, isPacked) => {
        const planned = await segmentsBoth(records, conditions, { isPacked });
        for (const { condition: node, duckdb } of planned.filter((one) => conditions.includes(one.condition))) {
          expect([...(await alone(records, node))].sort(), JSON.stringify(node)).toEqual([...duckdb].sort());
        }
      },
    ),
    { numRuns: RUNS },
  );
}, 600_000);
