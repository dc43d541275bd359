import type { AggregateNode } from '../aggregate-node.js';
import type { RowKind } from '../row-kinds.js';
import type { Where } from '../where.js';
import type { Window } from '../window.js';

/** What counts as doing something: purchases or events that pass a filter. */
export interface Activity {
  readonly over: RowKind;
  readonly where?: Where;
}

/** How many lines there are. Returns take nothing off: who brings a thing back was there all the same. */
export const did = (
  { over, where = {} }: Activity,
  window: Window,
  is: 'gte' | 'eq',
  value: number,
): AggregateNode => ({
  kind: 'aggregate',
  over,
  where,
  measure: { count: 'line' },
  in: window,
  ...(over === 'purchase' ? { returns: 'ignore' as const } : {}),
  is,
  value,
});
