import { deviceOwnerTable, onDeviceOnly } from '../identity/devices.js';
import { joinMerged, personSql } from '../identity/merged-person.js';
import { relationColumns } from '../model/columns.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type RowReader, SharedRows } from '../sql/shared-rows.js';
import type { SegmentRun } from './engine.js';
import type { Says } from './relations.js';

/** The behaviour of persons: each kind's relation with `person_id`, if a source declares it. */
export interface BehaviourRelations {
  readonly purchase: Sql | undefined;
  /** `person_id` is null for an event that counts for nobody. */
  readonly event: Sql | undefined;
}

/** The same for many to read at once. */
export interface SharedBehaviour {
  readonly purchase: RowReader | undefined;
  readonly event: RowReader | undefined;
}

export function sharedBehaviour(plan: PlanBuilder, behaviour: BehaviourRelations): SharedBehaviour {
  const shared = (kind: keyof BehaviourRelations): SharedRows | undefined => {
    const relation = behaviour[kind];
    const columns = ['person_id', ...relationColumns(kind, {}).map(({ name }) => name)];
    const shape = { hint: `${kind}_rows`, columns, order: 'occurred_at', by: 'person_id' };
    return relation === undefined ? undefined : new SharedRows(plan, relation, shape);
  };
  return { purchase: shared('purchase'), event: shared('event') };
}

export interface BehaviourSources extends BehaviourRelations {
  readonly links: Sql | undefined;
  readonly merged: Sql | undefined;
}

/** The same as `eventPersons`, and of purchases whom they name. */
export function behaviourRelations(plan: PlanBuilder, sources: BehaviourSources, run: SegmentRun): BehaviourRelations {
  const { purchase, event, merged } = sources;
  const named = personSql(merged, name('b', 'profile_id'));
  const join = joinMerged(merged, name('b', 'profile_id'));
  const person = (kind: 'purchase' | 'event', relation: Sql): Sql =>
    plan.view(`${kind}_person`, sql`select b.*, ${named} as person_id from ${relation} as b${join}`);
  const owners = ownersOf(plan, sources, run);
  const linked = (relation: Sql, table: Sql): Sql =>
    plan.view(
      'event_person',
      sql`select b.*, coalesce(${named}, o.person_id) as person_id from ${relation} as b${join} left join ${table} as o on ${onDeviceOnly} and o.device_id = b.device_id and o.moment = b.occurred_at`,
    );
  return {
    purchase: purchase === undefined ? undefined : person('purchase', purchase),
    event: event === undefined ? undefined : owners === undefined ? person('event', event) : linked(event, owners),
  };
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
