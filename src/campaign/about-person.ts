import { canonicalEmail } from '../identity/email.js';
import { identityTables, mergedTable } from '../identity/identity-tables.js';
import { readPhone } from '../identity/phone.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { Relations } from './compile-run.js';
import { identitySources } from './compile-run.js';
import type { PersonQuery, RunDefinition } from './engine.js';
import { phoneCountry } from './reference-run.js';

/** The queries that give every record that can matter for one person: one for each declared relation. */
export interface AboutPerson {
  /** `person_id` of everybody the question fits: one, or the question is unclear. */
  readonly persons: Sql;
  readonly records: Readonly<Partial<Record<EvaluatedKind | 'profile_identifier', Sql>>>;
}

/**
 * Reach is one step, so that a person's decision depends on their own profiles, on the profiles that share an
 * identifier with them, on what is recorded about any of these or their identifiers, and on nothing else.
 */
export function aboutPerson(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  person: PersonQuery,
): AboutPerson {
  const links = relations.identity_link;
  const merged = links === undefined ? undefined : mergedTable(plan, links, run.asOf, !run.replay);
  const identity = identityTables(plan, identitySources(relations), merged, countryOf(run));
  const { identifiers, holders } = identity;
  const profile = relations.profile as Sql;
  const away = (id: Sql): Sql =>
    merged === undefined
      ? id
      : sql`coalesce((select m.person_id from ${merged} as m where m.profile_id = ${id}), ${id})`;
  const persons = plan.table('about_person', personQuery(person, { profile, identifiers, away, merged }));
  const held = plan.table(
    'about_key',
    sql`select kind, refusal_key from ${holders} where person_id in (select person_id from ${persons})`,
  );
  const related = plan.table(
    'about_related',
    sql`select person_id from ${persons} union select h.person_id from ${holders} as h join ${held} as k on k.kind = h.kind and k.refusal_key = h.refusal_key`,
  );
  const mergedAway =
    merged === undefined
      ? []
      : [sql`select profile_id from ${merged} where person_id in (select person_id from ${related})`];
  const profiles = plan.table(
    'about_profile',
    join([sql`select person_id as profile_id from ${related}`, ...mergedAway], ' union '),
  );
  const known = (column: string): Sql => sql`${name(column)} in (select profile_id from ${profiles})`;
  const key = (column: string, kind: string): Sql =>
    sql`${name(column)} in (select refusal_key from ${held} where kind = ${kind})`;
  const records: Partial<Record<EvaluatedKind | 'profile_identifier', Sql>> = {
    profile: sql`select * from ${profile} where ${known('id')}`,
    profile_identifier: sql`select * from ${relations.profile_identifier as Sql} where ${known('profile_id')}`,
  };
  for (const kind of ['objection', 'opt_out', 'restriction', 'permission'] as const) {
    const table = identity.subjects(kind);
    if (table === undefined) continue;
    records[kind] =
      sql`select * from ${table} where ${known('profile_id')} or ${key('email_refusal_key', 'email')} or ${key('phone_key', 'phone')}`;
  }
  for (const kind of ['purchase', 'event'] as const) {
    if (relations[kind] !== undefined)
      records[kind] = sql`select * from ${relations[kind]} where ${known('profile_id')}`;
  }
  if (links !== undefined) records.identity_link = sql`select * from ${links} where ${known('profile_id')}`;
  return { persons: sql`select person_id from ${persons} order by person_id`, records };
}

/** INVARIANT: a question about a person is about one campaign. */
const countryOf = (run: RunDefinition): string | undefined => {
  const [campaign] = run.campaigns;
  return campaign === undefined ? undefined : phoneCountry(run, campaign);
};

interface Where {
  readonly profile: Sql;
  readonly identifiers: Sql;
  readonly merged: Sql | undefined;
  readonly away: (id: Sql) => Sql;
}

function personQuery(person: PersonQuery, { profile, identifiers, merged, away }: Where): Sql {
  if ('profileId' in person) {
    const also = merged === undefined ? sql`` : sql` union select profile_id from ${merged}`;
    return sql`select distinct ${away(name('p', 'id'))} as person_id from (select id from ${profile}${also}) as p(id) where p.id = ${person.profileId}`;
  }
  const kind = 'email' in person ? 'email' : 'phone';
  const key = 'email' in person ? canonicalEmail(person.email) : readPhone(person.phone, undefined)?.number;
  return sql`select distinct person_id from ${identifiers} where kind = ${kind} and key = ${key ?? null}`;
}
