import { INSTANT_PATTERN, LOCAL_TIME_PATTERN, parseInstant, parseLocalTime } from '../../model/instant.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { call, NULL, type Sql, sql } from '../../sql/fragment.js';
import { toIso } from '../time-pattern.js';
import type { CellForm, CellType } from './cell-form.js';
import { isoSql, isWritten } from './iso-text.js';

/**
 * A timestamp with an offset, or a local time in the source's zone; without a zone a local time names no instant.
 *
 * `parse` reads only the former. A local time is read by {@link parseLocalSql} and made an instant by `zone-case.ts`.
 */
export const instantCell: CellType = {
  read: (text, { pattern, zone }, clock) => {
    const iso = pattern === undefined ? text : toIso(pattern, text);
    if (iso === undefined) return UNREADABLE;
    const instant = pattern === undefined ? parseInstant(iso) : undefined;
    const local = instant === undefined && zone !== undefined ? parseLocalTime(iso) : undefined;
    return instant ?? (local === undefined ? UNREADABLE : clock(local));
  },
  parse: (text, { pattern }) =>
    pattern === undefined
      ? sql`case when ${isWritten(text, INSTANT_PATTERN)} then ${call('to_micros', text)} end`
      : NULL,
};

/** Microseconds of a local time as if it were UTC, null where the text is none. */
export function parseLocalSql(text: Sql, { pattern }: CellForm): Sql {
  const iso = pattern === undefined ? text : isoSql(pattern, text);
  const local = sql`case when ${isWritten(iso, LOCAL_TIME_PATTERN)} then ${call('to_local_micros', iso)} end`;
  return pattern === undefined ? local : sql`case when ${isWritten(text, pattern.regex)} then ${local} end`;
}
