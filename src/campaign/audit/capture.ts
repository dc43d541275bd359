import { placeSql } from '../../identity/share.js';
import { MOMENT } from '../../model/columns.js';
import { EARLIEST, type Instant } from '../../model/instant.js';
import { allOf, call, join, literal, name, type Sql, sql, TRUE } from '../../sql/fragment.js';
import type { PlanBuilder } from '../../sql/plan.js';
import { type AboutPerson, aboutPersons, awaySql } from '../about-person.js';
import type { Campaign } from '../campaign.js';
import type { CompiledRun } from '../compile-run.js';
import type { RunDefinition } from '../engine.js';
import { phoneCountry } from '../reference-run.js';
import { type Relations, saysAnything } from '../relations.js';
import { stages } from '../stages.js';
import { type AuditPlan, namedSample } from './audit-plan.js';
import { type NamedQueries, namedPersons, namedQueries } from './named-persons.js';
import { namedTables } from './named-rows.js';
import { auditSalt } from './self-audit.js';

/** The raw rows of an audit's sample, for the campaigns that read phone numbers by the same country. */
export interface CaptureQueries extends AboutPerson {
  readonly campaigns: readonly Campaign[];
  /** See {@link AuditCapture}. */
  readonly isDecided: boolean;
  /** `person_id` of who was drawn. */
  readonly drawn: Sql;
  /** Absent where nobody is to be drawn. */
  readonly found?: NamedQueries;
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
  const lists = campaigns
    .flatMap(({ proof, ...own }) => (proof === undefined ? [own] : [own, proof]))
    .map(({ allocated }) => allocated);
  const ofLists = (where: Sql): Sql =>
    join(
      lists.map((list) => sql`select person_id from ${list} where ${where}`),
      ' union ',
    );
  const members = sql`select person_id from (select person_id, ${placeSql(auditSalt(run), name('m', 'person_id'))} as place from (${ofLists(TRUE)}) as m) as s order by place, person_id limit ${sample}`;
  const drawn = plan.table('audit_drawn', members);
  const named =
    sample === 0 ? undefined : namedTables(plan, relations, run, { cleared: ofLists(sql`mask = 0`), drawn, related });
  const late = named && plan.table('audit_late', namedPersons(named, `${auditSalt(run)}:named`, namedSample(sample)));
  const seen = (kind: 'purchase' | 'event'): Sql => seenRows(kind, since[kind], relations, run);
  const isLarge = (['purchase', 'event'] as const).some((kind) => relations.large?.has(kind));
  const countries = [...new Set(run.campaigns.map((campaign) => phoneCountry(run, campaign)))];
  return countries.flatMap((country) => {
    const where = { profile: related.profile as Sql, identity: identityOf(country) };
    const kept = always.map((id): Sql => sql`select ${awaySql(where.identity.merged, sql`${id}`)} as person_id`);
    const capture = (tables: readonly Sql[], also: readonly Sql[], isDecided: boolean): CaptureQueries => {
      const these = join(
        tables.map((table) => sql`select person_id from ${table}`),
        ' union ',
      );
      const { records, ...about } = aboutPersons(plan, related, run, {
        where,
        asked: join([these, ...also], ' union '),
        seen,
      });
      const { purchase: _, event: __, ...withoutBehaviour } = records;
      return {
        campaigns: run.campaigns.filter((campaign) => phoneCountry(run, campaign) === country),
        ...about,
        records: isDecided ? records : withoutBehaviour,
        isDecided,
        drawn: these,
        ...(named && { found: namedQueries(named, about.persons) }),
      };
    };
    if (late === undefined) return [capture([drawn], kept, true)];
    return isLarge ? [capture([drawn], kept, true), capture([late], [], false)] : [capture([drawn, late], kept, true)];
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
