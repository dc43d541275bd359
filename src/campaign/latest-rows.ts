import memoize from 'lodash-es/memoize.js';
import { MOMENT, type RelationColumn, relationColumns } from '../model/columns.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Purchase } from '../model/purchase.js';
import { type EvaluatedKind, recordKinds } from '../model/record-kinds.js';
import type { Records } from '../model/records.js';
import { order, type Value } from '../segments/comparisons.js';
import type { RowKind } from '../segments/row-kinds.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { Says } from './relations.js';

/**
 * What was known of purchases and events, each once.
 *
 * A row that its source recorded after `knownAt` is not seen. Of a person's rows with one id in one source the one
 * recorded last counts, one without a recording time before all others; of rows recorded at the same instant the later
 * one, and if they still tie the one whose fields are the greater, in the order of the kind's fields. The order of rows
 * in a source never matters. Rows without id are all different, and so are those of nobody.
 *
 * Contacts, delivery reports and permissions have no versions: a report of a message does not replace the one before,
 * nor one expression another. Segments see each of them that was known.
 */
interface Known {
  readonly asOf: Instant;
  readonly knownAt?: Instant;
}

type Kind = 'purchase' | 'event';

/** Whom rows belong to; `undefined` for nobody. */
export interface RowPersons {
  readonly purchase: (row: Purchase) => string | undefined;
  readonly event: (row: Event) => string | undefined;
}

export function latestRecords(known: Known, records: Records, persons: RowPersons): Records {
  const { purchase, event } = records;
  return {
    ...records,
    ...(purchase === undefined ? {} : { purchase: latest('purchase', purchase, known, persons.purchase) }),
    ...(event === undefined ? {} : { event: latest('event', event, known, persons.event) }),
  };
}

const knownAtOf = ({ knownAt, asOf }: Known): Instant => knownAt ?? asOf;

function latest<T extends Purchase | Event>(
  kind: Kind,
  rows: readonly T[],
  run: Known,
  personOf: (row: T) => string | undefined,
): readonly T[] {
  const known = knownRows(rows, run);
  const best = new Map<string, T>();
  const keyOf = (row: T): string | undefined => {
    const person = row.id === undefined ? undefined : personOf(row);
    return person === undefined ? undefined : JSON.stringify([row.ref.source, row.id, person]);
  };
  for (const row of known) {
    const key = keyOf(row);
    const other = key === undefined ? undefined : best.get(key);
    if (key !== undefined && (other === undefined || comesAfter(kind, row, other))) best.set(key, row);
  }
  return known.filter((row) => {
    const key = keyOf(row);
    return key === undefined || best.get(key) === row;
  });
}

export const knownRows = <T extends { readonly recordedAt?: Instant }>(rows: readonly T[], run: Known): readonly T[] =>
  rows.filter(({ recordedAt }) => recordedAt === undefined || recordedAt <= knownAtOf(run));

/** The columns that decide between rows of one id, the first that differs. */
const deciding = memoize((kind: Kind): readonly RelationColumn[] => {
  const columns = relationColumns(kind, {}).filter(({ field }) => field !== undefined && field !== 'id');
  const first = ['recordedAt', 'occurredAt'];
  return [
    ...first.flatMap((wanted) => columns.filter(({ field }) => field === wanted)),
    ...columns.filter(({ field }) => !first.includes(field as string)),
  ];
});

function comesAfter(kind: Kind, row: object, other: object): boolean {
  for (const { field } of deciding(kind)) {
    const [a, b] = [row, other].map((one) => (one as Readonly<Record<string, Value | undefined>>)[field as string]);
    if (a === b) continue;
    if (a === undefined || b === undefined) return b === undefined;
    const sign = order(a, b);
    if (sign !== 0) return sign > 0;
  }
  return false;
}

/**
 * The same in SQL, over rows with `person_id`: a relation with the same columns. Sources that say neither id nor
 * recording time cost nothing.
 */
export function latestRelation(
  plan: PlanBuilder,
  kind: Kind,
  relation: Sql,
  { says, moments }: { readonly says: Says; readonly moments: readonly EvaluatedKind[] },
  run: Known,
): Sql {
  const known = knownRelation(plan, kind, relation, says, run);
  if (!says(kind, 'id')) return known;
  // Few ids come twice: they are found first, so that only their rows have to be put in order.
  const key = sql`source, id, person_id`;
  const twice = plan.table(
    `${kind}_twice`,
    sql`select ${key} from ${known} where id is not null and person_id is not null group by ${key} having count(*) > 1`,
  );
  const same = sql`t.source = r.source and t.id = r.id and t.person_id = r.person_id`;
  const own = [...relationColumns(kind, {}).map((column) => column.name), 'person_id'];
  const columns = join(
    [...own, ...(moments.includes(kind) ? [MOMENT] : [])].map((column) => name(column)),
    ', ',
  );
  const order = deciding(kind).map((column) => sql`r.${name(column.name)} desc nulls last`);
  const ranked = sql`select r.*, row_number() over (partition by r.source, r.id, r.person_id order by ${join(order, ', ')}) as place from ${known} as r join ${twice} as t on ${same}`;
  const best = plan.table(`${kind}_best`, sql`select ${columns} from (${ranked}) as r where place = 1`);
  return plan.view(
    `${kind}_latest`,
    sql`select ${columns} from ${known} as r where not exists (select 1 from ${twice} as t where ${same}) union all select ${columns} from ${best} as b`,
  );
}

/** The same as {@link knownRows}. */
export const knownRelation = (plan: PlanBuilder, kind: RowKind, relation: Sql, says: Says, run: Known): Sql =>
  'recordedAt' in recordKinds[kind].fields && says(kind, 'recordedAt')
    ? plan.view(
        `${kind}_known`,
        sql`select * from ${relation} where recorded_at is null or recorded_at <= ${knownAtOf(run)}`,
      )
    : relation;
