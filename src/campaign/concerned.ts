import type { IdentitySources } from '../identity/identity-tables.js';
import { joinMerged, personSql } from '../identity/merged-person.js';
import { refusingOutcomes } from '../model/delivery.js';
import { inList, isTrue, join, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type Relations, relationAmong } from './relations.js';
import { SUBJECT_KINDS } from './run-checks.js';

/**
 * Whose addresses a run has to know.
 *
 * A record reaches members by what they hold themselves, and by what they share with whom the record names. So whoever
 * is no member, and is named by nothing that can refuse, holds no address that matters, and nobody has to read it.
 * Which rules ask what plays no part: every record of a kind that can refuse counts, whatever it says.
 */

/** States of permissions that refuse nothing, if the record can be read. */
export const SILENT_STATES = ['given', 'pending'] as const;

const refuses: Readonly<Record<string, Sql>> = {
  permission: sql`(not ${isTrue(inList(name('r', 'state'), SILENT_STATES))} or ${isTrue(name('r', 'unreadable'))})`,
  delivery: inList(name('r', 'outcome'), refusingOutcomes),
};

/** `profile_id` of these persons and of everybody named by what can refuse, with whoever was merged into them. */
export function concernedQuery(relations: Relations, merged: Sql | undefined, persons: readonly Sql[]): Sql {
  const named = (relation: Sql, where: Sql): Sql =>
    sql`select ${personSql(merged, name('r', 'profile_id'))} as person_id from ${relation} as r${joinMerged(merged, name('r', 'profile_id'))} where r.profile_id is not null and ${where}`;
  const naming = [...SUBJECT_KINDS, 'signal', 'register'].flatMap((kind) => {
    const relation = relations[kind as (typeof SUBJECT_KINDS)[number]];
    if (relation === undefined) return [];
    return [named(relation, refuses[kind] ?? TRUE)];
  });
  const concerned = join([...persons, ...naming], ' union ');
  if (merged === undefined) return sql`select person_id as profile_id from (${concerned}) as c`;
  return sql`with concerned as (${concerned}) select person_id as profile_id from concerned union select m.profile_id from ${merged} as m join concerned as c on c.person_id = m.person_id`;
}

/** Whom questions are about. */
export interface Among {
  readonly concerned: Sql;
  readonly asked: readonly Sql[];
  /** What the questions are, as far as it says who is concerned. */
  readonly about: readonly string[];
}

/**
 * The same, of the addresses of concerned profiles only, for questions about these persons.
 *
 * Who is concerned changes with every refusal, but hardly: where another run finds what was worked out of profiles, the
 * addresses of those who were concerned in an earlier one are worked out by themselves.
 */
export function sourcesAmong(
  plan: PlanBuilder,
  sources: IdentitySources,
  relations: Relations,
  { concerned, asked, about }: Among,
): IdentitySources {
  const identifiersOf = (profiles: Sql): Sql =>
    relationAmong(relations, 'profile_identifier', profiles, true) ?? sources.identifiers;
  const postal = sources.postal && relationAmong(relations, 'profile', concerned);
  if (relations.lasting !== true) return { ...sources, asked, identifiers: identifiersOf(concerned), postal };
  const before = plan.earlier(
    'concerned_before',
    sql`select profile_id from ${concerned}`,
    sql`select ${about.join(' ')} from ${sources.identifiers}`,
  );
  const more = plan.table(
    'concerned_since',
    sql`select c.profile_id from ${concerned} as c left join ${before} as b on b.profile_id = c.profile_id where b.profile_id is null`,
  );
  return {
    ...sources,
    asked,
    identifiers: identifiersOf(more),
    earlier: { identifiers: identifiersOf(before), still: concerned },
    postal,
  };
}
