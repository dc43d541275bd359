import { hmacSql } from '../../identity/refusal-digest.js';
import { call, literal, name, type Sql, sql } from '../../sql/fragment.js';
import type { RunDefinition } from '../engine.js';
import type { Relations } from '../relations.js';

/** By what a record can literally name somebody: their profiles, addresses, devices and the keyed hashes of addresses. */

export const NO_TEXT = sql`cast(null as varchar)`;

/** An e-mail address as it is compared. */
export const lowered = (raw: Sql): Sql => sql`lower(trim(${raw}))`;
/** A phone number as it is compared. */
export const digits = (raw: Sql): Sql => sql`nullif(translate(${raw}, ${' +-()./'}, ${''}), ${''})`;
/** A merge of a profile that only one merge names leads where it says; of others the reference says where. */
export function profilesOf(cleared: Sql, merging: { readonly links: Sql; readonly known: Sql } | undefined): Sql {
  if (merging === undefined) return sql`select person_id, person_id as profile_id from (${cleared}) as c`;
  const { links, known } = merging;
  const direct = sql`select profile_id, min(into_profile_id) as person_id from ${links} as l where link = ${'merge'} and into_profile_id is not null and ${known} group by profile_id having min(into_profile_id) = max(into_profile_id)`;
  return sql`with c as (${cleared}) select person_id, person_id as profile_id from c union all select m.person_id, m.profile_id from (${direct}) as m where m.profile_id <> m.person_id and m.person_id in (select person_id from c)`;
}

export const addressesOf = (relations: Relations, own: Sql): Sql =>
  sql`select o.person_id, i.kind as named_by, case when i.kind = ${'email'} then ${lowered(name('i', 'raw'))} else ${digits(name('i', 'raw'))} end as literal, i.raw as held, i.country as held_country, ${NO_TEXT} as hashed from ${relations.profile_identifier as Sql} as i join ${own} as o on o.profile_id = i.profile_id`;

export const devicesOf = (own: Sql, links: Sql, known: Sql): Sql =>
  sql`select o.person_id, ${'device'} as named_by, l.device_id as literal, ${NO_TEXT} as held, ${NO_TEXT} as held_country, ${NO_TEXT} as hashed from (select profile_id, device_id from ${links} as a where link = ${'login'} and device_id is not null and ${known}) as l join ${own} as o on o.profile_id = l.profile_id`;

/** Of phone numbers, of those that are written as dialled from abroad. */
export function digestsOf(held: Sql, { keys }: RunDefinition): readonly Sql[] {
  const whole = sql`case when named_by = ${'email'} then ${'email:'} || literal when ${call('starts_with', name('held'), literal('+'))} then ${'phone:+'} || literal end`;
  return Object.entries(keys).map(
    ([id, hex]) =>
      sql`select person_id, ${'digest'} as named_by, ${`${id}:`} || ${hmacSql(hex, name('hashed'))} as literal, held, held_country, hashed from (select person_id, held, held_country, ${whole} as hashed from (${held}) as h) as w where hashed is not null`,
  );
}
