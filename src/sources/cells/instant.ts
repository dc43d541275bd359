import { INSTANT_PATTERN, LOCAL_TIME_PATTERN, parseInstant, parseLocalTime } from '../../model/instant.js';
import { UNREADABLE } from '../../model/read-cell.js';
import { allOf, call, FALSE, literal, type Sql, sql } from '../../sql/fragment.js';
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
          isUsual: isUsual(text, USUAL_INSTANT),
          fits: isWritten(text, INSTANT_PATTERN),
          value: call('to_micros', text),
        }
      : { fits: FALSE, value: sql`cast(null as bigint)` },
};

/**
 * How most times are written. Of text in this form DuckDB's cast (1.5) reads what the patterns of the model read and no
 * other, but for the hour 24 (found by trying every two characters in every place).
 */
const USUAL_LOCAL_TIME = '20??-??-?[0-9][T ][0-2]?:??:?[0-9]';
const USUAL_INSTANT = `${USUAL_LOCAL_TIME}Z`;

/** Looking for it in thirty million cells takes DuckDB 1.5 half of what the pattern of the model does: 1.4 s of 2.9 s. */
const isUsual = (text: Sql, form: string): Sql =>
  allOf([call('glob', text, literal(form)), sql`not contains(${text}, ${'24:'})`]);

/** Microseconds of a local time as if it were UTC. */
export function localTimeSql(text: Sql, { patterns }: CellForm): TextSql {
  if (patterns.length === 0) {
    const fits = isWritten(text, LOCAL_TIME_PATTERN);
    return { isUsual: isUsual(text, USUAL_LOCAL_TIME), fits, value: call('to_local_micros', text) };
  }
  return firstWritten(
    patterns,
    text,
    (iso) => sql`case when ${isWritten(iso, LOCAL_TIME_PATTERN)} then ${call('to_local_micros', iso)} end`,
  );
}
