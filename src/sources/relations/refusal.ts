import { snakeCase } from '../../model/columns.js';
import { ANY } from '../../model/vocabulary.js';
import { FALSE, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { permissionTimingSql, refusalTimingSql, timingColumns } from './timing.js';

/**
 * A refusal: a scope that is missing or unreadable is the widest, a state that is, is the refusing one.
 *
 * @param refusing The state that refuses; a kind without states has no lifting either.
 */
export const readRefusal =
  (scope: readonly string[], refusing?: string): ReadKind =>
  (cells) => {
    const widest = scope.map((field) => [snakeCase(field), sql`coalesce(${cells.value(field)}, ${ANY})`]);
    const state = refusing === undefined ? {} : { state: sql`coalesce(${cells.value('state')}, ${refusing})` };
    const lifts = refusing === undefined ? FALSE : sql`coalesce(${cells.value('state')} = 'lifted', false)`;
    const timing = timingColumns(lifts, permissionTimingSql(cells), refusalTimingSql(cells));
    return { columns: { ...Object.fromEntries(widest), ...state, ...timing }, lost: [] };
  };
