import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';

/**
 * What the profiles merged into a person say about states: a merge never hides one.
 *
 * Everything else about a person comes from the profile that remains, so that two profiles that disagree about a
 * name or a country need no judge.
 */

/** Columns of the profile relation that are states; true for one profile is true for the person. */
export const stateColumns = ['deceased', 'protected_identity', 'control_group', 'unreadable'] as const;

/** `(person_id, …stateColumns, birth_date)`: any state of a profile merged away, and their latest birth date. */
export function mergedStates(plan: PlanBuilder, profile: Sql, merged: Sql): Sql {
  const states = stateColumns.map(
    (column) => sql`max(case when ${name('p', column)} then 1 else 0 end) = 1 as ${name(column)}`,
  );
  return plan.table(
    'merged_state',
    sql`select m.person_id, ${join(states, ', ')}, max(p.birth_date) as birth_date from ${merged} as m join ${profile} as p on p.id = m.profile_id group by m.person_id`,
  );
}
