import { INSTANT_PATTERN, LOCAL_TIME_PATTERN, parseInstant, parseLocalTime } from '../../model/instant.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { call, FALSE, type Sql, sql } from '../../sql/fragment.js';
import { toIso } from '../time-pattern.js';
import type { CellForm, CellType, TextSql } from './cell-form.js';
import { isoSql, isWritten } from './iso-text.js';

/**
 * A timestamp with an offset, or a local time in the source's zone; without a zone a local time names no instant.
 *
 * `sql` reads only the former. A local time is read by {@link localTimeSql} and made an instant by `zone-case.ts`.
 */
export const instantCell: CellType = {
  read: (text, { pattern, zone }, clock) => {
    const iso = pattern === undefined ? text : toIso(pattern, text);
    if (iso === undefined) return UNREADABLE;
    const instant = pattern === undefined ? parseInstant(iso) : undefined;
    const local = instant === undefined && zone !== undefined ? parseLocalTime(iso) : undefined;
    return instant ?? (local === undefined ? UNREADABLE : clock(local));
  },
  sql: (text, { pattern }) =>
    pattern === undefined
      ? { fits: isWritten(text, INSTANT_PATTERN), value: call('to_micros', text) }
      : { fits: FALSE, value: sql`cast(null as bigint)` },
};

/** Microseconds of a local time as if it were UTC. */
export function localTimeSql(text: Sql, { pattern }: CellForm): TextSql {
  if (pattern === undefined) return { fits: isWritten(text, LOCAL_TIME_PATTERN), value: call('to_local_micros', text) };
  const iso = isoSql(pattern, text);
  const local = sql`case when ${isWritten(iso, LOCAL_TIME_PATTERN)} then ${call('to_local_micros', iso)} end`;
  return { fits: isWritten(text, pattern.regex), value: local };
}
