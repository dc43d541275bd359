import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder, Row } from '../sql/plan.js';
import { canonicalPostal } from './identifier.js';

/**
 * Postal addresses in SQL: every distinct one goes once through the reference, since no engine can spell streets.
 */

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

/** Columns of whoever is written to: the parts of a postal address but the country. */
const PARTS = ['first_name', 'last_name', 'address', 'postal_code'] as const;

/** Rows of a relation that has {@link PARTS} and says anything of where somebody lives. */
const isWritten = sql`(address is not null or postal_code is not null)`;

/** A relation with {@link PARTS} and `country`, and the country for rows that name none. */
export interface WrittenPostal {
  readonly relation: Sql;
  readonly country: (own: Sql) => Sql;
}

/** `(first_name, last_name, address, postal_code, country, key, refusal_key)` of every distinct address. */
export function postalKeys(plan: PlanBuilder, written: readonly WrittenPostal[]): Sql {
  const parts = PARTS.map((column) => sql`coalesce(${name(column)}, '') as ${name(column)}`);
  const all = written.map(
    ({ relation, country }) =>
      sql`select ${join(parts, ', ')}, ${country(name('country'))} as country from ${relation} where ${isWritten}`,
  );
  return plan.lookUp('postal_residual', {
    columns: [...PARTS, 'country', 'key', 'refusal_key'].map(TEXT),
    input: sql`select distinct * from (${join(all, ' union all ')}) as w`,
    per: 'rows',
    compute: (rows) => rows.map(withKey),
    share: { kind: 'postal', of: sql`select count(*) as rows from (${join(all, ' union all ')}) as w` },
  });
}

function withKey(row: Row): Row {
  const [firstName = '', lastName = '', address = '', postalCode = '', country] = row.map((cell) =>
    cell === null ? undefined : String(cell),
  );
  const postal = canonicalPostal({ firstName, lastName, address, postalCode }, country);
  return [...row, postal?.key ?? null, postal?.refusalKey ?? null];
}

/** Joins {@link postalKeys} as `o` to a relation under an alias. */
export const joinPostal = (keys: Sql, alias: string, country: (own: Sql) => Sql): Sql => {
  const same = PARTS.map((column) => sql`o.${name(column)} = coalesce(${name(alias, column)}, '')`);
  return sql` left join ${keys} as o on ${join(same, ' and ')} and o.country is not distinct from ${country(name(alias, 'country'))}`;
};

/** `(profile_id, key, refusal_key)`: one row for each profile with a postal address, readable or not. */
export const postalOfProfiles = (keys: Sql, { relation, country }: WrittenPostal): Sql =>
  sql`select p.id as profile_id, o.key, o.refusal_key from (select * from ${relation} where ${isWritten}) as p${joinPostal(keys, 'p', country)}`;
