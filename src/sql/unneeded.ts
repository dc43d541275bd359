import { type Sql, wordsOf } from './fragment.js';
import type { CreateStep, Step } from './plan.js';
import { queriesOf } from './step-reads.js';

/**
 * The tables and views of a plan that nobody needs, because what is made from them is there already, and what nobody has
 * to look up for them.
 *
 * Who fills or loads does so anyway, and a view of what is there stays. A word that is a table's name, whatever
 * else it means, makes that table needed.
 *
 * @param later What is asked once the plan is done.
 * @param isThere Asked once, of each table that somebody needs; one that is there needs nothing else.
 */
export async function unneeded(
  steps: readonly Step[],
  later: readonly Sql[],
  isThere: (step: CreateStep) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const needed = new Set(later.flatMap((query) => [...wordsOf(query)]));
  const missing = new Set<string>();
  for (const step of [...steps].reverse()) {
    if ((step.do === 'create' || step.do === 'look_up') && !needed.has(step.table)) missing.add(step.table);
    else if (step.do !== 'create' || !(await isThere(step)))
      for (const query of queriesOf(step)) for (const name of wordsOf(query)) needed.add(name);
  }
  for (const step of steps) {
    if (step.do !== 'create' || step.as !== 'view' || !missing.has(step.table)) continue;
    if (![...wordsOf(step.query)].some((word) => missing.has(word))) missing.delete(step.table);
  }
  return missing;
}
