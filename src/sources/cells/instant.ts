import { INSTANT_PATTERN, LOCAL_TIME_PATTERN, parseInstant, parseLocalTime } from '../../model/instant.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { call, FALSE, type Sql, sql } from '../../sql/fragment.js';
import { firstIso } from '../time-pattern.js';
import type { CellForm, CellType, TextSql } from './cell-form.js';
import { firstWritten, isWritten } from './iso-text.js';

/**
 * A timestamp with an offset, or a local time in the source's zone; without a zone a local time names no instant.
 *
 * `sql` reads only the former. A local time is read by {@link localTimeSql} and made an instant by `zone-case.ts`.
 */
export const instantCell: CellType = {
  read: (text, { patterns, zone }, clock) => {
    const iso = patterns.length === 0 ? text : firstIso(patterns, text);
    if (iso === undefined) return UNREADABLE;
    const instant = patterns.length === 0 ? parseInstant(iso) : undefined;
    const local = instant === undefined && zone !== undefined ? parseLocalTime(iso) : undefined;
    return instant ?? (local === undefined ? UNREADABLE : clock(local));
  },
  sql: (text, { patterns }) =>
    patterns.length === 0
      ? { fits: isWritten(text, INSTANT_PATTERN), value: call('to_micros', text) }
      : { fits: FALSE, value: sql`cast(null as bigint)` },
};

/** Microseconds of a local time as if it were UTC. */
export function localTimeSql(text: Sql, { patterns }: CellForm): TextSql {
  if (patterns.length === 0) return { fits: isWritten(text, LOCAL_TIME_PATTERN), value: call('to_local_micros', text) };
  return firstWritten(
    patterns,
    text,
    (iso) => sql`case when ${isWritten(iso, LOCAL_TIME_PATTERN)} then ${call('to_local_micros', iso)} end`,
  );
}
