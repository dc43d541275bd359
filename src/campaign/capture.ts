import { placeSql } from '../identity/share.js';
import { MOMENT } from '../model/columns.js';
import { EARLIEST, type Instant } from '../model/instant.js';
import { allOf, call, join, literal, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type AboutPerson, aboutPersons, awaySql } from './about-person.js';
import type { AuditPlan } from './audit-plan.js';
import type { Campaign } from './campaign.js';
import type { CompiledRun } from './compile-run.js';
import type { RunDefinition } from './engine.js';
import { phoneCountry } from './reference-run.js';
import { type Relations, saysAnything } from './relations.js';
import { auditSalt } from './self-audit.js';
import { stages } from './stages.js';

/** The raw rows of an audit's sample, for the campaigns that read phone numbers by the same country. */
export interface CaptureQueries extends AboutPerson {
  readonly campaigns: readonly Campaign[];
}

/** Adds to a plan what a self-audit needs: the same scan, the same relations, no other reading of them. */
export function captureQueries(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  { campaigns, identityOf, related, since }: CompiledRun,
  { sample, always }: AuditPlan,
): readonly CaptureQueries[] {
  plan.at(stages.sample);
  const members = join(
    campaigns
      .flatMap(({ proof, ...own }) => (proof === undefined ? [own] : [own, proof]))
      .map(({ allocated }) => sql`select person_id from ${allocated}`),
    ' union ',
  );
  const drawn = sql`select person_id from (select person_id, ${placeSql(auditSalt(run), name('m', 'person_id'))} as place from (${members}) as m) as s order by place, person_id limit ${sample}`;
  const table = plan.table('audit_sample', drawn);
  const seen = (kind: 'purchase' | 'event'): Sql => seenRows(kind, since[kind], relations, run);
  const countries = [...new Set(run.campaigns.map((campaign) => phoneCountry(run, campaign)))];
  return countries.map((country) => {
    const where = { profile: related.profile as Sql, identity: identityOf(country) };
    const kept = always.map((id): Sql => sql`select ${awaySql(where.identity.merged, sql`${id}`)} as person_id`);
    const asked = join([sql`select person_id from ${table}`, ...kept], ' union ');
    return {
      campaigns: run.campaigns.filter((campaign) => phoneCountry(run, campaign) === country),
      ...aboutPersons(plan, related, run, { where, asked, seen }),
    };
  });
}

/**
 * Rows from twice as far back as anything looks, so that a window that is too wide or lies wrong is noticed. All of them
 * where another version of a row, from whenever, can take its place.
 */
function seenRows(
  kind: 'purchase' | 'event',
  since: Instant | undefined,
  { says = saysAnything, moments = [] }: Relations,
  { asOf }: RunDefinition,
): Sql {
  const from = since === undefined ? EARLIEST : asOf - 2 * (asOf - since);
  if (from <= EARLIEST || says(kind, 'id')) return TRUE;
  const found = moments.includes(kind) ? [sql`${name(MOMENT)} >= ${call('from_micros', literal(from))}`] : [];
  return allOf([sql`occurred_at >= ${from}`, ...found]);
}
