import { namesOf, type Sql } from './fragment.js';
import type { Step } from './plan.js';

/** What one step of a plan has to do with the others. */
export interface StepReads {
  /** The places of the steps that make what it names, each before its own: it can be done once they are. */
  readonly after: readonly number[];
  /** The tables that may not go before it is done: what it reads, itself or through views, and what it makes. */
  readonly holds: readonly string[];
}

/**
 * Who reads whom, of each step of a plan. A table that nobody holds any more goes.
 *
 * A view is worked out by whoever reads it, so that whoever reads a view reads what it rests on. Names are all that is
 * looked at: a column of a table's name makes a step wait for that table and keeps the table for longer than it is
 * needed, never for less.
 *
 * @param later What is asked once the plan is done; what it reads is held by nobody, and stays.
 */
export function stepReads(steps: readonly Step[], later: readonly Sql[]): readonly StepReads[] {
  const { reads, restsOn } = whoReadsWhom(steps);
  const asked = tablesRead(later, restsOn);
  return reads.map(({ after, holds }) => ({ after, holds: holds.filter((table) => !asked.has(table)) }));
}

/** The tables of a plan that these queries read, and none of those that are asked later. */
export function readForTheLastTime(
  steps: readonly Step[],
  done: readonly Sql[],
  later: readonly Sql[],
): readonly string[] {
  const { restsOn } = whoReadsWhom(steps);
  const asked = tablesRead(later, restsOn);
  return [...tablesRead(done, restsOn)].filter((table) => !asked.has(table));
}

type RestsOn = ReadonlyMap<string, ReadonlySet<string>>;

function whoReadsWhom(steps: readonly Step[]): { readonly reads: readonly StepReads[]; readonly restsOn: RestsOn } {
  const made = new Map<string, number>();
  const restsOn = new Map<string, ReadonlySet<string>>();
  const reads = steps.map((step, place) => {
    const queries = queriesOf(step);
    const names = new Set(queries.flatMap((query) => [...namesOf(query)]));
    const after = [...names].flatMap((name) => made.get(name) ?? []);
    const tables = tablesOf(names, restsOn);
    const isView = step.do === 'create' && step.as === 'view';
    made.set(step.table, place);
    restsOn.set(step.table, isView ? tables : new Set([step.table]));
    return { after, holds: isView ? [...tables] : [...tables, step.table] };
  });
  return { reads, restsOn };
}

const tablesRead = (queries: readonly Sql[], restsOn: RestsOn): ReadonlySet<string> =>
  new Set(queries.flatMap((query) => [...tablesOf(namesOf(query), restsOn)]));

/** The tables that are read under these names, themselves or through views. */
function tablesOf(names: ReadonlySet<string>, restsOn: RestsOn): ReadonlySet<string> {
  const tables = new Set<string>();
  for (const name of names) for (const table of restsOn.get(name) ?? []) tables.add(table);
  return tables;
}

/** What a step reads. */
export function queriesOf(step: Step): readonly Sql[] {
  if (step.do === 'create') return [step.query];
  if (step.do === 'look_up') return step.share === undefined ? [step.input] : [step.input, step.share.of];
  return [];
}
