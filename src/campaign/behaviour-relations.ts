import { deviceOwnerTable, onDeviceOnly } from '../identity/devices.js';
import { joinMerged, personSql } from '../identity/merged-person.js';
import { MOMENT, relationColumns } from '../model/columns.js';
import type { Instant } from '../model/instant.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { type RowKind, rowKindNames } from '../segments/row-kinds.js';
import { call, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type RowReader, SharedRows } from '../sql/shared-rows.js';
import { countedColumns, isLinked } from './counted-columns.js';
import type { SegmentRun } from './engine.js';
import type { Says } from './relations.js';

/**
 * What persons did, were sent and said: each kind's relation with `person_id`, if a source declares it.
 *
 * `person_id` is null for a row that counts for nobody: an event on a device of nobody's, a report about an address.
 */
export type BehaviourRelations = Readonly<Record<RowKind, Sql | undefined>>;

/** The same for many to read at once. */
export type SharedBehaviour = Readonly<Record<RowKind, RowReader | undefined>>;

/** What sharing has to know of the rows. */
export interface Shared {
  readonly says: Says;
  readonly asOf: Instant;
  /** The kinds whose relation has the column {@link MOMENT}. */
  readonly moments: readonly EvaluatedKind[];
  /** The kinds whose relation every reader unpacks anew. */
  readonly packed: ReadonlySet<string>;
}

export function sharedBehaviour(
  plan: PlanBuilder,
  behaviour: BehaviourRelations,
  { says, asOf, moments, packed }: Shared,
): SharedBehaviour {
  const shared = (kind: RowKind): SharedRows | undefined => {
    const relation = behaviour[kind];
    if (relation === undefined) return undefined;
    // Where rows count can depend on others: then they are told apart by who asks for them.
    const isCounted = !isLinked(kind, (field) => says(kind, field));
    const own = ['person_id', ...relationColumns(kind, {}).map(({ name }) => name)];
    return new SharedRows(plan, relation, {
      hint: `${kind}_rows`,
      columns: [...own.map((column) => ({ name: column })), ...(isCounted ? countedColumns(kind, asOf) : [])],
      order: 'occurred_at',
      by: 'person_id',
      isCounted,
      isPacked: packed.has(kind),
      ...(moments.includes(kind)
        ? { moment: { column: MOMENT, at: (bound) => call('from_micros', literal(bound)) } }
        : {}),
    });
  };
  return ofEveryKind(shared);
}

/** To be called once everybody has asked, and every table that reads the rows is in the plan. */
export function settleRows(shared: SharedBehaviour): void {
  for (const rows of Object.values(shared)) rows?.settle();
}

export const ofEveryKind = <T>(make: (kind: RowKind) => T): Readonly<Record<RowKind, T>> =>
  Object.fromEntries(rowKindNames.map((kind) => [kind, make(kind)])) as Record<RowKind, T>;

export interface BehaviourSources extends BehaviourRelations {
  readonly links: Sql | undefined;
  readonly merged: Sql | undefined;
}

/** The same as `eventPersons`, and of rows of the other kinds whom they name. */
export function behaviourRelations(plan: PlanBuilder, sources: BehaviourSources, run: SegmentRun): BehaviourRelations {
  const { merged } = sources;
  const named = personSql(merged, name('b', 'profile_id'));
  const join = joinMerged(merged, name('b', 'profile_id'));
  const person = (kind: RowKind, relation: Sql): Sql =>
    plan.view(`${kind}_person`, sql`select b.*, ${named} as person_id from ${relation} as b${join}`);
  const owners = ownersOf(plan, sources, run);
  const linked = (relation: Sql, table: Sql): Sql =>
    plan.view(
      'event_person',
      sql`select b.*, coalesce(${named}, o.person_id) as person_id from ${relation} as b${join} left join ${table} as o on ${onDeviceOnly} and o.device_id = b.device_id and o.moment = b.occurred_at`,
    );
  return ofEveryKind((kind) => {
    const relation = sources[kind];
    if (relation === undefined) return undefined;
    return kind === 'event' && owners !== undefined ? linked(relation, owners) : person(kind, relation);
  });
}

function ownersOf(plan: PlanBuilder, { event, links, merged }: BehaviourSources, run: SegmentRun): Sql | undefined {
  if (!run.linkDevices || event === undefined || links === undefined) return undefined;
  return deviceOwnerTable(plan, { links, events: event, merged }, run.asOf);
}

/**
 * One row with the count `events`: the same as `anonymousEvents`. Where no source says a device every event names a
 * profile, which is whose it is.
 */
export const anonymousEventsSql = ({ event }: BehaviourRelations, says: Says): Sql =>
  event === undefined || !says('event', 'deviceId')
    ? sql`select 0 as events`
    : sql`select count(*) as events from ${event} where person_id is null`;
