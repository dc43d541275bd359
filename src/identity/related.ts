import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';

/** Identifiers of those only who can matter to persons that something is asked about. */
export interface RelatedIdentifiers {
  /** The columns of `identifier`. */
  readonly identifiers: Sql;
  /** `profile_id` of everybody whose records can matter: see {@link relatedIdentifiers}. */
  readonly related: Sql;
  /** See {@link sharedQuery}; of related persons among others. */
  readonly shared: Sql;
}

/** What more than one holds, `(kind, refusal_key)`: nothing else carries a refusal from one person to another. */
export const sharedQuery = (holders: Sql): Sql =>
  sql`select kind, refusal_key from ${holders} group by kind, refusal_key having count(*) > 1`;

interface Asked {
  /** Queries of `person_id` of those asked about. */
  readonly asked: readonly Sql[];
  /** `(person_id, kind, refusal_key)` of what some identifiers say who holds what. */
  readonly holdersOf: (identifiers: Sql) => Sql;
  readonly merged: Sql | undefined;
}

/**
 * Reach is one step: whoever is not asked about matters by what they share with somebody who is, and by nothing else.
 *
 * What is held once is shared with nobody, and that is nearly everything: the little that is left is looked through.
 *
 * @param every Identifiers of everybody whose addresses can carry a refusal.
 */
export function relatedIdentifiers(
  plan: PlanBuilder,
  every: Sql,
  { asked, holdersOf, merged }: Asked,
): RelatedIdentifiers {
  const all = plan.table('identifier_concerned', every);
  const holders = plan.view('holder_concerned', holdersOf(all));
  const persons = plan.table('person_asked_about', join(asked, ' union '));
  const shared = plan.table('shared_key', sharedQuery(holders));
  const held = plan.table(
    'holder_sharing',
    sql`select h.person_id, h.kind, h.refusal_key from ${holders} as h join ${shared} as s on s.kind = h.kind and s.refusal_key = h.refusal_key`,
  );
  const keys = plan.table(
    'key_asked_about',
    sql`select distinct kind, refusal_key from ${held} where person_id in (select person_id from ${persons})`,
  );
  const sharing = sql`select person_id from ${persons} union select h.person_id from ${held} as h join ${keys} as k on k.kind = h.kind and k.refusal_key = h.refusal_key`;
  const related = plan.table(
    'related',
    merged === undefined
      ? sql`select person_id as profile_id from (${sharing}) as s`
      : sql`with sharing as (${sharing}) select person_id as profile_id from sharing union select m.profile_id from ${merged} as m join sharing as s on s.person_id = m.person_id`,
  );
  return {
    identifiers: plan.table(
      'identifier',
      sql`select * from ${all} where ${name('profile_id')} in (select profile_id from ${related})`,
    ),
    related,
    shared,
  };
}
