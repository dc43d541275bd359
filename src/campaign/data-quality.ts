import { ALWAYS, formatInstant, type Instant } from '../model/instant.js';
import type { Profile } from '../model/profile.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { evaluatedKinds, recordKinds } from '../model/record-kinds.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
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
 * A row for each kind and source that has records, all of them in one query. Nothing where no kind is declared.
 *
 * Each question goes through no more than it asks about, because a relation may be read from its files for each: who is
 * known as a profile is looked up in one table for all kinds, ids are told apart only where records have any, and whoever
 * has an address has one that is preferred to all others.
 *
 * INVARIANT: it is asked once the data has passed its checks, and no two profiles have one id.
 */
export function qualityQuery(relations: Relations, kinds: readonly EvaluatedKind[] = evaluatedKinds): Sql | undefined {
  const declared = kinds.filter((kind) => relations[kind] !== undefined);
  if (declared.length === 0) return undefined;
  const parts = [
    ...declared.map((kind) => recordCounts(kind, relations)),
    ...orphanCounts(declared, relations),
    ...declared.filter((kind) => mayRepeat(relations, kind)).map((kind) => duplicateCounts(kind, relations)),
    ...(declared.includes('profile') ? lackingCounts(relations) : []),
  ];
  return sql`select kind, source, ${join(
    counted.map((column) => sql`coalesce(sum(${name(column)}), 0) as ${name(column)}`),
    ', ',
  )}, min(earliest) as earliest, max(latest) as latest from (${join(parts, ' union all ')}) as q group by kind, source`;
}

const counted = ['records', 'duplicates', 'orphans', 'email', 'phone', 'country'] as const;

/** A field that no source says is nothing to count. */
const isSaid = ({ says = saysAnything }: Relations, kind: EvaluatedKind, field: string): boolean =>
  Object.hasOwn(recordKinds[kind].fields, field) && says(kind, field);

const mayRepeat = (relations: Relations, kind: EvaluatedKind): boolean =>
  kind !== 'profile' && isSaid(relations, kind, 'id');

type Count = (typeof counted)[number];

/** One question to every source of some records: its counts and, where it asks for them, their times. */
function part(
  asked: Readonly<Partial<Record<Count, Sql>>>,
  { kind, from, times = NOTHING }: { readonly kind: Sql; readonly from: Sql; readonly times?: Sql },
): Sql {
  const columns = counted.map((column) => sql`${asked[column] ?? NOTHING} as ${name(column)}`);
  return sql`select ${kind} as kind, r.source as source, ${join(columns, ', ')}, min(${times}) as earliest, max(${times}) as latest from ${from} group by 1, 2`;
}

const NOTHING = sql`cast(null as bigint)`;

const recordCounts = (kind: EvaluatedKind, relations: Relations): Sql =>
  part(
    { records: sql`count(*)` },
    {
      kind: sql`${kind}`,
      from: sql`${relations[kind] as Sql} as r`,
      ...(isSaid(relations, kind, 'occurredAt') ? { times: name('r', 'occurred_at') } : {}),
    },
  );

function orphanCounts(kinds: readonly EvaluatedKind[], relations: Relations): readonly Sql[] {
  const { profile } = relations;
  const naming = kinds
    .filter((kind) => isSaid(relations, kind, 'profileId'))
    .map(
      (kind) =>
        sql`select ${kind} as kind, r.source, r.profile_id from ${relations[kind] as Sql} as r where r.profile_id is not null`,
    );
  if (naming.length === 0) return [];
  const all = sql`(${join(naming, ' union all ')}) as r`;
  const from =
    profile === undefined ? all : sql`${all} left join ${profile} as p on p.id = r.profile_id where p.id is null`;
  return [part({ orphans: sql`count(*)` }, { kind: name('r', 'kind'), from })];
}

const duplicateCounts = (kind: EvaluatedKind, relations: Relations): Sql =>
  part(
    { duplicates: sql`count(r.id) - count(distinct r.id)` },
    { kind: sql`${kind}`, from: sql`${relations[kind] as Sql} as r` },
  );

/** All profiles, less those who have what is asked about. */
function lackingCounts({ profile, profile_identifier: identifier }: Relations): readonly Sql[] {
  const kind = sql`${'profile'}`;
  const first = (of: string): Sql => sql`-count(*) filter (where r.kind = ${of})`;
  return [
    part(
      { email: sql`count(*)`, phone: sql`count(*)`, country: sql`count(*) filter (where r.country is null)` },
      { kind, from: sql`${profile as Sql} as r` },
    ),
    ...(identifier === undefined
      ? []
      : [
          part(
            { email: first('email'), phone: first('phone') },
            { kind, from: sql`${identifier} as r where r.rank = 1 and not r.former` },
          ),
        ]),
  ];
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
