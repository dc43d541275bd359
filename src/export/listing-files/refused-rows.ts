import type { RefusedRow } from './admission.js';

/** How often something was refused, for which reason; no row is named. */
export interface RefusalCount {
  readonly reason: string;
  readonly field?: string;
  readonly rows: number;
}

/** Counts in byte order of reason and field. */
export function refusalCounts(refused: Iterable<RefusedRow>): readonly RefusalCount[] {
  const counts = new Map<string, RefusalCount>();
  for (const { reason, field } of refused) {
    const key = `${reason} ${field ?? ''}`;
    const rows = (counts.get(key)?.rows ?? 0) + 1;
    counts.set(key, { reason, ...(field === undefined ? {} : { field }), rows });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

/**
 * The report of what was not sent.
 *
 * Shape: CSV with `row,field,reason`; `row` is the place on the campaign's list in the order of profile ids, from 1;
 * `field` is empty where the whole person is refused. No value is in it.
 */
export function* refusedRowsText(refused: Iterable<RefusedRow>): Generator<string> {
  yield 'row,field,reason\r\n';
  for (const { row, field = '', reason } of refused) yield `${row},${field},${reason}\r\n`;
}
