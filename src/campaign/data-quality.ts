import { ALWAYS, formatInstant, type Instant } from '../model/instant.js';
import type { Profile } from '../model/profile.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { evaluatedKinds, recordKinds } from '../model/record-kinds.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import { FALSE, join, name, type Sql, sql } from '../sql/fragment.js';
import { type Relations, saysAnything } from './relations.js';

/**
 * What can be said of the records of one source without saying anything of a person.
 *
 * Twin faces: `dataQuality` is the meaning, `qualityQuery` says the same.
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

/**
 * A row for each kind and source that has records, all of them in one query: who is known as a profile is looked up once.
 * Nothing where no kind is declared.
 */
export function qualityQuery(relations: Relations, kinds: readonly EvaluatedKind[] = evaluatedKinds): Sql | undefined {
  const declared = kinds.filter((kind) => relations[kind] !== undefined);
  if (declared.length === 0) return undefined;
  const records = join(
    declared.map((kind) => facts(kind, relations)),
    ' union all ',
  );
  const { profile } = relations;
  const known = profile === undefined ? FALSE : sql`exists (select 1 from ${profile} as p where p.id = r.profile_id)`;
  return sql`select r.kind, r.source, count(*) as records, count(r.id) - count(distinct r.id) as duplicates, count(*) filter (where r.profile_id is not null and not ${known}) as orphans, min(r.occurred_at) as earliest, max(r.occurred_at) as latest, count(*) filter (where not r.email) as email, count(*) filter (where not r.phone) as phone, count(*) filter (where r.country is null) as country from (${records}) as r group by r.kind, r.source`;
}

const NO_TEXT = sql`cast(null as varchar)`;
const NO_TIME = sql`cast(null as bigint)`;

/** What is counted of the records of one kind; a field that no source says is nothing to count. */
function facts(kind: EvaluatedKind, { says = saysAnything, ...relations }: Relations): Sql {
  const identifier = relations.profile_identifier;
  const fields: object = recordKinds[kind].fields;
  const said = (field: string, column: string, nothing: Sql): Sql =>
    Object.hasOwn(fields, field) && says(kind, field) ? name('r', column) : nothing;
  const holds = (of: string): Sql =>
    kind !== 'profile' || identifier === undefined
      ? FALSE
      : sql`exists (select 1 from ${identifier} as i where i.profile_id = r.id and i.kind = ${of} and not i.former)`;
  return sql`select ${kind} as kind, r.source, ${said('id', 'id', NO_TEXT)} as id, ${said('profileId', 'profile_id', NO_TEXT)} as profile_id, ${said('occurredAt', 'occurred_at', NO_TIME)} as occurred_at, ${said('country', 'country', NO_TEXT)} as country, ${holds('email')} as email, ${holds('phone')} as phone from ${relations[kind] as Sql} as r`;
}

/** The rows of {@link qualityQuery} as what they say: kinds in their own order, sources in byte order of their names. */
export function readQuality(rows: readonly Readonly<Record<string, unknown>>[]): readonly SourceQuality[] {
  const instant = (value: unknown): Instant | undefined =>
    value === null || value === undefined ? undefined : Number(value);
  return rows
    .map((row) => ({ row, kind: row.kind as EvaluatedKind }))
    .map(({ row, kind }) => ({
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
    .sort((a, b) => evaluatedKinds.indexOf(a.kind) - evaluatedKinds.indexOf(b.kind) || compareUtf8(a.source, b.source));
}
