import { snakeCase } from '../../model/columns.js';
import { ANY, ANY_ONE } from '../../model/vocabulary.js';
import { anyOf, FALSE, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { liftTimingSql, refusalTimingSql, timingColumns } from './timing.js';

/**
 * A refusal: a scope that is missing or unreadable is the widest, a state that is, is the refusing one. A lift of an
 * unreadable scope is void.
 *
 * @param refusing The state that refuses; a kind without states has no lifting either.
 */
export const readRefusal =
  (scope: readonly string[], refusing?: string): ReadKind =>
  (cells) => {
    const widest = scope.map((field) => {
      const all = field === 'topic' ? sql`case when ${cells.bad(field)} then ${ANY_ONE} else ${ANY} end` : sql`${ANY}`;
      return [snakeCase(field), sql`coalesce(${cells.value(field)}, ${all})`];
    });
    const state = refusing === undefined ? {} : { state: sql`coalesce(${cells.value('state')}, ${refusing})` };
    const lifts = refusing === undefined ? FALSE : sql`coalesce(${cells.value('state')} = 'lifted', false)`;
    const timing = timingColumns(lifts, liftTimingSql(cells, anyOf(scope.map(cells.bad))), refusalTimingSql(cells));
    return { columns: { ...Object.fromEntries(widest), ...state, ...timing }, lost: [] };
  };
