import { ClearlistError, type Issue } from '../errors.js';
import type { CellValue } from '../model/read-cell.js';
import { type Cells, readRow } from '../model/read-record.js';
import type { Placed } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { type BoundField, boundFields } from './bound-fields.js';
import type { WallClock } from './cells/cell-form.js';
import { readWrittenCell } from './cells/written-cell.js';
import { csvRows } from './csv-reader.js';
import type { Header } from './header.js';
import type { OpenCsv, OpenSource } from './open-source.js';
import { damageReasons, lostReason } from './unreadable.js';

/** What became of one row of a source. */
export type SourceRow =
  | { readonly record: Placed }
  /** Names no profile, and the binding says that such rows are left out. */
  | { readonly leftOut: true }
  | { readonly unreadable: Issue };

export interface ReadingOptions {
  /** Needed where the source names a zone. */
  readonly wallClock?: WallClock;
}

/**
 * The rows of a source in order, read by the specification: every other reader has to agree with this one.
 *
 * Row numbers count, over all files, the rows that have as many cells as columns.
 */
export async function* sourceRows(source: OpenSource, { wallClock }: ReadingOptions): AsyncGenerator<SourceRow> {
  if (source.type !== 'csv') {
    throw new ClearlistError('engine-unsupported', `source "${source.name}" is Parquet, which only an engine reads`, {
      at: `sources.${source.name}.format`,
      hint: 'Use the engine DuckDB, or bind a CSV file.',
    });
  }
  const clock = wallClock ?? missingClock(source);
  const fields = boundFields(source.binding, source.scope);
  let row = 0;
  for (const file of source.files) {
    const cellsOf = cellReader(fields, file.header, clock);
    for await (const { line, cells } of dataRows(file)) {
      const at = `${file.file}:${line}`;
      if (typeof cells === 'string') {
        yield { unreadable: { at, message: cells } };
        continue;
      }
      row += 1;
      yield readSourceRow(source, cellsOf(cells), { row, at });
    }
  }
}

/** Rows of a file without its header: their cells, or why they have none. */
async function* dataRows(
  file: OpenCsv,
): AsyncGenerator<{ readonly line: number; readonly cells: readonly string[] | string }> {
  const columns = file.header.length;
  let isHeader = true;
  for await (const { line, cells, filled, damage } of csvRows(file)) {
    if (isHeader) isHeader = false;
    else if (cells === undefined) yield { line, cells: damageReasons[damage ?? 'quote'] };
    else if (columns === 1 && filled === 0) continue;
    else if (cells.length < columns) yield { line, cells: damageReasons.few };
    else yield { line, cells: filled > columns ? damageReasons.many : cells };
  }
}

function readSourceRow(
  { name, binding }: OpenSource,
  cells: Cells,
  { row, at }: { row: number; at: string },
): SourceRow {
  const about: readonly string[] = recordKinds[binding.kind].needs[0] ?? [];
  if (binding.withoutSubject === 'leave_out' && about.every((field) => cells[field] === undefined))
    return { leftOut: true };
  const read = readRow(binding.kind, cells, { source: name, row });
  return 'record' in read
    ? { record: { ...read.record, place: at } as Placed }
    : { unreadable: { at, message: lostReason(read.lost) } };
}

function cellReader(
  fields: readonly BoundField[],
  header: Header,
  clock: WallClock,
): (row: readonly string[]) => Cells {
  const readers = fields.map(({ name, field, cells }) => {
    const items = cells.map((origin): ((row: readonly string[]) => CellValue) => {
      if ('constant' in origin) return () => origin.constant;
      const at = header.indexOf(origin.column);
      return (row) => readWrittenCell(row[at] ?? '', origin.form, clock);
    });
    const [first] = items;
    return (row: readonly string[]) => [name, field.list ? items.map((item) => item(row)) : first?.(row)] as const;
  });
  return (row) => Object.fromEntries(readers.map((read) => read(row)));
}

function missingClock({ name, binding }: OpenSource): WallClock {
  if (binding.zone !== undefined) throw new Error(`bug: source "${name}" has a zone and is read without a clock`);
  return (local) => local;
}
