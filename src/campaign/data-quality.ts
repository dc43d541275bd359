import { ALWAYS, formatInstant, type Instant } from '../model/instant.js';
import type { Profile } from '../model/profile.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { evaluatedKinds, recordKinds } from '../model/record-kinds.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import { NULL, type Sql, sql } from '../sql/fragment.js';
import type { Relations } from './relations.js';

/**
 * What can be said of the records of one source without saying anything of a person.
 *
 * Twin faces: `dataQuality` is the meaning, `qualityQueries` says the same.
 */
export interface SourceQuality {
  readonly source: string;
  readonly kind: EvaluatedKind;
  readonly records: number;
  /** Records whose id another one of the source has too; of each id one is not counted. */
  readonly duplicates: number;
  /** Records that name a profile which no source has. */
  readonly orphans: number;
  /** The times of records, ISO 8601; nothing where none has one. */
  readonly earliest?: string;
  readonly latest?: string;
  /** Profiles without an e-mail address, a phone number or a country; nothing for other kinds. */
  readonly without?: { readonly email: number; readonly phone: number; readonly country: number };
}

interface Counted {
  readonly ref: { readonly source: string };
  readonly id?: string;
  readonly profileId?: string;
  readonly occurredAt?: Instant;
}

export function dataQuality(
  records: Records,
  kinds: readonly EvaluatedKind[] = evaluatedKinds,
): readonly SourceQuality[] {
  const profiles = new Set(records.profile?.map(({ id }) => id));
  return kinds.flatMap((kind) => {
    const bySource = new Map<string, Counted[]>();
    for (const record of (records[kind] ?? []) as readonly Counted[]) {
      const same = bySource.get(record.ref.source);
      if (same === undefined) bySource.set(record.ref.source, [record]);
      else same.push(record);
    }
    return [...bySource]
      .sort(([a], [b]) => compareUtf8(a, b))
      .map(([source, own]) => qualityOf(source, kind, own, profiles));
  });
}

function qualityOf(
  source: string,
  kind: EvaluatedKind,
  records: readonly Counted[],
  profiles: ReadonlySet<string>,
): SourceQuality {
  const ids = records.flatMap(({ id }) => id ?? []);
  let [earliest, latest]: (Instant | undefined)[] = [undefined, undefined];
  for (const { occurredAt } of records) {
    if (occurredAt === undefined) continue;
    if (earliest === undefined || occurredAt < earliest) earliest = occurredAt;
    if (occurredAt > (latest ?? ALWAYS)) latest = occurredAt;
  }
  const lacking = (has: (profile: Profile) => boolean): number =>
    (records as readonly unknown[] as readonly Profile[]).filter((profile) => !has(profile)).length;
  return {
    source,
    kind,
    records: records.length,
    duplicates: ids.length - new Set(ids).size,
    orphans: records.filter(({ profileId }) => profileId !== undefined && !profiles.has(profileId)).length,
    ...span(earliest, latest),
    ...(kind === 'profile'
      ? {
          without: {
            email: lacking(({ email }) => email.length > 0),
            phone: lacking(({ phone }) => phone.length > 0),
            country: lacking(({ country }) => country !== undefined),
          },
        }
      : {}),
  };
}

const span = (
  earliest: Instant | undefined,
  latest: Instant | undefined,
): Pick<SourceQuality, 'earliest' | 'latest'> =>
  earliest === undefined || latest === undefined
    ? {}
    : { earliest: formatInstant(earliest), latest: formatInstant(latest) };

/** One query for each kind that is declared: a row for each source that has records, by `source`. */
export function qualityQueries(
  relations: Relations,
  kinds: readonly EvaluatedKind[] = evaluatedKinds,
): readonly (readonly [EvaluatedKind, Sql])[] {
  const { profile, profile_identifier: identifier } = relations;
  const nobody = sql`select ${NULL} as id where false`;
  const profiles = profile === undefined ? nobody : sql`select distinct id from ${profile}`;
  return kinds.flatMap((kind) => {
    const relation = relations[kind];
    if (relation === undefined) return [];
    const fields: object = recordKinds[kind].fields;
    const has = (field: string): boolean => Object.hasOwn(fields, field);
    const held = (of: string): Sql =>
      identifier === undefined
        ? nobody
        : sql`select distinct profile_id as id from ${identifier} where kind = ${of} and not former`;
    const [mails, phones] = kind === 'profile' ? [held('email'), held('phone')] : [nobody, nobody];
    const own = kind === 'profile' ? sql`r.id` : sql`cast(null as varchar)`;
    const named = has('profileId') ? sql`r.profile_id` : sql`cast(null as varchar)`;
    const time = has('occurredAt') ? sql`r.occurred_at` : sql`cast(null as bigint)`;
    const country = kind === 'profile' ? sql`r.country` : sql`cast(null as varchar)`;
    const query = sql`select r.source, count(*) as records, count(r.id) - count(distinct r.id) as duplicates, count(*) filter (where ${named} is not null and p.id is null) as orphans, min(${time}) as earliest, max(${time}) as latest, count(*) filter (where m.id is null) as email, count(*) filter (where t.id is null) as phone, count(*) filter (where ${country} is null) as country from ${relation} as r left join (${profiles}) as p on p.id = ${named} left join (${mails}) as m on m.id = ${own} left join (${phones}) as t on t.id = ${own} group by r.source`;
    return [[kind, query] as const];
  });
}

/** The rows of a query as what they say. */
export function readQuality(
  kind: EvaluatedKind,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly SourceQuality[] {
  const instant = (value: unknown): Instant | undefined =>
    value === null || value === undefined ? undefined : Number(value);
  return rows
    .map((row) => ({
      source: String(row.source),
      kind,
      records: Number(row.records),
      duplicates: Number(row.duplicates),
      orphans: Number(row.orphans),
      ...span(instant(row.earliest), instant(row.latest)),
      ...(kind === 'profile'
        ? { without: { email: Number(row.email), phone: Number(row.phone), country: Number(row.country) } }
        : {}),
    }))
    .sort((a, b) => compareUtf8(a.source, b.source));
}
