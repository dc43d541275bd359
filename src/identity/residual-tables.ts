import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { LookUpShare, PlanBuilder, Row } from '../sql/plan.js';
import { canonicalEmail } from './email.js';
import { readPhone } from './phone.js';

/**
 * What SQL is not certain of: every such distinct value goes once through the reference, and is joined back by value.
 */

const TEXT = (column: string) => ({ name: column, type: 'text' }) as const;

/** `(raw, key)` of every e-mail that SQL is not certain of. `written` are queries of `raw, certain`. */
export function residualEmails(plan: PlanBuilder, written: readonly Sql[]): Sql {
  return plan.lookUp('email_residual', {
    columns: [TEXT('raw'), TEXT('key')],
    input: sql`select distinct raw from (${join(written, ' union all ')}) as w where raw is not null and certain is null`,
    per: 'rows',
    compute: (rows) => rows.map(([raw]): Row => [raw as string, canonicalEmail(String(raw)) ?? null]),
    share: shareOf('email', written),
  });
}

/** `(raw, country, key, valid, texts)` of every phone number that SQL is not certain of. `written` are queries of `raw, country, certain`. */
export function residualPhones(plan: PlanBuilder, written: readonly Sql[]): Sql {
  return plan.lookUp('phone_residual', {
    columns: [
      TEXT('raw'),
      TEXT('country'),
      TEXT('key'),
      { name: 'valid', type: 'boolean' },
      { name: 'texts', type: 'boolean' },
    ],
    input: sql`select distinct raw, country from (${join(written, ' union all ')}) as w where raw is not null and certain is null`,
    per: 'rows',
    compute: (rows) =>
      rows.map(([raw, country]): Row => {
        const known = country === null ? undefined : String(country);
        const phone = readPhone(String(raw), known);
        return [
          raw as string,
          country as string | null,
          phone?.number ?? null,
          phone?.valid ?? null,
          phone?.texts ?? null,
        ];
      }),
    share: shareOf('phone', written),
  });
}

const shareOf = (kind: string, written: readonly Sql[]): LookUpShare => ({
  kind,
  of: sql`select count(*) as rows from (${join(
    written.map((one) => sql`select ${name('raw')} from (${one}) as o`),
    ' union all ',
  )}) as w where raw is not null`,
});
