import { allOf, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { boundColumns, fileColumns } from './bound-fields.js';
import { MAX_ROW_BYTES } from './csv-grammar.js';
import { derivedRows } from './derived.js';
import { duckdbFiles, readFiles, runsOf } from './duckdb-files.js';
import type { OpenCsv, OpenSource } from './open-source.js';
import { type ParquetColumns, parquetScan } from './parquet-scan.js';
import type { Scan } from './scan.js';

/** How DuckDB reads the files of a source. */
export interface DuckDbScan extends Scan {
  /** CSV only. */
  readonly rejects?: Rejects;
}

/** Rows that have another number of cells than the header. */
export interface Rejects {
  /** The table that is there once the scan was read by somebody, whoever it was. */
  readonly table: string;
  /** How many there are, as `rows`. To be asked once every row of the scan was read. */
  readonly count: Sql;
}

/**
 * The scan of a source in DuckDB (1.5), for a session in which TimeZone is UTC.
 *
 * Nothing is sniffed: every column of every file is stated, as text and in the file's own order, because DuckDB takes
 * `columns` by position whatever the header says.
 *
 * @param parquet The columns of each Parquet file in order, as `describeParquet` asks for them.
 * @param ordered Makes a table of text that is to be numbered: its `rowid` is the place of a row. DuckDB numbers the rows of
 * a file with a single thread, and gives a table the order of a file however many threads read it, as long as nothing is
 * done with the rows meanwhile: a list of words that one is held against is enough to lose it.
 * @throws {ClearlistError} `source-header` for Parquet columns that are missing or no single cell.
 */
export function duckdbScan(
  source: OpenSource,
  parquet: readonly ParquetColumns[] = [],
  ordered?: (scan: Sql) => Sql,
): DuckDbScan {
  if (source.type === 'parquet') return withDerived(source, parquetScan(source, parquet));
  const columns = fileColumns(source.bindings);
  const runs = runsOf(source.files, ({ header, compression, multiline }) => [header, compression, multiline]);
  const scanOf = (aliases: readonly string[]): Sql =>
    join(
      runs.map((files) => csvScan(source, files, columns, aliases)),
      ' union all ',
    );
  const rejects = { table: rejectsTable(source.source), count: rejectsQuery(source.source, source.files) };
  const scan = ordered === undefined ? { scan: scanOf(columns) } : numbered(source, columns, scanOf, ordered);
  return { ...withDerived(source, scan), rejects };
}

/** The rows of a table in which columns are called by their place: what a file calls them could be `rowid`. */
function numbered(
  { bindings }: OpenSource,
  columns: readonly string[],
  scanOf: (aliases: readonly string[]) => Sql,
  ordered: (scan: Sql) => Sql,
): Scan {
  const aliases = columns.map((_, at) => `cell_${at + 1}`);
  const cells = columns.map((column, at) => sql`${name('t', aliases[at] ?? '')} as ${name(column)}`);
  const taken = new Set([...columns, ...Object.keys(bindings[0]?.derived ?? {})].map((column) => column.toLowerCase()));
  let row = '(row)';
  while (taken.has(row)) row = `(${row})`;
  const number = sql`t.rowid + 1 as ${name(row)}`;
  return { scan: sql`select ${join([...cells, number], ', ')} from ${ordered(scanOf(aliases))} as t`, row };
}

/** The columns of a scan, and those that are worked out from them. */
function withDerived({ bindings }: OpenSource, { scan, where, ...others }: Scan): Scan {
  const bound = new Set(bindings.flatMap(boundColumns));
  const derived = Object.entries(bindings[0]?.derived ?? {}).filter(([column]) => bound.has(column));
  if (derived.length === 0) return { scan, ...others, ...(where === undefined ? {} : { where }) };
  const taken = [...fileColumns(bindings), ...Object.values(others.moments ?? {}), ...[others.row ?? []].flat()];
  const withCells = (rows: Sql): Sql => derivedRows(rows, derived, taken);
  const some: Scan['where'] = (column, test) => {
    const rows = where?.(column, test);
    return rows && withCells(rows);
  };
  const known = Object.fromEntries(derived.map(([column]) => [column, { isClean: true }]));
  return { scan: withCells(scan), ...others, where: some, known };
}

/** DuckDB takes only names that need no quotes, and takes letters of either case for the same. */
const plainName = (source: string): string =>
  source.replace(/[^a-z0-9]/g, (mark) => `_${mark.codePointAt(0)?.toString(16)}_`);
const rejectsTable = (source: string): string => `rejects_of_${plainName(source)}`;
const scansTable = (source: string): string => `scans_of_${plainName(source)}`;

function csvScan(
  { source, bindings }: OpenSource,
  files: readonly [OpenCsv, ...OpenCsv[]],
  columns: readonly string[],
  aliases: readonly string[],
): Sql {
  const [{ header, compression, dialect, multiline }] = files;
  // Names in a file may be missing, alike, or alike but for case; places are not.
  const place = (at: number): string => `column_${at + 1}`;
  const types = header.map((_, at) => sql`${place(at)}: 'VARCHAR'`);
  const options = [
    sql`columns = {${join(types, ', ')}}`,
    sql`auto_detect = false`,
    sql`header = true`,
    sql`delim = ${dialect.delimiter}`,
    sql`quote = ${dialect.quote}`,
    sql`escape = ${dialect.quote}`,
    sql`comment = ''`,
    sql`strict_mode = true`,
    sql`null_padding = false`,
    sql`allow_quoted_nulls = false`,
    sql`max_line_size = ${MAX_ROW_BYTES}`,
    sql`compression = ${compression}`,
    // Several threads in one file take lines within quotes for rows, without an error.
    sql`parallel = ${!multiline}`,
    sql`store_rejects = true`,
    sql`rejects_table = ${rejectsTable(source)}`,
    sql`rejects_scan = ${scansTable(source)}`,
  ];
  const selected = columns.map(
    (column, at) => sql`${name(place(header.indexOf(column)))} as ${name(aliases[at] ?? column)}`,
  );
  // With a single column DuckDB gives blank lines as rows, and only they are null rather than empty.
  const filled = allOf(header.length === 1 ? [sql`${name(place(0))} is not null`] : []);
  const paths = duckdbFiles(readFiles(bindings, files));
  return sql`select ${join(selected, ', ')} from read_csv(${paths}, ${join(options, ', ')}) where ${filled}`;
}

/** A view that is read twice rejects its rows twice, so they are told apart by file and line. */
function rejectsQuery(source: string, files: readonly OpenCsv[]): Sql {
  const [rejects, scans] = [name(rejectsTable(source)), name(scansTable(source))];
  const paths = files.map(({ path }) => literal(path));
  const rejected = sql`select distinct s.file_path, r.line from ${rejects} as r join ${scans} as s using (scan_id, file_id)`;
  return sql`select count(*) as ${name('rows')} from (${rejected}) as d where d.file_path in (${join(paths, ', ')})`;
}
