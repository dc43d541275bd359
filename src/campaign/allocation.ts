import { compareUtf8 } from '../model/text.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { PersonDecision } from './person-decision.js';

/**
 * Allocation: which cleared persons a list holds. It comes after every decision, and its law is listed ⊆ cleared.
 *
 * Of several persons with the same address one is listed, the one with the lowest id in byte order; the others are
 * duplicates. A person without an address is nobody's duplicate.
 */
export function listed(cleared: readonly PersonDecision[]): readonly PersonDecision[] {
  const first = new Map<string, string>();
  for (const { personId, address } of cleared) {
    if (address === undefined) continue;
    const other = first.get(address);
    if (other === undefined || compareUtf8(personId, other) < 0) first.set(address, personId);
  }
  return cleared.filter(({ personId, address }) => address === undefined || first.get(address) === personId);
}

/** The same over decisions `(person_id, address, …)`, as a boolean `listed`; `cleared` is a condition on `c`. */
export function listedSql(decisions: Sql, cleared: Sql): Sql {
  const first = sql`min(case when ${cleared} then c.person_id end) over (partition by c.address)`;
  return sql`select c.*, (${cleared} and (c.address is null or c.person_id = ${first})) as listed from ${decisions} as c`;
}
