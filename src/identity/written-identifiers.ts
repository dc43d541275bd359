import { name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { baseEmailSql, certainEmailSql } from './email-sql.js';
import { joinMerged, personSql } from './merged-person.js';
import { certainDialledSql, certainTextsSql, dialledSql, phoneDigitsSql } from './phone-sql.js';

/**
 * E-mails and phone numbers as profiles have them, with the key of what SQL is certain of: worked out once, for those
 * who look up the rest, and for {@link emailIdentifiers} and {@link phoneIdentifiers}.
 */
export interface WrittenIdentifiers {
  /** `(person_id, profile_id, rank, former, raw, certain)`. */
  readonly emails: Sql;
  /** The same with `country`, the one a number without any is read by. */
  readonly phones: Sql;
}

interface Written {
  readonly identifiers: Sql;
  readonly merged: Sql | undefined;
  readonly country: (own: Sql) => Sql;
}

export function writtenIdentifiers(plan: PlanBuilder, { identifiers, merged, country }: Written): WrittenIdentifiers {
  const written = (kind: string, also: Sql): Sql =>
    sql`select ${personSql(merged, name('i', 'profile_id'))} as person_id, i.profile_id, i.rank, i.former, i.raw, ${also} from ${identifiers} as i${joinMerged(merged, name('i', 'profile_id'))} where i.kind = ${kind}`;
  const own = sql`select *, ${phoneDigitsSql(name('raw'))} as digits from (${written('phone', sql`${country(name('i', 'country'))} as country`)}) as w`;
  const dialled = sql`select *, ${dialledSql(name('digits'), name('country'))} as dialled from (${own}) as d`;
  return {
    emails: plan.table('written_email', written('email', sql`${certainEmailSql(name('i', 'raw'))} as certain`)),
    phones: plan.table(
      'written_phone',
      sql`select person_id, profile_id, rank, former, raw, country, ${certainDialledSql(name('raw'), name('dialled'))} as certain from (${dialled}) as n`,
    ),
  };
}

/** The columns of `identifier`, of e-mails with what was looked up for the rest. */
export const emailIdentifiers = ({ emails }: WrittenIdentifiers, residual: Sql): Sql =>
  sql`select person_id, profile_id, ${'email'} as kind, rank, former, key, ${baseEmailSql(name('key'))} as refusal_key, true as valid, cast(null as boolean) as texts from (select w.*, coalesce(w.certain, e.key) as key from ${emails} as w left join ${residual} as e on e.raw = w.raw) as k`;

export const phoneIdentifiers = ({ phones }: WrittenIdentifiers, residual: Sql): Sql =>
  sql`select w.person_id, w.profile_id, ${'phone'} as kind, w.rank, w.former, coalesce(w.certain, f.key) as key, coalesce(w.certain, f.key) as refusal_key, case when w.certain is not null then true else f.valid end as valid, case when w.certain is not null then ${certainTextsSql(name('w', 'certain'))} else f.texts end as texts
    from ${phones} as w left join ${residual} as f on f.raw = w.raw and f.country is not distinct from w.country`;
