import { placeSql } from '../../identity/share.js';
import { name, type Sql, sql } from '../../sql/fragment.js';
import type { NamedTables } from './named-rows.js';

/**
 * Some of the cleared whom records name, for the sample: a leak is one of them. In turn of each kind, source and way of
 * naming, so that a few records of one source are looked at beside a million of another.
 */
export function namedPersons({ addresses, rows }: NamedTables, salt: string, count: number): Sql {
  const named = sql`select person_id, kind, source, named_by from ${rows} where person_id is not null union select n.person_id, r.kind, r.source, r.named_by from (select distinct kind, source, named_by, literal from ${rows} where person_id is null) as r join ${addresses} as n on n.named_by = r.named_by and n.literal = r.literal`;
  const places = sql`select *, ${placeSql(salt, name('person_id'))} as place from (${named}) as d`;
  const turns = sql`select person_id, place, row_number() over (partition by kind, source, named_by order by place, person_id) as turn from (${places}) as p`;
  return sql`select person_id from (${turns}) as t group by person_id order by min(turn), min(place), person_id limit ${count}`;
}

/** What is held against the captured records of some persons, each a query of {@link NamedTables}. */
export interface NamedQueries {
  readonly addresses: Sql;
  readonly rows: Sql;
  readonly sharing: Sql;
}

/** @param persons Query of `person_id`. */
export function namedQueries({ addresses, rows, sharing }: NamedTables, persons: Sql): NamedQueries {
  const theirs = sql`select * from ${addresses} where person_id in (${persons})`;
  return {
    addresses: theirs,
    rows: sql`select * from ${rows} where person_id in (${persons}) or named_by = ${'sharing'} or (person_id is null and literal in (select literal from (${theirs}) as t))`,
    sharing: sql`select * from ${sharing} where profile_id in (select literal from ${rows} where named_by = ${'sharing'})`,
  };
}
