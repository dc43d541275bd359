import type { RunDefinition, SegmentRun } from '../../src/campaign/engine.js';
import { populationOf } from '../../src/campaign/reference-run.js';
import { compileSegments } from '../../src/campaign/universe.js';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { recordRelations } from '../../src/engines/duckdb/record-relations.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { type Records, type RecordsInput, readRecords } from '../../src/model/records.js';
import { compareUtf8 } from '../../src/model/text.js';
import { type Condition, conditionKinds } from '../../src/segments/condition-kinds.js';
import { evaluator } from '../../src/segments/evaluator.js';
import { fitBoundaries } from '../../src/segments/fit-boundaries.js';
import type { RateTable } from '../../src/segments/rates.js';
import { rowKindNames } from '../../src/segments/row-kinds.js';
import { PlanBuilder } from '../../src/sql/plan.js';
import { NAMED } from './condition-arbitraries.js';
import { runDefinition } from './run-both.js';

/** A condition, and who is in it by the reference and by DuckDB. */
export interface SaidOfCondition {
  readonly condition: Condition;
  readonly reference: readonly string[];
  readonly duckdb: readonly string[];
}

type SegmentOptions = {
  readonly zone?: string;
  readonly linkDevices?: boolean;
  readonly replay?: boolean;
  readonly rates?: RateTable;
  readonly knownAt?: string;
  /** Whether behaviour is taken for files that are dear to read. */
  readonly isPacked?: boolean;
};

/** Every condition and every condition inside one, each once; those made of others after their parts. */
export function everyCondition(conditions: readonly Condition[]): readonly Condition[] {
  const found = new Map<string, Condition>();
  const visit = (node: Condition): void => {
    const { parts } = conditionKinds[node.kind] as unknown as (typeof conditionKinds)['all'];
    for (const part of parts(node as never)) visit(part.node as Condition);
    found.set(JSON.stringify(node), node);
  };
  for (const node of conditions) visit(node);
  return [...found.values()];
}

/** What both faces say of every condition, at every depth, about one ledger. */
export function segmentsBoth(
  input: RecordsInput,
  conditions: readonly Condition[],
  options: SegmentOptions = {},
): Promise<readonly SaidOfCondition[]> {
  const run = runDefinition([], options);
  const records = readRecords(input, { ...run.words, attributes: run.attributes });
  return membersOfRecords(run, records, everyCondition(conditions), options);
}

/** The same of these conditions alone, about records that were read. */
export async function membersOfRecords(
  run: RunDefinition,
  records: Records,
  nodes: readonly Condition[],
  { isPacked = false }: Pick<SegmentOptions, 'isPacked'> = {},
): Promise<readonly SaidOfCondition[]> {
  const population = populationOf(run, records);
  const persons = population.persons(population.directory(undefined));
  const { evaluate } = evaluator(fitBoundaries(nodes, persons, { ...run, uses: NAMED }));
  const session = await Session.open({ threads: 1 });
  try {
    const plan = new PlanBuilder();
    const relations = {
      ...recordRelations(plan, records, run),
      ...(isPacked ? { packed: new Set(rowKindNames) } : {}),
    };
    const columns = await membersByColumn(session, plan, run, relations, nodes);
    return nodes.map((condition, i) => ({
      condition,
      reference: persons.filter((person) => evaluate(condition, person)).map(({ profile }) => profile.id),
      duckdb: columns[i] ?? [],
    }));
  } finally {
    session.close();
  }
}

async function membersByColumn(
  session: Session,
  plan: PlanBuilder,
  run: SegmentRun,
  relations: Parameters<typeof compileSegments>[1],
  nodes: readonly Condition[],
): Promise<readonly (readonly string[])[]> {
  const query = compileSegments(
    plan,
    relations,
    run,
    nodes.map((condition, i) => ({ id: `s${i}`, condition, uses: NAMED })),
  );
  await executePlan(session, plan.steps, { later: [query] });
  const rows = await session.rows(query);
  return nodes.map((_, i) => {
    const column = `segment_${i + 1}`;
    // A null would be neither in nor out.
    if (rows.some((row) => typeof row[column] !== 'boolean')) return ['a value that is neither true nor false'];
    return rows
      .filter((row) => row[column] === true)
      .map((row) => String(row.person_id))
      .sort(compareUtf8);
  });
}

/** The first condition on which both differ: its parts come before it, so that it is the smallest. */
export const disagreement = (said: readonly SaidOfCondition[]): SaidOfCondition | undefined =>
  said.find(({ reference, duckdb }) => JSON.stringify(reference) !== JSON.stringify(duckdb));
