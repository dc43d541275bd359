import { anyOf, call, inList, join, name, type Sql, sql } from '../sql/fragment.js';
import type { CandidatesOn } from '../suppression/candidates-on.js';
import type { DecisionSql } from '../suppression/compile-decision.js';
import { channelIdentifiers, isListing } from './candidates.js';

/**
 * `(cid, person_id, …segments, kind, key, refusal_key, rank, addressable, place, alone)`: the candidates of every member
 * of some segments; the same as `candidatesOf`. `place` is their order, and `alone` who has no other.
 */
export function candidateQuery(member: Sql, segments: readonly string[], identifiers: Sql, channel: string): Sql {
  const kinds = channelIdentifiers(channel);
  const columns = join(
    ['person_id', ...segments].map((column) => name('m', column)),
    ', ',
  );
  const members = sql`(select * from ${member} where ${anyOf(segments.map((segment) => name(segment)))}) as m`;
  if (kinds.length === 0) {
    return sql`select row_number() over () as cid, ${columns}, cast(null as varchar) as kind, cast(null as varchar) as key, cast(null as varchar) as refusal_key, cast(1 as bigint) as rank, ${'not_needed'} as addressable, cast(1 as bigint) as place, true as alone from ${members}`;
  }
  const usable = channel === 'sms' ? sql`valid and texts` : name('valid');
  const held = sql`${identifiers} where profile_id = person_id and ${inList(name('kind'), kinds)} and not former`;
  const own = sql`select person_id, kind, key, refusal_key, min(rank) as rank from ${held} and key is not null and ${usable} group by 1, 2, 3, 4`;
  // Somebody's invalid addresses count only where no valid one is left: one row without a key then stands for them.
  const addressable = sql`case when o.key is not null then ${'valid'} when w.person_id is not null then ${'invalid'} else ${'none'} end`;
  const every = sql`select row_number() over () as cid, ${columns}, o.kind, o.key, o.refusal_key, o.rank, ${addressable} as addressable
    from ${members} left join (${own}) as o on o.person_id = m.person_id left join (select distinct person_id from ${held}) as w on w.person_id = m.person_id`;
  // Both in one order of the whole part, so that an engine sorts once.
  const inOrder = sql`partition by person_id order by kind, rank, key`;
  return sql`select *, row_number() over (${inOrder}) as place, count(*) over (${inOrder} rows between unbounded preceding and unbounded following) = 1 as alone from (${every}) as e`;
}

/** The candidates of a channel, as rules reach them. */
export const candidatesOn = (channel: string, table: Sql): CandidatesOn => ({
  table,
  kinds: channelIdentifiers(channel),
  listing: isListing(channel),
});

/** The columns of one of several decisions. */
const columnsOf = (i: number) => ({
  mask: name(`mask_${i + 1}`),
  basis: name(`basis_${i + 1}`),
  address: name(`address_${i + 1}`),
});

/** The columns of {@link candidateQuery}, and mask and basis of every candidate for each decision. */
export function decidedQuery(answered: Sql, segments: readonly string[], decisions: readonly DecisionSql[]): Sql {
  const own = ['person_id', ...segments, 'kind', 'key', 'place', 'alone'].map((column) => name(column));
  const decided = decisions.flatMap((decision, i) => {
    const { mask, basis } = columnsOf(i);
    return [sql`${decision.mask} as ${mask}`, sql`${decision.basis} as ${basis}`];
  });
  return sql`select ${join([...own, ...decided], ', ')} from (${answered}) as d`;
}

/** `(person_id, kind, rank)`: the same as `withheldFrom`, of identifiers as profiles have them. */
export const withheldQuery = (decided: Sql, decision: number, identifiers: Sql): Sql =>
  sql`select distinct i.person_id, i.kind, i.rank from ${identifiers} as i join ${decided} as d on d.person_id = i.person_id and d.kind = i.kind and d.key = i.key where ${columnsOf(decision).mask} <> 0 and i.profile_id = i.person_id and not i.former`;

/**
 * `(person_id, …segments)` and for each decision `address`, `mask` and `basis`: one row a person; the same as
 * `personDecision`. `decided` is a query of {@link decidedQuery}.
 */
export function personDecisionsQuery(decided: Sql, segments: readonly string[], decisions: number): Sql {
  const person = join(
    ['person_id', ...segments].map((column) => name(column)),
    ', ',
  );
  const each = Array.from({ length: decisions }, (_, i) => columnsOf(i));
  const alone = each.map(
    ({ mask, basis, address }) =>
      sql`case when ${mask} = 0 then key end as ${address}, ${mask}, case when ${mask} = 0 then ${basis} end as ${basis}`,
  );
  // Whoever has several is cleared by one: the first of those that are.
  const first = each.map(({ mask, basis, address }) => {
    const cleared = sql`filter (where ${mask} = 0)`;
    return sql`${call('first_by', name('key'), name('place'))} ${cleared} as ${address}, case when count(*) ${cleared} > 0 then 0 else ${call('bit_or', mask)} end as ${mask}, ${call('first_by', basis, name('place'))} ${cleared} as ${basis}`;
  });
  return sql`with decided as (${decided}) select ${person}, ${join(alone, ', ')} from decided where alone union all select ${person}, ${join(first, ', ')} from decided where not alone group by ${person}`;
}

/** `(person_id, address, mask, basis)` of those in a segment, from {@link personDecisionsQuery}. */
export function decisionsIn(segment: string, decided: Sql, decision: number): Sql {
  const { mask, basis, address } = columnsOf(decision);
  return sql`select person_id, ${address} as address, ${mask} as mask, ${basis} as basis from ${decided} where ${name(segment)}`;
}
