import type { DigestKeys } from '../model/digest-keys.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { HeldKind } from './identifier.js';
import { joinPostal } from './postal-sql.js';
import { heldDigests } from './tombstones.js';

/** Rows of refusal registers, and the keys of entries that are keyed hashes. */
export interface RegisterSources {
  readonly registers: Sql;
  readonly keys: DigestKeys;
}

/** What an entry of a register can be a keyed hash of. */
export const registeredKinds: readonly HeldKind[] = ['phone', 'postal'];

interface Written {
  readonly postal: Sql;
  readonly holders: Sql;
  readonly country: (own: Sql) => Sql;
  /** The number of a row `r`, and the join that it needs. */
  readonly phone: { readonly key: Sql; readonly join: Sql };
}

/** Registers with the columns by which refusals and answers reach people. */
export function registerSubjects(
  plan: PlanBuilder,
  { registers, keys }: RegisterSources,
  { postal, holders, country, phone }: Written,
): Sql {
  const digests = heldDigests(plan, keys, holders, registeredKinds);
  const hashed = (kind: string): Sql => sql`case when d.kind = ${kind} then d.refusal_key end`;
  return plan.table(
    'register_subject',
    sql`select r.*, coalesce(${phone.key}, ${hashed('phone')}) as phone_key, o.key as postal_key, coalesce(o.refusal_key, ${hashed('postal')}) as postal_refusal_key,
      (r.phone is not null or r.address is not null or r.digest is not null) as addressed
      from ${registers} as r${phone.join}${joinPostal(postal, 'r', country)} left join ${digests} as d on d.key_id = ${name('r', 'key_id')} and d.digest = ${name('r', 'digest')}`,
  );
}
