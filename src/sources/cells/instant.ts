import { INSTANT_PATTERN, LOCAL_TIME_PATTERN, parseInstant, parseLocalTime } from '../../model/instant.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { anyOf, call, FALSE, literal, type Sql, sql } from '../../sql/fragment.js';
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
      ? {
          usual: { holds: isUsual(text, 'Z'), value: call('to_micros', text) },
          fits: isWritten(text, INSTANT_PATTERN),
          value: call('to_micros', text),
        }
      : { fits: FALSE, value: sql`cast(null as bigint)` },
};

/**
 * How most times are written: before eight in the evening, and after. Of text in these forms DuckDB's cast (1.5) reads what
 * the patterns of the model read and no other (found by trying every two characters in every place); the hour 24 is in
 * neither.
 */
const USUAL_TIMES = ['20??-??-?[0-9][T ][01]?:??:?[0-9]', '20??-??-?[0-9][T ]2[0-3]:??:?[0-9]'];

/** Looking for them in thirty million cells takes DuckDB 1.5 a third of what the pattern of the model does: 1.1 s of 3.1 s. */
const isUsual = (text: Sql, end: string): Sql =>
  anyOf(USUAL_TIMES.map((form) => call('glob', text, literal(form + end))));

/** Microseconds of a local time as if it were UTC. */
export function localTimeSql(text: Sql, { patterns }: CellForm): TextSql {
  if (patterns.length === 0) {
    const fits = isWritten(text, LOCAL_TIME_PATTERN);
    const value = call('to_local_micros', text);
    return { usual: { holds: isUsual(text, ''), value }, fits, value };
  }
  return firstWritten(
    patterns,
    text,
    (iso) => sql`case when ${isWritten(iso, LOCAL_TIME_PATTERN)} then ${call('to_local_micros', iso)} end`,
  );
}
