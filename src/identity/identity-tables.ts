import { allOf, join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { baseEmailSql, certainEmailSql } from './email-sql.js';
import type { HeldKind } from './identifier.js';
import { joinMerged, personSql } from './merged-person.js';
import { survivors } from './merges.js';
import { certainPhoneSql } from './phone-sql.js';
import { postalKeys, postalOfProfiles } from './postal-sql.js';
import { type RegisterSources, registerSubjects } from './register-subjects.js';
import { relatedIdentifiers, sharedQuery } from './related.js';
import { residualEmails, residualPhones } from './residual-tables.js';
import { type TombstoneSources, tombstoneSubjects } from './tombstones.js';
import { emailIdentifiers, phoneIdentifiers, writtenIdentifiers } from './written-identifiers.js';

/**
 * Who is who, in SQL: the same directory as in memory, as tables.
 *
 * SQL normalises what is certain; every other distinct value goes once through the reference and is joined back by
 * value.
 */
export interface IdentityTables {
  /** `(profile_id, person_id)` of profiles merged away; `undefined` where no links are declared. */
  readonly merged: Sql | undefined;
  /** `(person_id, profile_id, kind, rank, former, key, refusal_key, valid, texts)`; key is null for what cannot be an identifier. */
  readonly identifiers: Sql;
  /** `(person_id, kind, refusal_key)` of everything a person holds or has held, some of it more than once. */
  readonly holders: Sql;
  /** `(kind, refusal_key)` of what more than one holds, for the steps of a plan. */
  shared(plan: PlanBuilder): Sql;
  /**
   * A relation with subject fields, extended by `email_key`, `email_refusal_key`, `phone_key` and `addressed`, whether
   * it names any address, readable or not; of tombstones, those that somebody's identifier gives.
   */
  subjects(kind: string): Sql | undefined;
  /** The same of every record of a kind, for those who look for what names nobody. */
  named(kind: string): Sql | undefined;
  /** `profile_id` of everybody whose records can matter; see {@link IdentitySources.asked}. */
  readonly related: Sql | undefined;
  /** What else than profiles the records of a kind name persons by, as far as a source says. */
  namedBy(kind: string): readonly (HeldKind | 'device')[];
}

/** A relation that names persons by profile, e-mail or phone, and whether it says any e-mail or phone at all. */
export interface SubjectSource {
  readonly relation: Sql;
  readonly saysEmail: boolean;
  readonly saysPhone: boolean;
  /** Whether there is so much of it that a table of many of its records is better kept in a file. */
  readonly isLarge?: boolean;
  /** The records that name one of some profiles, of a kind of which no source says any address. */
  readonly among?: (profiles: Sql) => Sql;
}

export interface IdentitySources {
  readonly identifiers: Sql;
  /** Identifiers of other profiles, whose keys are worked out by themselves, and `profile_id` of those who still matter. */
  readonly earlier?: { readonly identifiers: Sql; readonly still: Sql };
  readonly links: Sql | undefined;
  readonly subjects: Readonly<Record<string, SubjectSource>>;
  /** Signals, and the logins `(profile_id, device_id)` that say whom one on a device reaches. */
  /** Profiles, where their postal addresses are looked at. */
  readonly postal: Sql | undefined;
  /** Looked at where {@link postal} is. */
  readonly registers: RegisterSources | undefined;
  readonly signals: { readonly signals: Sql; readonly logins: Sql | undefined } | undefined;
  readonly tombstones: TombstoneSources | undefined;
  /**
   * Queries of `person_id` of everybody about whom anything is asked; everything is kept where it is absent.
   *
   * Reach is one step: of profiles and of what names nothing but profiles, those are kept then who are asked about, who
   * shares an address with any of them, and who was merged into any of these.
   */
  readonly asked?: readonly Sql[];
}

/** E-mail addresses and phone numbers of some profiles with their keys, which rest on nothing but these profiles. */
function addressesOf(plan: PlanBuilder, profiles: Parameters<typeof writtenIdentifiers>[1]): Sql {
  const written = writtenIdentifiers(plan, profiles);
  const emails = residualEmails(plan, [sql`select raw, certain from ${written.emails}`]);
  const phones = residualPhones(plan, [sql`select raw, country, certain from ${written.phones}`]);
  return plan.stored(
    'identifier_before',
    sql`${emailIdentifiers(written, emails)} union all ${phoneIdentifiers(written, phones)}`,
  );
}

/** Kinds whose records name persons by other identifiers than their addresses. */
const NAMED: Readonly<Record<string, readonly (HeldKind | 'device')[]>> = {
  signal: ['device'],
  register: ['phone', 'postal'],
};

/** The key of what no source says. */
const NOTHING = { key: sql`cast(null as varchar)`, join: sql`` };

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

export function mergedTable(plan: PlanBuilder, links: Sql, asOf: number, laterCount: boolean): Sql {
  const known = laterCount ? [] : [sql`(occurred_at is null or occurred_at <= ${asOf})`];
  const counted = allOf([sql`link = ${'merge'}`, sql`into_profile_id is not null`, ...known]);
  return plan.lookUp('merged', {
    columns: [TEXT('profile_id'), TEXT('person_id')],
    input: sql`select profile_id, into_profile_id, occurred_at from ${links} where ${counted}`,
    per: 'whole',
    compute: (rows) => [
      ...survivors(
        rows.map(([from, into, at]) => ({
          profileId: String(from),
          intoProfileId: String(into),
          ...(at === null ? {} : { occurredAt: Number(at) }),
        })),
      ),
    ],
  });
}

export function identityTables(
  plan: PlanBuilder,
  sources: IdentitySources,
  merged: Sql | undefined,
  fallbackCountry: string | undefined,
): IdentityTables {
  const country = (column: Sql): Sql =>
    fallbackCountry === undefined ? column : sql`coalesce(${column}, ${fallbackCountry})`;
  const subjects = Object.entries(sources.subjects);
  const registers = sources.postal === undefined || sources.registers === undefined ? [] : [sources.registers];
  const written = writtenIdentifiers(plan, { identifiers: sources.identifiers, merged, country });
  const emails = residualEmails(plan, [
    sql`select raw, certain from ${written.emails}`,
    ...subjects.flatMap(([, { relation, saysEmail }]) =>
      saysEmail ? [sql`select email as raw, ${certainEmailSql(name('email'))} as certain from ${relation}`] : [],
    ),
  ]);
  const writtenPhones = (relation: Sql): Sql =>
    sql`select phone as raw, ${country(name('country'))} as country, ${certainPhoneSql(name('phone'), country(name('country')))} as certain from ${relation}`;
  const phones = residualPhones(plan, [
    sql`select raw, country, certain from ${written.phones}`,
    ...subjects.flatMap(([, { relation, saysPhone }]) => (saysPhone ? [writtenPhones(relation)] : [])),
    ...registers.map(({ registers: relation }) => writtenPhones(relation)),
  ]);
  const emailKey = (raw: Sql): Sql => sql`coalesce(${certainEmailSql(raw)}, e.key)`;
  const phoneKey = (raw: Sql, own: Sql): Sql => sql`coalesce(${certainPhoneSql(raw, country(own))}, f.key)`;
  const phoneJoin = (raw: Sql, own: Sql): Sql =>
    sql` left join ${phones} as f on f.raw = ${raw} and f.country is not distinct from ${country(own)}`;
  const profiles = sources.postal === undefined ? [] : [{ relation: sources.postal, country }];
  const addressed = [...profiles, ...registers.map((one) => ({ relation: one.registers, country }))];
  const postalKey = profiles.length === 0 ? undefined : postalKeys(plan, addressed);
  const postal = profiles.map((one) => {
    const held = postalOfProfiles(postalKey as Sql, one);
    return sql`select ${personSql(merged, name('i', 'profile_id'))} as person_id, i.profile_id, ${'postal'} as kind, cast(1 as bigint) as rank, false as former, i.key, i.refusal_key, i.key is not null as valid, false as texts from (${held}) as i${joinMerged(merged, name('i', 'profile_id'))}`;
  });
  const { earlier } = sources;
  const before =
    earlier === undefined
      ? []
      : [
          sql`select * from ${addressesOf(plan, { identifiers: earlier.identifiers, merged, country })} where profile_id in (select profile_id from ${earlier.still})`,
        ];
  const every = join(
    [...before, emailIdentifiers(written, emails), phoneIdentifiers(written, phones), ...postal],
    ' union all ',
  );
  const logins = sources.signals?.logins;
  const devices =
    logins === undefined
      ? []
      : [
          sql`select ${personSql(merged, name('l', 'profile_id'))} as person_id, ${'device'} as kind, l.device_id as refusal_key from ${logins} as l${joinMerged(merged, name('l', 'profile_id'))}`,
        ];
  // Who holds an address twice is reached twice, which changes nothing and costs less than finding out.
  const holdersOf = (identifiers: Sql): Sql =>
    join(
      [sql`select person_id, kind, refusal_key from ${identifiers} where key is not null`, ...devices],
      ' union all ',
    );
  const kept = sources.asked && relatedIdentifiers(plan, every, { asked: sources.asked, holdersOf, merged });
  const identifiers = kept?.identifiers ?? plan.table('identifier', every);
  const tables = Object.fromEntries(
    subjects.map(([kind, { relation, saysEmail, saysPhone, isLarge, among }]) => {
      const email = saysEmail
        ? { key: emailKey(name('r', 'email')), join: sql` left join ${emails} as e on e.raw = r.email` }
        : NOTHING;
      const phone = saysPhone
        ? {
            key: phoneKey(name('r', 'phone'), name('r', 'country')),
            join: phoneJoin(name('r', 'phone'), name('r', 'country')),
          }
        : NOTHING;
      const isAddressed = saysEmail || saysPhone;
      const rows = isAddressed || kept === undefined || among === undefined ? relation : among(kept.related);
      const withKeys = sql`select r.*, ${email.key} as email_key, ${phone.key} as phone_key, (r.email is not null or r.phone is not null) as addressed from ${rows} as r${email.join}${phone.join}`;
      const keyed = sql`select *, ${baseEmailSql(name('email_key'))} as email_refusal_key from (${withKeys}) as k`;
      // Without addresses there is nothing to work out, and the relation as it is serves.
      const isKept = isAddressed || rows !== relation;
      const keep = !isKept ? 'view' : isLarge === true ? 'stored' : 'table';
      return [kind, plan[keep](`${kind}_subject`, keyed)];
    }),
  );
  const { tombstones, signals } = sources;
  const holders = plan.view('holder', holdersOf(identifiers));
  if (signals !== undefined)
    tables.signal = plan.view('signal_subject', sql`select *, device_id as device_key from ${signals.signals}`);
  for (const one of registers) {
    const phone = {
      key: phoneKey(name('r', 'phone'), name('r', 'country')),
      join: phoneJoin(name('r', 'phone'), name('r', 'country')),
    };
    tables.register = registerSubjects(plan, one, { postal: postalKey as Sql, holders, country, phone });
  }
  const erased = tombstones === undefined ? undefined : tombstoneSubjects(plan, tombstones, holders);
  const subjectsOf = (kind: string): Sql | undefined => (kind === 'tombstone' ? erased : tables[kind]);
  return {
    merged,
    identifiers,
    related: kept?.related,
    holders,
    shared: (asking) => kept?.shared ?? asking.table('shared_key', sharedQuery(holders)),
    subjects: subjectsOf,
    named: (kind) => {
      const { relation, saysEmail = true, saysPhone = true } = sources.subjects[kind] ?? {};
      if (relation === undefined || saysEmail || saysPhone) return subjectsOf(kind);
      return sql`(select *, ${NOTHING.key} as email_key, ${NOTHING.key} as phone_key from ${relation})`;
    },
    namedBy: (kind) => {
      const { saysEmail = true, saysPhone = true } = sources.subjects[kind] ?? {};
      return NAMED[kind] ?? [...(saysEmail ? ['email' as const] : []), ...(saysPhone ? ['phone' as const] : [])];
    },
  };
}
