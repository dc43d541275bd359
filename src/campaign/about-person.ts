import { canonicalEmail } from '../identity/email.js';
import { type IdentityTables, identityTables, mergedTable } from '../identity/identity-tables.js';
import { readPhone } from '../identity/phone.js';
import { tombstonesAbout } from '../identity/tombstones.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { anyOf, join, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import { isOneOf } from '../sql/one-of.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { PersonQuery, RunDefinition } from './engine.js';
import { countryOf } from './find-persons.js';
import { identitySources } from './identity-sources.js';
import type { Relations } from './relations.js';
import { SUBJECT_KINDS } from './run-checks.js';

/** The queries that give every record that can matter for one person: one for each declared relation. */
export interface AboutPerson {
  /** `person_id` of everybody the question fits: one, or the question is unclear. */
  readonly persons: Sql;
  /** The table of the profiles that records are looked for by. */
  readonly profiles: Sql;
  readonly records: Readonly<Partial<Record<EvaluatedKind | 'profile_identifier', Sql>>>;
}

/** One person, asked about by id or address. */
export function aboutPerson(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  person: PersonQuery,
): AboutPerson {
  const where = aboutWhere(plan, relations, run, countryOf(run));
  return aboutPersons(plan, relations, run, { where, asked: personQuery(person, where) });
}

/** Who is who, by the reading of one country. */
export interface Where {
  readonly profile: Sql;
  readonly identity: IdentityTables;
}

export function aboutWhere(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  country: string | undefined,
): Where {
  const links = relations.identity_link;
  const merged = links === undefined ? undefined : mergedTable(plan, links, run.asOf, !run.replay);
  const identity = identityTables(plan, identitySources(relations, run), merged, country);
  return { profile: relations.profile as Sql, identity };
}

/** Whom a profile was merged into, or the profile itself. */
export const awaySql = (merged: Sql | undefined, id: Sql): Sql =>
  merged === undefined ? id : sql`coalesce((select m.person_id from ${merged} as m where m.profile_id = ${id}), ${id})`;

interface Asked {
  readonly where: Where;
  /** The `person_id` of those asked about. */
  readonly asked: Sql;
  /** Which rows of a kind can matter at all; any, where it is not given. */
  readonly seen?: (kind: 'purchase' | 'event') => Sql;
}

/**
 * Reach is one step, so that a person's decision depends on their own profiles, on the profiles that share an
 * identifier with them, on what is recorded about any of these or their identifiers, and on nothing else.
 */
export function aboutPersons(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  { where, asked, seen = () => TRUE }: Asked,
): AboutPerson {
  const { profile, identity } = where;
  const { holders, merged } = identity;
  const links = relations.identity_link;
  const sources = identitySources(relations, run);
  // A merge may lead to a profile that no source has; nobody is there then.
  const persons = plan.table(
    'about_person',
    sql`select person_id from (${asked}) as a where person_id in (select id from ${profile})`,
  );
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
  const known = (column: string): Sql => isOneOf(name(column), profiles, 'profile_id');
  const key = (column: string, kind: string): Sql =>
    sql`${name(column)} in (select refusal_key from ${held} where kind = ${kind})`;
  const records: Partial<Record<EvaluatedKind | 'profile_identifier', Sql>> = {
    profile: sql`select * from ${profile} where ${known('id')}`,
    profile_identifier: sql`select * from ${relations.profile_identifier as Sql} where ${known('profile_id')}`,
  };
  for (const kind of SUBJECT_KINDS) {
    const table = identity.subjects(kind);
    if (table === undefined) continue;
    records[kind] =
      sql`select * from ${table} where ${known('profile_id')} or ${key('email_refusal_key', 'email')} or ${key('phone_key', 'phone')}`;
  }
  const signals = identity.subjects('signal');
  if (signals !== undefined)
    records.signal = sql`select * exclude (device_key) from ${signals} where ${known('profile_id')} or ${key('device_key', 'device')}`;
  const registers = identity.subjects('register');
  if (registers !== undefined) {
    const theirs = anyOf([known('profile_id'), key('phone_key', 'phone'), key('postal_refusal_key', 'postal')]);
    // Whoever the latest whole list names: that it is there says which version was looked up.
    const latest = sql`select source, row, row_number() over (partition by register order by snapshot_at desc, source, row) as place from ${registers} where complete and snapshot_at <= ${run.asOf}`;
    const own = sql`(select source, row from ${registers} where ${theirs} union select source, row from (${latest}) as v where place = 1)`;
    records.register = sql`select r.* from ${relations.register as Sql} as r where exists (select 1 from ${own} as s where s.source = r.source and s.row = r.row)`;
  }
  const erased = identity.subjects('tombstone');
  if (sources.tombstones !== undefined && erased !== undefined) {
    const theirs = sql`(select * from ${erased} where ${key('email_refusal_key', 'email')} or ${key('phone_key', 'phone')})`;
    records.tombstone = tombstonesAbout(sources.tombstones, theirs);
  }
  if (relations.purchase !== undefined)
    records.purchase = sql`select * from ${relations.purchase} where ${known('profile_id')} and ${seen('purchase')}`;
  for (const kind of ['contact', 'relation'] as const) {
    const relation = relations[kind];
    if (relation !== undefined) records[kind] = sql`select * from ${relation} where ${known('profile_id')}`;
  }
  // Everybody's logins on their devices: another person's login ends theirs.
  const devices =
    links === undefined || !run.linkDevices
      ? []
      : [sql`device_id in (select device_id from ${links} where link = ${'login'} and ${known('profile_id')})`];
  if (relations.event !== undefined) {
    const onDevices = devices.map((device) => sql`(profile_id is null and ${device})`);
    records.event = sql`select * from ${relations.event} where ${anyOf([known('profile_id'), ...onDevices])} and ${seen('event')}`;
  }
  if (links !== undefined)
    records.identity_link = sql`select * from ${links} where ${anyOf([known('profile_id'), ...devices])}`;
  return { persons: sql`select person_id from ${persons} order by person_id`, profiles, records };
}

function personQuery(person: PersonQuery, { profile, identity: { identifiers, merged } }: Where): Sql {
  if ('profileId' in person) {
    const also = merged === undefined ? sql`` : sql` union select profile_id from ${merged}`;
    return sql`select distinct ${awaySql(merged, name('p', 'id'))} as person_id from (select id from ${profile}${also}) as p(id) where p.id = ${person.profileId}`;
  }
  const kind = 'email' in person ? 'email' : 'phone';
  const key = 'email' in person ? canonicalEmail(person.email) : readPhone(person.phone, undefined)?.number;
  return sql`select distinct person_id from ${identifiers} where kind = ${kind} and key = ${key ?? null}`;
}
