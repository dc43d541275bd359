import { allOf, anyOf, call, inList, join, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import type { CandidatesOn } from '../suppression/candidates-on.js';
import type { DecisionSql } from '../suppression/compile-decision.js';
import { channelIdentifiers, isListing } from './candidates.js';

/** The identifiers that members could be contacted by on a channel, valid or not. */
const heldSql = (identifiers: Sql, channel: string): Sql =>
  sql`${identifiers} where profile_id = person_id and ${inList(name('kind'), channelIdentifiers(channel))} and not former`;

/** `(person_id)`: who holds more than one identifier for a channel. */
export const severalQuery = (identifiers: Sql, channel: string): Sql =>
  sql`select person_id from ${heldSql(identifiers, channel)} group by person_id having count(*) > 1`;

/**
 * `(cid, person_id, …segments, kind, key, refusal_key, addressable, place)`: the candidates of every member of some
 * segments; the same as `candidatesOf`. `place` is their order, 0 for who can only have one; `kind` is missing where
 * all are of one.
 *
 * Nearly everybody has one address of a kind. Only of the others, who are in `several`, the same ones are put together
 * and in order.
 */
export function candidateQuery(
  member: Sql,
  segments: readonly string[],
  { identifiers, several }: { readonly identifiers: Sql; readonly several: Sql | undefined },
  channel: string,
): Sql {
  const columns = join(
    ['person_id', ...segments].map((column) => name('m', column)),
    ', ',
  );
  const members = sql`(select * from ${member} where ${anyOf(segments.map((segment) => name(segment)))}) as m`;
  if (several === undefined) {
    return sql`select row_number() over () as cid, ${columns}, cast(null as varchar) as key, cast(null as varchar) as refusal_key, ${'not_needed'} as addressable, 0 as place from ${members}`;
  }
  const kind = channelIdentifiers(channel).length > 1 ? [name('kind')] : [];
  const usable = channel === 'sms' ? sql`(valid and texts)` : name('valid');
  const held = heldSql(identifiers, channel);
  const addressable = (isHeld: Sql): Sql =>
    sql`case when o.key is not null then ${'valid'} when ${isHeld} then ${'invalid'} else ${'none'} end as addressable`;
  const isValid = sql`(key is not null and ${usable})`;
  const own = ['kind', 'key', 'refusal_key'].map(
    (column) => sql`case when ${isValid} then ${name(column)} end as ${name(column)}`,
  );
  const shown = join([columns, ...kind.map((one) => sql`o.${one}`), sql`o.key, o.refusal_key`], ', ');
  const one = sql`select ${shown}, ${addressable(sql`o.person_id is not null`)}, 0 as place
    from ${members} left join (select ${join([name('person_id'), ...own], ', ')} from ${held}) as o on o.person_id = m.person_id
    left join ${several} as s on s.person_id = m.person_id where s.person_id is null`;
  // Somebody's invalid addresses count only where no valid one is left: one row without a key then stands for them.
  const best = sql`select person_id, kind, key, refusal_key, min(rank) as rank from ${held} and ${isValid} and person_id in (select person_id from ${several}) group by 1, 2, 3, 4`;
  const some = sql`select ${shown}, ${addressable(TRUE)}, row_number() over (partition by m.person_id order by o.kind, o.rank, o.key) as place
    from ${members} join ${several} as s on s.person_id = m.person_id left join (${best}) as o on o.person_id = m.person_id`;
  return sql`select row_number() over () as cid, * from (${one} union all ${some}) as e`;
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

/** Columns of candidates that decisions are about. */
export const decidedColumns = (segments: readonly string[], channel: string): readonly string[] => [
  'person_id',
  ...segments,
  ...(channelIdentifiers(channel).length > 1 ? ['kind'] : []),
  'key',
  'place',
];

/** Every situation that there is, by its words, with a number. */
export const situationQuery = (facts: Sql, words: readonly string[]): Sql =>
  words.length === 0
    ? sql`select 1 as situation`
    : sql`select row_number() over () as situation, * from (select distinct ${columnList(words)} from ${facts}) as w`;

/** Mask and basis of every situation for each decision, beside what makes it one. */
export function verdictQuery(situations: Sql, words: readonly string[], decisions: readonly DecisionSql[]): Sql {
  const own = ['situation', ...words].map((column) => name(column));
  const decided = decisions.flatMap((decision, i) => {
    const { mask, basis } = columnsOf(i);
    return [sql`${decision.mask} as ${mask}`, sql`${decision.basis} as ${basis}`];
  });
  return sql`select ${join([...own, ...decided], ', ')} from (${situations}) as d`;
}

const columnList = (columns: readonly string[]): Sql =>
  join(
    columns.map((column) => name(column)),
    ', ',
  );

/** The columns of {@link decidedColumns} with the situation that each candidate is in. */
export function situatedQuery(facts: Sql, columns: readonly string[], words: readonly string[], verdicts: Sql): Sql {
  const same = words.map((word) => sql`${name('v', word)} = ${name('f', word)}`);
  const own = columns.map((column) => name('f', column));
  return sql`select ${join([...own, name('v', 'situation')], ', ')} from ${facts} as f join ${verdicts} as v on ${allOf(same)}`;
}

/** What decisions are read from. */
export interface DecisionTables {
  /** A query of {@link situatedQuery}. */
  readonly candidates: Sql;
  /** Of {@link verdictQuery}. */
  readonly verdicts: Sql;
  /** Of {@link severalDecisionsQuery}; `undefined` where nobody has several addresses. */
  readonly several: Sql | undefined;
}

/** `(person_id, kind, rank)`: the same as `withheldFrom`, of identifiers as profiles have them. */
export const withheldQuery = ({ candidates, verdicts }: DecisionTables, decision: number, identifiers: Sql): Sql =>
  sql`select distinct i.person_id, i.kind, i.rank from ${identifiers} as i join (select c.person_id, c.kind, c.key from ${candidates} as c join ${verdicts} as v on v.situation = c.situation where ${columnsOf(decision).mask} <> 0) as d on d.person_id = i.person_id and d.kind = i.kind and d.key = i.key where i.profile_id = i.person_id and not i.former`;

/**
 * `(person_id, …segments)` and for each decision `address`, `mask` and `basis`: one row for whoever has several
 * candidates, who is cleared by one; by the first of those that are. The same as `personDecision`.
 */
export function severalDecisionsQuery(
  candidates: Sql,
  verdicts: Sql,
  segments: readonly string[],
  decisions: number,
): Sql {
  const person = columnList(['person_id', ...segments]);
  const each = Array.from({ length: decisions }, (_, i) => columnsOf(i));
  const first = each.map(({ mask, basis, address }) => {
    const cleared = sql`filter (where ${mask} = 0)`;
    return sql`${call('first_by', name('key'), name('place'))} ${cleared} as ${address}, case when count(*) ${cleared} > 0 then 0 else ${call('bit_or', mask)} end as ${mask}, ${call('first_by', basis, name('place'))} ${cleared} as ${basis}`;
  });
  return sql`select ${person}, ${join(first, ', ')} from ${candidates} as c join ${verdicts} as v on v.situation = c.situation where place > 0 group by ${person}`;
}

/** `(person_id, address, mask, basis)` of those in a segment: one row a person. */
export function decisionsIn(segment: string, { candidates, verdicts, several }: DecisionTables, decision: number): Sql {
  const { mask, basis, address } = columnsOf(decision);
  const one = sql`select c.person_id, case when ${mask} = 0 then c.key end as address, ${mask} as mask, case when ${mask} = 0 then ${basis} end as basis from ${candidates} as c join ${verdicts} as v on v.situation = c.situation where c.place = 0 and ${name('c', segment)}`;
  return several === undefined
    ? one
    : sql`${one} union all select person_id, ${address} as address, ${mask} as mask, ${basis} as basis from ${several} where ${name(segment)}`;
}
