import { compareUtf8 } from '../model/text.js';
import { allOf, anyOf, call, inList, join, name, type Sql, sql } from '../sql/fragment.js';
import type { CandidatesOn } from '../suppression/candidates-on.js';
import type { DecisionSql } from '../suppression/compile-decision.js';
import { channelIdentifiers, isListing } from './candidates.js';

/** The identifiers that members could be contacted by on a channel, valid or not. */
const heldSql = (identifiers: Sql, channel: string): Sql =>
  sql`${identifiers} where profile_id = person_id and ${inList(name('kind'), channelIdentifiers(channel))} and not former`;

const membersSql = (member: Sql, segments: readonly string[]): Sql =>
  sql`(select * from ${member} where ${anyOf(segments.map((segment) => name(segment)))})`;

/** `(person_id)`: which members of some segments hold more than one identifier of a kind, for a channel. */
export function severalQuery(member: Sql, segments: readonly string[], identifiers: Sql, channel: string): Sql {
  const of = channelIdentifiers(channel).length > 1 ? sql`person_id, kind` : name('person_id');
  const held = sql`${heldSql(identifiers, channel)} and person_id in (select person_id from ${membersSql(member, segments)} as m)`;
  return sql`select distinct person_id from (select person_id from ${held} group by ${of} having count(*) > 1) as i`;
}

/**
 * `(person_id, …segments, kind, key, refusal_key, addressable, place)`: the candidates of every member of some
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
  const members = sql`${membersSql(member, segments)} as m`;
  if (several === undefined) {
    return sql`select ${columns}, cast(null as varchar) as key, cast(null as varchar) as refusal_key, ${'not_needed'} as addressable, 0 as place from ${members}`;
  }
  const kinds = channelIdentifiers(channel);
  const held = heldSql(identifiers, channel);
  const usable = channel === 'sms' ? sql`(valid and texts)` : name('valid');
  const isValid = sql`(key is not null and ${usable})`;
  const shown = join([columns, ...(kinds.length > 1 ? [sql`o.kind`] : []), sql`o.key, o.refusal_key`], ', ');
  // Somebody's invalid addresses count only where no valid one is left: one row without a key then stands for them.
  const addressable = sql`case when o.key is not null then ${'valid'} when w.person_id is not null then ${'invalid'} else ${'none'} end as addressable`;
  const invalid = sql`left join (select distinct person_id from ${held} and not ${isValid}) as w on w.person_id = m.person_id`;
  const inOrder = [...kinds].sort(compareUtf8);
  const place =
    kinds.length === 1
      ? sql`0`
      : sql`case ${join(
          inOrder.map((kind, i) => sql`when o.kind = ${kind} then ${i + 1}`),
          ' ',
        )} else 1 end`;
  const one = sql`select ${shown}, ${addressable}, ${place} as place
    from ${members} left join (select person_id, kind, key, refusal_key from ${held} and ${isValid}) as o on o.person_id = m.person_id ${invalid}
    left join ${several} as s on s.person_id = m.person_id where s.person_id is null`;
  const best = sql`select person_id, kind, key, refusal_key, min(rank) as rank from ${held} and ${isValid} and person_id in (select person_id from ${several}) group by 1, 2, 3, 4`;
  const some = sql`select ${shown}, ${addressable}, row_number() over (partition by m.person_id order by o.kind, o.rank, o.key) as place
    from ${members} join ${several} as s on s.person_id = m.person_id left join (${best}) as o on o.person_id = m.person_id ${invalid}`;
  return sql`${one} union all ${some}`;
}

/**
 * The candidates of a channel, as rules reach them.
 *
 * @param ordered A table of {@link candidateQuery} that has a `rowid`: to number the rows of a query is work for a single thread.
 */
export const candidatesOn = (channel: string, ordered: Sql): CandidatesOn => ({
  table: sql`(select rowid as cid, * from ${ordered})`,
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
