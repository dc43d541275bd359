import { type Issue, throwIssues } from '../errors.js';
import type { FieldType } from '../model/record-kind.js';
import { join, name, type Sql, sql, TRUE } from '../sql/fragment.js';
import { boundCells, fileColumns } from './bound-fields.js';
import type { CellForm } from './cells/cell-form.js';
import { textForm } from './column-form.js';
import { type DatabaseTable, typedRows } from './database-table.js';
import { derivedInputs } from './derived.js';
import { type ReadFile, readFiles, runsOf } from './duckdb-files.js';
import { headerIssues } from './header.js';
import type { OpenParquet, OpenSource } from './open-source.js';
import { parquetCell } from './parquet-cell.js';
import type { Scan, ScanType } from './scan.js';

export interface ParquetColumn {
  readonly name: string;
  /** As DuckDB writes it: `TIMESTAMP WITH TIME ZONE`, `DECIMAL(12,2)`. */
  readonly type: string;
}

/** The columns of one Parquet file. */
export type ParquetColumns = readonly ParquetColumn[];

/** Asks for the columns of a file or table: `column_name` and `column_type` of each row. */
export const describeParquet = (files: readonly ReadFile[], table?: DatabaseTable): Sql =>
  sql`describe select * from ${typedRows(table, files)}`;

/** The types that a field reads as they are; everything else is read as text. */
const NATIVE: Partial<Record<FieldType, readonly (readonly [RegExp, ScanType])[]>> = {
  instant: [
    [/^TIMESTAMP WITH TIME ZONE$/, 'instant'],
    [/^TIMESTAMP$/, 'local'],
  ],
  date: [[/^DATE$/, 'date']],
  decimal: [[/^(DECIMAL\(\d+,[0-6]\)|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/, 'decimal']],
  boolean: [[/^BOOLEAN$/, 'boolean']],
};

const NO_CELL = /\[|^(STRUCT|MAP|UNION|BLOB|BIT|INTERVAL|VARIANT|GEOMETRY|"NULL")/;

export function parquetScan(source: OpenSource, parquet: readonly ParquetColumns[]): Scan {
  const bound = fileColumns(source.bindings);
  const table = 'table' in source ? source.table : undefined;
  const files = (source.files as readonly OpenParquet[]).map((file, i) => ({ file, columns: parquet[i] ?? [] }));
  requireColumns(source, files, bound);
  const forms = formsByColumn(source);
  const types = Object.fromEntries(
    bound.map((column) => {
      const found = files.map((file) => scanType(columnIn(file.columns, column).type, forms.get(column) ?? []));
      return [column, found.every((type) => type === found[0]) ? (found[0] as ScanType) : 'text'];
    }),
  );
  const timed = bound.filter((column) => types[column] === 'instant');
  const numbered = table === undefined && files.length === 1 && !files.some(hasFileRow);
  const scanOf = (column?: string, test: (raw: Sql) => Sql = () => TRUE): Sql => {
    const scans = runsOf(files, (file) => file.columns).map(([first, ...more]) => {
      const cellOf = (bound: string): Sql => {
        const { name: written, type } = columnIn(first.columns, bound);
        return parquetCell(name(written), type, types[bound] as ScanType);
      };
      const cells = bound.map((one) => sql`${cellOf(one)} as ${name(one)}`);
      const moments = timed.map((one) => sql`${name(columnIn(first.columns, one).name)} as ${name(momentOf(one))}`);
      const read = [first, ...more].map(({ file }) => file);
      const rows = typedRows(table, readFiles(source.bindings, read), numbered);
      const row = numbered ? [sql`${name(FILE_ROW)} + 1 as ${name(ROW)}`] : [];
      const some = column === undefined ? sql`` : sql` where ${test(cellOf(column))}`;
      return sql`select ${join([...cells, ...moments, ...row], ', ')} from ${rows}${some}`;
    });
    return join(scans, ' union all ');
  };
  const moments = Object.fromEntries(timed.map((column) => [column, momentOf(column)]));
  return {
    scan: scanOf(),
    types,
    moments,
    where: (column, test) => (bound.includes(column) ? scanOf(column, test) : undefined),
    ...(numbered ? { row: ROW } : {}),
  };
}

/** What DuckDB calls the number of a row in its file, from 0. */
const FILE_ROW = 'file_row_number';
const ROW = '(row)';

const hasFileRow = ({ columns }: ParquetFile): boolean => columns.some((one) => one.name.toLowerCase() === FILE_ROW);

/** No column of a file is called so, because those that are bound are what a scan has beside it. */
const momentOf = (column: string): string => `${column} (as it is)`;

/** INVARIANT: every bound column was found in every file. */
const columnIn = (columns: ParquetColumns, column: string): ParquetColumn =>
  columns.find((one) => one.name.normalize('NFC') === column) as ParquetColumn;

interface ParquetFile {
  readonly file: OpenParquet;
  readonly columns: ParquetColumns;
}

function requireColumns(
  { source, bindings }: OpenSource,
  files: readonly ParquetFile[],
  bound: readonly string[],
): void {
  const wanted = { columns: bound, derived: Object.keys(bindings[0]?.derived ?? {}) };
  const issues = files.flatMap(({ file, columns }): readonly Issue[] => {
    const names = columns.map((column) => column.name.normalize('NFC'));
    const nested = columns.filter((column, i) => bound.includes(names[i] as string) && NO_CELL.test(column.type));
    return [
      ...headerIssues(file.file, names, wanted),
      ...nested.map((column) => ({
        at: file.file,
        message: `column ${JSON.stringify(column.name)} is of type ${column.type}, which is no single cell`,
      })),
    ];
  });
  throwIssues('source-header', `source "${source}"`, issues, 'Correct the columns of the binding or of the file.');
}

/** How everything that reads a column wants its cells; what derived columns are worked out from is text. */
function formsByColumn({ bindings, scope }: OpenSource): ReadonlyMap<string, readonly CellForm[]> {
  const forms = new Map<string, CellForm[]>();
  const add = (column: string, form: CellForm): unknown => forms.set(column, [...(forms.get(column) ?? []), form]);
  for (const binding of bindings) {
    for (const { column, form, only } of boundCells(binding, scope)) {
      add(column, form);
      if (only !== undefined) add(column, textForm(scope));
    }
    for (const derived of Object.values(binding.derived ?? {}))
      for (const column of derivedInputs(derived)) add(column.normalize('NFC'), textForm(scope));
  }
  return forms;
}

function scanType(type: string, forms: readonly CellForm[]): ScanType {
  const found = forms.map(({ field, isStated, meanings }) =>
    !isStated && meanings === undefined ? NATIVE[field.type]?.find(([known]) => known.test(type))?.[1] : undefined,
  );
  return found.every((as) => as === found[0]) ? (found[0] ?? 'text') : 'text';
}
