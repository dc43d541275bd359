import type { Instant } from '../model/instant.js';
import { filterSql, matchesRow, type RowFilter } from '../segments/row-filter.js';
import { allOf, join, name, type Sql, sql } from '../sql/fragment.js';
import type { BlockKind, GrantKind } from './facts.js';

/**
 * Which refusals stand: those in force, and not ended by a lift.
 *
 * A lift ends a refusal of the same subject and exactly the same scope when it is strictly later; at the same instant
 * the refusal stands. A refusal without a time is never ended.
 */
export interface Lifting {
  readonly scope: readonly string[];
  /** Which records lift at all. */
  readonly lifts: RowFilter;
}

const LIFTED: RowFilter = [{ field: 'state', in: ['lifted'] }];
const REFUSES_NOTHING: RowFilter = [{ field: 'refuses', in: [false] }];

/** Which records of a kind refuse nothing, although the kind is one of refusals. */
const silent: Partial<Record<BlockKind, RowFilter>> = {
  objection: LIFTED,
  restriction: LIFTED,
  signal: REFUSES_NOTHING,
  register: [{ field: 'result', in: ['clear', 'unanswered', 'list'] }],
};

/** Kinds whose refusals a later record can lift. */
export const liftings: Partial<Record<BlockKind, Lifting>> = {
  objection: {
    scope: ['controller', 'purpose', 'channel'],
    lifts: [...LIFTED, { field: 'origin', in: ['data_subject'] }, { field: 'evidence', present: true }],
  },
  restriction: { scope: ['controller'], lifts: LIFTED },
  signal: { scope: ['controller', 'signal', 'platform'], lifts: REFUSES_NOTHING },
};

/** Whether refusals dated after as-of count, and the as-of they are then held against. */
export interface InForce {
  readonly asOf: Instant;
  readonly laterRefusalsCount: boolean;
}

interface RefusalRecord {
  readonly at: Instant;
  readonly knownAt: Instant;
}

const inForce = ({ knownAt }: RefusalRecord, { asOf, laterRefusalsCount }: InForce): boolean =>
  laterRefusalsCount || knownAt <= asOf;

/** Whether a record refuses nothing, although its kind is one of refusals. */
export const isSilent = (kind: BlockKind, record: object): boolean => {
  const filter = silent[kind];
  return filter !== undefined && matchesRow(filter, record);
};

/** What permits at all. It only counts once it is known, whatever the run is for. */
const permitting: Readonly<Record<GrantKind, RowFilter>> = {
  permission: [{ field: 'state', in: ['given', 'pending'] }],
  register: [{ field: 'result', in: ['clear'] }],
  signal: REFUSES_NOTHING,
};

/** Whether a record can permit at all. */
export const isPermitting = (kind: string, record: object): boolean =>
  Object.hasOwn(permitting, kind) && matchesRow(permitting[kind as GrantKind], record);

/** Whether a record can end refusals; the evidence it may need is not looked at. */
export const canLift = (kind: string, record: object): boolean =>
  Object.hasOwn(liftings, kind) && isSilent(kind as BlockKind, record);

/** The records of a kind that stand. `subject` names whom a record is about, canonically, without folding. */
export function standing<R extends RefusalRecord>(
  kind: BlockKind,
  records: readonly R[],
  context: InForce,
  subject: (record: R) => string,
): readonly R[] {
  const lifting = liftings[kind];
  const refusals = records.filter((record) => !isSilent(kind, record) && inForce(record, context));
  if (lifting === undefined) return refusals;
  const liftedAt = new Map<string, Instant>();
  const scopeOf = (record: R): string =>
    JSON.stringify([subject(record), ...lifting.scope.map((field) => (record as Record<string, unknown>)[field])]);
  for (const record of records) {
    if (!matchesRow(lifting.lifts, record) || record.knownAt > context.asOf) continue;
    const scope = scopeOf(record);
    liftedAt.set(scope, Math.max(liftedAt.get(scope) ?? Number.NEGATIVE_INFINITY, record.at));
  }
  return refusals.filter((record) => {
    const lifted = liftedAt.get(scopeOf(record));
    return lifted === undefined || lifted <= record.at;
  });
}

/** What permits and counts: with a valid time, known at as-of. */
export const counted = <R extends RefusalRecord>(kind: GrantKind, records: readonly R[], asOf: Instant): readonly R[] =>
  records.filter((record) => matchesRow(permitting[kind], record) && record.knownAt <= asOf);

/** Columns that name whom a record is about, canonically. */
const subjectColumns = (kind: BlockKind): readonly string[] =>
  kind === 'signal' ? ['profile_id', 'device_key'] : ['profile_id', 'email_key', 'phone_key', 'addressed'];

const inForceSql = ({ asOf, laterRefusalsCount }: InForce): readonly Sql[] =>
  laterRefusalsCount ? [] : [sql`known_at <= ${asOf}`];

/** {@link standing} over a relation that has the subject columns; keeps its columns. */
export function standingSql(kind: BlockKind, relation: Sql, context: InForce): Sql {
  const lifting = liftings[kind];
  const quiet = silent[kind];
  const refusing = quiet === undefined ? [] : [sql`not ${allOf(filterSql(quiet))}`];
  const counting = [...refusing, ...inForceSql(context)];
  if (lifting === undefined) return sql`select * from ${relation} where ${allOf(counting)}`;
  const lifts = sql`select * from ${relation} where ${allOf([...filterSql(lifting.lifts), sql`known_at <= ${context.asOf}`])}`;
  const same = [...subjectColumns(kind), ...lifting.scope].map(
    (column) => sql`r.${name(column)} is not distinct from l.${name(column)}`,
  );
  return sql`select r.* from ${relation} as r where ${allOf(counting)} and not exists (select 1 from (${lifts}) as l where ${name('l', 'at')} > ${name('r', 'at')} and ${join(same, ' and ')})`;
}

export const countedSql = (kind: GrantKind, relation: Sql, asOf: Instant): Sql =>
  sql`select * from ${relation} where ${allOf([...filterSql(permitting[kind]), sql`known_at <= ${asOf}`])}`;

/** What, beside whom it is about, makes two delivery reports the same one. */
export const REPORT = ['id', 'controller', 'channel', 'campaign', 'outcome', 'at'] as const;
