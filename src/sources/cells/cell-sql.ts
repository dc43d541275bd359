import { EARLIEST, LAST_YEAR } from '../../model/instant.js';
import { call, FALSE, NULL, type Sql, sql } from '../../sql/fragment.js';
import type { ScanType } from '../scan.js';
import type { CellForm, TextSql } from './cell-form.js';
import { cellTypes } from './cell-types.js';
import { localTimeSql } from './instant.js';
import { cleanSql, isSaidSql, trimmedSql } from './text.js';
import { type LocalOffset, localToInstantSql } from './zone-case.js';

/** A raw column of a scan. */
export interface RawColumn {
  readonly raw: Sql;
  readonly type: ScanType;
}

/** A column that holds the local time of a cell, where the source has a zone. */
export type LocalColumn = { readonly local: Sql; readonly offsets: readonly LocalOffset[] } | undefined;

const END = Date.UTC(LAST_YEAR + 1, 0, 1) * 1000;

/** Only the years that a written time could name. */
const readable = (micros: Sql): Sql =>
  sql`case when ${micros} >= ${EARLIEST} and ${micros} < ${END} then ${micros} end`;

/** Reads the cell as it is, and trimmed only where that fits nothing: trimming is dear and hardly ever needed. */
function asIsOrTrimmed(read: (text: Sql) => TextSql, raw: Sql): Sql {
  const [asIs, trimmed] = [read(raw), read(trimmedSql(raw))];
  const usual = asIs.usual === undefined ? sql`` : sql` when ${asIs.usual.holds} then ${asIs.usual.value}`;
  return sql`case${usual} when ${asIs.fits} then ${asIs.value} when ${trimmed.fits} then ${trimmed.value} end`;
}

/** Local microseconds of a cell, null where it has none; `undefined` where the source has no zone to read them in. */
export function localSql({ raw, type }: RawColumn, form: CellForm): Sql | undefined {
  if (form.field.type !== 'instant' || form.zone === undefined) return undefined;
  if (type === 'local') return readable(call('to_local_micros', raw));
  return type === 'text' ? asIsOrTrimmed((text) => localTimeSql(text, form), raw) : undefined;
}

/** The value of a cell, null where it says nothing or nothing readable. */
export function valueSql({ raw, type }: RawColumn, form: CellForm, local: LocalColumn): Sql {
  const read = cellTypes[form.field.type].sql;
  if (read === undefined) return cleanSql(raw);
  const value = type === 'text' ? asIsOrTrimmed((text) => read(text, form), raw) : nativeValue[type](raw);
  if (local === undefined) return value;
  return sql`case when ${local.local} is null then ${value} else ${localToInstantSql(local.local, local.offsets)} end`;
}

const nativeValue: Readonly<Record<Exclude<ScanType, 'text'>, (raw: Sql) => Sql>> = {
  instant: (raw) => readable(call('to_micros', raw)),
  // Without a zone a local time names no instant; with one it is read from its local column.
  local: () => sql`cast(${NULL} as bigint)`,
  date: (raw) => {
    const day = call('to_date_text', raw);
    return sql`case when ${call('matches', day, sql`${'(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}'}`)} then ${day} end`;
  },
  decimal: (raw) => call('to_decimal', raw),
  boolean: (raw) => raw,
};

/** Whether a cell says something unreadable; `value` is a column with what {@link valueSql} gave. */
export function badSql({ raw, type }: RawColumn, form: CellForm, value: Sql): Sql {
  const { sql: read, isBad } = cellTypes[form.field.type];
  if (read === undefined) return FALSE;
  if (isBad !== undefined) return isBad(raw);
  return sql`case when ${value} is not null then false else ${type === 'text' ? isSaidSql(raw) : sql`${raw} is not null`} end`;
}
