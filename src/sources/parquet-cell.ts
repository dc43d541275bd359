import { type Sql, sql } from '../sql/fragment.js';
import type { ScanType } from './scan.js';

/**
 * A typed column of DuckDB as a cell: as it is, or in the writing in which cells of text are read.
 *
 * Values that no writing of ours names (infinity, years beyond ours, an exponent) stay unreadable.
 */
export function parquetCell(column: Sql, type: string, as: ScanType): Sql {
  if (as === 'instant' || as === 'local') return finite(column, as);
  if (as !== 'text' || type === 'VARCHAR') return column;
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return sql`case when isfinite(${column}) then cast(make_timestamp(epoch_us(${column})) as varchar) || 'Z' else cast(${column} as varchar) end`;
  }
  const text = sql`cast(${column} as varchar)`;
  // More places than six are readable where they are zeros.
  return /^DECIMAL\(\d+,([7-9]|\d\d)\)$/.test(type)
    ? sql`regexp_replace(${text}, ${'^(.*[.][0-9]{6})0+$'}, ${'\\1'})`
    : text;
}

/** Infinity has no microseconds, and asking for them is an error; a year that is not readable takes its place. */
const finite = (column: Sql, as: 'instant' | 'local'): Sql =>
  sql`case when ${column} is null or isfinite(${column}) then ${column} else ${as === 'instant' ? sql`timestamptz '0001-01-01 00:00:00+00'` : sql`timestamp '0001-01-01 00:00:00'`} end`;
