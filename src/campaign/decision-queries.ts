import { anyOf, call, inList, join, name, type Sql, sql } from '../sql/fragment.js';
import type { CandidatesOn } from '../suppression/candidates-on.js';
import type { DecisionSql } from '../suppression/compile-decision.js';
import { channelIdentifiers, isListing } from './candidates.js';

/**
 * `(cid, person_id, kind, key, refusal_key, rank, addressable)`: the candidates of every member of some segments; the same
 * as `candidatesOf`.
 */
export function candidateQuery(member: Sql, segments: readonly string[], identifiers: Sql, channel: string): Sql {
  const kinds = channelIdentifiers(channel);
  const members = sql`select person_id from ${member} where ${anyOf(segments.map((segment) => name(segment)))}`;
  if (kinds.length === 0) {
    return sql`select row_number() over () as cid, person_id, cast(null as varchar) as kind, cast(null as varchar) as key, cast(null as varchar) as refusal_key, cast(1 as bigint) as rank, ${'not_needed'} as addressable from (${members}) as m`;
  }
  const usable = channel === 'sms' ? sql`valid and texts` : name('valid');
  const addressed = (column: string): Sql => sql`case when ${usable} then ${name(column)} end`;
  const own = sql`select person_id, ${addressed('kind')} as kind, ${addressed('key')} as key, ${addressed('refusal_key')} as refusal_key, min(rank) as rank from ${identifiers} where profile_id = person_id and ${inList(name('kind'), kinds)} and not former group by 1, 2, 3, 4`;
  // Somebody's invalid addresses count only where no valid one is left: one row without a key then stands for them.
  const best = sql`select *, max(key) over (partition by person_id) as any_key from (${own}) as o`;
  const addressable = sql`case when o.key is not null then ${'valid'} when o.person_id is not null then ${'invalid'} else ${'none'} end`;
  return sql`select row_number() over () as cid, m.person_id, o.kind, o.key, o.refusal_key, o.rank, ${addressable} as addressable
    from (${members}) as m left join (select * from (${best}) as b where key is not null or any_key is null) as o on o.person_id = m.person_id`;
}

/** The candidates of a channel, as rules reach them. */
export const candidatesOn = (channel: string, table: Sql): CandidatesOn => ({
  table,
  kinds: channelIdentifiers(channel),
  listing: isListing(channel),
});

/** The mask and basis of every candidate. */
export const decidedQuery = (candidates: Sql, profile: Sql, joins: readonly Sql[], { mask, basis }: DecisionSql): Sql =>
  sql`select c.person_id, c.kind, c.key, c.rank, ${mask} as mask, ${basis} as basis from ${candidates} as c join ${profile} as p on p.id = c.person_id${join(joins, '')}`;

/** `(person_id, kind, rank)`: the same as `withheldFrom`, of identifiers as profiles have them. */
export const withheldQuery = (decided: Sql, identifiers: Sql): Sql =>
  sql`select distinct i.person_id, i.kind, i.rank from ${identifiers} as i join ${decided} as d on d.person_id = i.person_id and d.kind = i.kind and d.key = i.key where d.mask <> 0 and i.profile_id = i.person_id and not i.former`;

/** `(person_id, address, mask, basis)`: one row a person; the same as `personDecision`. */
export function personDecisionQuery(decided: Sql): Sql {
  const ranked = sql`select *, row_number() over (partition by person_id order by case when mask = 0 then 0 else 1 end, kind, rank, key) as place, ${call('bit_or', name('mask'))} over (partition by person_id) as every_mask from ${decided} as d`;
  return sql`select person_id, case when mask = 0 then key end as address, case when mask = 0 then 0 else every_mask end as mask, case when mask = 0 then basis end as basis from (${ranked}) as r where place = 1`;
}
