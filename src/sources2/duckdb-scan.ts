import { join, literal, name, type Sql, sql } from '../sql/fragment.js';
import type { CsvFormat } from './binding.js';
import { boundColumns, type OpenSource } from './open-source.js';

/**
 * A source as DuckDB scans it: bound columns as text by name, and `row_number` from 1 over all files in order.
 *
 * Nothing is sniffed. Every column of the file is declared, in the file's own order (DuckDB binds by position), and a
 * row that cannot be split goes to a table of rejects instead of vanishing.
 */
export interface DuckDbScan {
  readonly scan: Sql;
  /** `file`, `line`, `reason` of every row that could not be split; to be read after the scan. */
  readonly rejects?: Sql;
}

export function csvScan(source: OpenSource): DuckDbScan {
  const { name: sourceName, files, headers } = source;
  const format = source.format as CsvFormat;
  const columns = boundColumns(source.binding);
  const [rejectsTable, scansTable] = [`rejects_${sourceName}`, `rejects_scan_${sourceName}`];
  const groups = new Map<string, { header: readonly string[]; paths: string[] }>();
  files.forEach((file, i) => {
    const header = headers[i] ?? [];
    const key = JSON.stringify(header);
    const group = groups.get(key) ?? { header, paths: [] };
    group.paths.push(file.path);
    groups.set(key, group);
  });
  const scans = [...groups.values()].map(({ header, paths }) => {
    // Columns nobody binds may share a name; their place makes it their own.
    const declared = header.map((column, i) => sql`${columns.includes(column) ? column : `unbound ${i + 1}`}: ${'VARCHAR'}`);
    const options = [
      sql`auto_detect = false`,
      sql`header = true`,
      sql`columns = {${join(declared, ', ')}}`,
      sql`delim = ${format.delimiter}`,
      sql`quote = ${format.quote}`,
      sql`escape = ${format.quote}`,
      sql`compression = ${format.compression}`,
      sql`nullstr = ${''}`,
      sql`strict_mode = true`,
      sql`null_padding = false`,
      sql`store_rejects = true`,
      sql`rejects_limit = 0`,
      sql`rejects_table = ${rejectsTable}`,
      sql`rejects_scan = ${scansTable}`,
    ];
    const list = sql`[${join(paths.map(literal), ', ')}]`;
    return sql`select ${join(columns.map((column) => name(column)), ', ')} from read_csv(${list}, ${join(options, ', ')})`;
  });
  const numbered = sql`select *, row_number() over () as row_number from (${join(scans, ' union all ')}) as f`;
  return {
    scan: numbered,
    rejects: sql`select distinct s.file_path as file, r.line as line, r.error_type::varchar as reason from ${name(rejectsTable)} as r join ${name(scansTable)} as s on s.scan_id = r.scan_id and s.file_id = r.file_id order by file, line`,
  };
}

/** Column types of a Parquet file, as `describe` names them. */
export type ParquetColumns = Readonly<Record<string, string>>;

export function parquetScan(source: OpenSource, types: ParquetColumns): DuckDbScan {
  const columns = boundColumns(source.binding).map((column) => sql`${asText(column, types[column] ?? 'VARCHAR')} as ${name(column)}`);
  const list = sql`[${join(source.files.map(({ path }) => literal(path)), ', ')}]`;
  return { scan: sql`select ${join(columns, ', ')}, row_number() over () as row_number from read_parquet(${list}, union_by_name = true)` };
}

/** Typed columns in the writing that cells are read in. */
function asText(column: string, type: string): Sql {
  const value = name(column);
  if (type === 'TIMESTAMP WITH TIME ZONE') return sql`strftime(${value}, ${'%Y-%m-%dT%H:%M:%S.%fZ'})`;
  if (type.startsWith('TIMESTAMP')) return sql`strftime(${value}, ${'%Y-%m-%dT%H:%M:%S.%f'})`;
  return sql`${value}::varchar`;
}
