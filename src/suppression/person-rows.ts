import type { Directory } from '../identity/directory.js';
import { joinMerged, personSql } from '../identity/merged-person.js';
import { snakeCase } from '../model/columns.js';
import type { Event } from '../model/event.js';
import { formatInstant, type Instant } from '../model/instant.js';
import type { RecordRef } from '../model/record-kind.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import { filterSql, findSql, matchesRow } from '../segments/row-filter.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { RowReader } from '../sql/shared-rows.js';
import { type ContactsQuery, type Hit, LateHit, type RowKind, type RowsQuery } from './facts.js';

/** A person’s own history, in memory and in SQL. */

interface PersonRow {
  readonly ref: RecordRef;
  readonly profileId?: string;
  readonly occurredAt?: Instant;
}

/** What makes two contacts the same one; a source may tell of one once more when somebody reacts to it. */
const CONTACT = ['id', 'controller', 'channel', 'purpose', 'topic', 'campaign', 'occurredAt'] as const;

export interface PersonRows {
  rows(personId: string, query: RowsQuery): readonly Hit[];
  contacts(personId: string, query: ContactsQuery): readonly Hit[];
}

/** The rows of persons in memory. `eventPerson` says for whom an event counts. */
export function personRows(
  records: Records,
  { personOf }: Directory,
  eventPerson: ((event: Event) => string | undefined) | undefined,
): PersonRows {
  const groups = new Map<RowKind, ReadonlyMap<string, readonly PersonRow[]>>();
  const groupsOf = (kind: RowKind): ReadonlyMap<string, readonly PersonRow[]> => {
    const known = groups.get(kind) ?? group(kind);
    groups.set(kind, known);
    return known;
  };
  const named = ({ profileId }: PersonRow): string | undefined =>
    profileId === undefined ? undefined : personOf(profileId);
  const group = (kind: RowKind): ReadonlyMap<string, readonly PersonRow[]> =>
    kind === 'event' && eventPerson !== undefined
      ? groupRows(records.event ?? [], eventPerson)
      : groupRows<PersonRow>(records[kind] ?? [], named);
  const find = (personId: string, { kind, of, filter, from, to }: RowsQuery): readonly PersonRow[] =>
    (groupsOf(kind).get(personId) ?? []).filter(
      (row) =>
        row.occurredAt !== undefined &&
        row.occurredAt >= from &&
        row.occurredAt < to &&
        (of === 'person' || row.profileId === personId) &&
        matchesRow(filter, row),
    );
  return {
    rows: (personId, query) => find(personId, query).map((row) => hit(query.kind, row, personId)),
    contacts: (personId, query) =>
      distinct(find(personId, { ...query, kind: 'contact', of: 'person' })).map((row) => hit('contact', row, personId)),
  };
}

function groupRows<R extends PersonRow>(
  rows: readonly R[],
  personOf: (row: R) => string | undefined,
): ReadonlyMap<string, readonly PersonRow[]> {
  const groups = new Map<string, PersonRow[]>();
  for (const row of rows) {
    const personId = personOf(row);
    if (personId === undefined) continue;
    const group = groups.get(personId);
    if (group === undefined) groups.set(personId, [row]);
    else group.push(row);
  }
  return groups;
}

export const isBefore = (a: RecordRef, b: RecordRef): boolean => (compareUtf8(a.source, b.source) || a.row - b.row) < 0;

function distinct(rows: readonly PersonRow[]): readonly PersonRow[] {
  const told = new Map<string, PersonRow>();
  for (const row of rows) {
    const content = JSON.stringify(CONTACT.map((field) => (row as unknown as Record<string, unknown>)[field] ?? null));
    const known = told.get(content);
    // Which one is evidence does not depend on the order in which they came.
    if (known === undefined || isBefore(row.ref, known.ref)) told.set(content, row);
  }
  return [...told.values()];
}

const hit = (kind: RowKind, { ref, profileId, occurredAt = 0 }: PersonRow, personId: string): Hit =>
  new LateHit(occurredAt, () => {
    const via = profileId === undefined || profileId === personId ? 'own' : 'merge';
    return { kind, record: ref, since: formatInstant(occurredAt), via: [via] };
  });

/** The rows of {@link RowKind}, as far as they are declared; purchases and events with `person_id`. */
export type RowRelations = {
  readonly [K in RowKind]?: (K extends 'purchase' | 'event' ? RowReader : Sql) | undefined;
};

export interface RowsSql {
  /** With `person_id` and `occurred_at`. */
  readonly relation: Sql;
  /** The rows of the relation that pass a test over its columns. */
  readonly rows: (where: Sql) => Sql;
  /** What a row has to pass. */
  readonly tests: readonly Sql[];
}

/** {@link PersonRows.rows} in SQL; `undefined` where no source declares the kind. */
export function rowsSql(
  plan: PlanBuilder,
  relations: RowRelations,
  merged: Sql | undefined,
  { kind, of, ...query }: RowsQuery,
): RowsSql | undefined {
  const own = of === 'profile' ? [sql`profile_id = person_id`] : [];
  const tests = [...own, ...testsSql(query)];
  if (kind === 'purchase' || kind === 'event') {
    const { from, to, filter } = query;
    const reader = relations[kind];
    const shared = reader?.rows({ from, to, where: [...own, ...findSql(filter)], presence: true });
    return shared === undefined ? undefined : { relation: shared, rows: rowsOf(shared), tests };
  }
  const relation = relations[kind];
  if (relation === undefined) return undefined;
  const ofPersons = personView(plan, kind, relation, merged);
  return { relation: ofPersons, rows: rowsOf(ofPersons), tests };
}

/** {@link PersonRows.contacts} in SQL: each row is a contact of its own. */
export function contactsSql(
  plan: PlanBuilder,
  { contact }: RowRelations,
  merged: Sql | undefined,
  query: ContactsQuery,
): RowsSql | undefined {
  if (contact === undefined) return undefined;
  const content = CONTACT.map((field) => name(snakeCase(field)));
  const relation = personView(plan, 'contact', contact, merged);
  return {
    relation,
    rows: (where) => sql`select distinct person_id, ${join(content, ', ')} from ${relation} where ${where}`,
    tests: testsSql(query),
  };
}

const rowsOf = (relation: Sql) => (where: Sql) => sql`select * from ${relation} where ${where}`;

const personView = (plan: PlanBuilder, kind: RowKind, relation: Sql, merged: Sql | undefined): Sql =>
  plan.view(
    `${kind}_person`,
    sql`select b.*, ${personSql(merged, name('b', 'profile_id'))} as person_id from ${relation} as b${joinMerged(merged, name('b', 'profile_id'))}`,
  );

const testsSql = ({ filter, from, to }: ContactsQuery): readonly Sql[] => [
  sql`occurred_at >= ${from}`,
  sql`occurred_at < ${to}`,
  ...filterSql(filter),
];
