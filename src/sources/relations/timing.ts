import { ALWAYS, FOREVER } from '../../model/instant.js';
import { type Sql, sql } from '../../sql/fragment.js';
import type { CellColumns } from './cell-columns.js';

/** `refusalTiming` and `permissionTiming` of model/timing.ts in SQL. */
export interface TimingSql {
  readonly at: Sql;
  readonly knownAt: Sql;
}

export function refusalTimingSql(cells: CellColumns): TimingSql {
  const [occurredAt, recordedAt] = [cells.value('occurredAt'), cells.value('recordedAt')];
  return {
    at: sql`coalesce(${occurredAt}, ${FOREVER})`,
    knownAt: sql`case when ${occurredAt} is null then ${ALWAYS} else least(${occurredAt}, coalesce(${recordedAt}, ${occurredAt})) end`,
  };
}

export function permissionTimingSql(cells: CellColumns): TimingSql {
  const [occurredAt, recordedAt] = [cells.value('occurredAt'), cells.value('recordedAt')];
  const isVoid = cells.fields.includes('recordedAt')
    ? sql`(${occurredAt} is null or ${recordedAt} is null)`
    : sql`${occurredAt} is null`;
  return {
    at: sql`case when ${isVoid} then ${ALWAYS} else ${occurredAt} end`,
    knownAt: sql`case when ${isVoid} then ${FOREVER} else greatest(${occurredAt}, coalesce(${recordedAt}, ${occurredAt})) end`,
  };
}

/** {@link permissionTimingSql}, void where a condition holds: of a lift whose scope cannot be read. */
export function liftTimingSql(cells: CellColumns, isVoid: Sql): TimingSql {
  const { at, knownAt } = permissionTimingSql(cells);
  return {
    at: sql`case when ${isVoid} then ${ALWAYS} else ${at} end`,
    knownAt: sql`case when ${isVoid} then ${FOREVER} else ${knownAt} end`,
  };
}

/** One timing where a condition holds, the other elsewhere, as columns of the relation. */
export const timingColumns = (condition: Sql, holds: TimingSql, other: TimingSql): Readonly<Record<string, Sql>> => ({
  at: sql`case when ${condition} then ${holds.at} else ${other.at} end`,
  known_at: sql`case when ${condition} then ${holds.knownAt} else ${other.knownAt} end`,
});
