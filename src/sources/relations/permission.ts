import { ANY } from '../../model/vocabulary.js';
import { anyOf, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { permissionTimingSql, refusalTimingSql, timingColumns } from './timing.js';

const SCOPE = ['controller', 'purpose', 'channel', 'state'] as const;
/** Damage here voids the permission; anywhere else the record is unreadable. */
const TIMES: readonly string[] = ['occurredAt', 'recordedAt'];

/** A permission: nothing is added to it, and what is wrong with it speaks against it. */
export const readPermission: ReadKind = (cells) => {
  const missing = SCOPE.map((field) => sql`${cells.value(field)} is null`);
  const damaged = cells.fields.filter((field) => !TIMES.includes(field)).map(cells.bad);
  const permits = sql`coalesce(${cells.value('state')} in ('given', 'pending'), false)`;
  return {
    columns: {
      topic: sql`case when ${cells.bad('topic')} then null else coalesce(${cells.value('topic')}, ${ANY}) end`,
      ...timingColumns(permits, permissionTimingSql(cells), refusalTimingSql(cells)),
      unreadable: anyOf([...missing, ...damaged]),
    },
    lost: [],
  };
};
