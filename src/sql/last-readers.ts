import { namesOf, type Sql } from './fragment.js';
import type { Step } from './plan.js';

/**
 * The tables that nobody reads any more once a step is done, by the place of that step.
 *
 * A view is worked out by whoever reads it, so that whoever reads a view reads what it rests on. Names are all that is
 * looked at: a column of a table's name keeps that table for longer than it is needed, never for less.
 *
 * @param later What is asked once the plan is done; what it reads is never named here.
 */
export function lastReaders(steps: readonly Step[], later: readonly Sql[]): ReadonlyMap<number, readonly string[]> {
  const restsOn = new Map<string, ReadonlySet<string>>();
  const last = new Map<string, number>();
  const read = (query: Sql): ReadonlySet<string> => tablesOf(query, restsOn);
  for (const [place, step] of steps.entries()) {
    const tables = new Set(queriesOf(step).flatMap((query) => [...read(query)]));
    for (const table of tables) last.set(table, place);
    const isView = step.do === 'create' && step.as === 'view';
    restsOn.set(step.table, isView ? tables : new Set([step.table]));
    if (!isView) last.set(step.table, place);
  }
  for (const query of later) for (const table of read(query)) last.delete(table);
  const going = new Map<number, string[]>();
  for (const [table, place] of last) {
    const same = going.get(place);
    if (same === undefined) going.set(place, [table]);
    else same.push(table);
  }
  return going;
}

/** The tables a query reads, itself or through views. */
function tablesOf(query: Sql, restsOn: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const tables = new Set<string>();
  for (const name of namesOf(query)) for (const table of restsOn.get(name) ?? []) tables.add(table);
  return tables;
}

/** What a step reads. */
export function queriesOf(step: Step): readonly Sql[] {
  if (step.do === 'create') return [step.query];
  if (step.do === 'look_up') return step.share === undefined ? [step.input] : [step.input, step.share.of];
  return [];
}
