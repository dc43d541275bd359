import type { SourceReport } from '../campaign/engine.js';
import type { Instant } from '../model/instant.js';
import type { CellValue } from '../model/read-cell.js';
import { ATTRIBUTE, type Cells, readRow } from '../model/read-record.js';
import { type Field, placeOf } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { type ColumnSpec, type CsvFormat, columnSpecs } from './binding.js';
import { type CellContext, constantCell, readWrittenCell } from './cell.js';
import { CsvDamage, csvRows } from './csv-rows.js';
import { requireUnchanged } from './files.js';
import type { OpenSource } from './open-source.js';
import { requireReadable, SHOWN_ROWS, type UnreadableRow } from './unreadable-rows.js';

/** All records of a source, with what was read. */
export interface ReadSource {
  readonly records: readonly object[];
  readonly report: SourceReport;
}

/**
 * The reference reading of a CSV source: the specification of what SQL reads.
 *
 * @throws {ClearlistError} `rows-unreadable` with file, line and reason; `source-changed`.
 */
export async function readSource(
  source: OpenSource,
  wallClock: ((local: Instant) => Instant) | undefined,
): Promise<ReadSource> {
  const { name, binding, files } = source;
  const records: object[] = [];
  const unreadable: UnreadableRow[] = [];
  let rows = 0;
  let leftOut = 0;
  for await (const row of sourceRows(source, wallClock)) {
    rows += 1;
    if ('unreadable' in row) unreadable.push(row.unreadable);
    else if ('leftOut' in row) leftOut += 1;
    else records.push(row.record);
  }
  requireReadable(name, binding, unreadable.length, unreadable);
  await requireUnchanged(name, files);
  const inputs = files.map(({ name: file, sha256, bytes }) => ({ file, sha256, bytes }));
  return {
    records,
    report: { source: name, kind: binding.kind, files: inputs, rows, leftOut, unreadable: unreadable.length },
  };
}

/** The first unreadable rows, for the message of an engine that counted them. */
export async function locateUnreadable(
  source: OpenSource,
  wallClock: ((local: Instant) => Instant) | undefined,
): Promise<readonly UnreadableRow[]> {
  const found: UnreadableRow[] = [];
  if (source.format.type !== 'csv') return found;
  for await (const row of sourceRows(source, wallClock)) {
    if ('unreadable' in row) found.push(row.unreadable);
    if (found.length >= SHOWN_ROWS) break;
  }
  return found;
}

/** `file:line` of a data row, counted over all files of the source from 1. */
export async function locateRow(source: OpenSource, row: number): Promise<string> {
  let count = 0;
  if (source.format.type === 'csv') {
    for (const file of source.files) {
      let header = true;
      for await (const { line } of csvRows(file, source.format)) {
        if (!header) count += 1;
        if (count === row && !header) return `${file.name}:${line}`;
        header = false;
      }
    }
  }
  return placeOf({ ref: { source: source.name, row } });
}

type SourceRow = { readonly record: object } | { readonly leftOut: true } | { readonly unreadable: UnreadableRow };

async function* sourceRows(
  source: OpenSource,
  wallClock: ((local: Instant) => Instant) | undefined,
): AsyncGenerator<SourceRow> {
  const { name, binding, files, headers } = source;
  const format = source.format as CsvFormat;
  /** The first need of a kind is whom a row is about. */
  const [about = []] = recordKinds[binding.kind].needs;
  let row = 0;
  for (const [i, file] of files.entries()) {
    const header = headers[i] ?? [];
    const read = cellReader(source, header, { words: source.scope.words, decimal: format.decimal, wallClock });
    let first = true;
    try {
      for await (const { line, cells } of csvRows(file, format)) {
        if (first) {
          first = false;
          continue;
        }
        row += 1;
        const bad = (reason: string): SourceRow => ({ unreadable: { file: file.name, line, reason } });
        if (cells.length !== header.length) {
          yield bad(`${cells.length} cells where the header has ${header.length}`);
          continue;
        }
        const values = read(cells);
        if (binding.withoutSubject === 'leave_out' && about.every((field) => values[field] === undefined)) {
          yield { leftOut: true };
          continue;
        }
        const result = readRow(binding.kind, values, { source: name, row });
        yield 'lost' in result
          ? bad(`no readable ${result.lost}`)
          : { record: { ...result.record, place: `${file.name}:${line}` } };
      }
    } catch (cause) {
      if (!(cause instanceof CsvDamage)) throw cause;
      yield { unreadable: { file: file.name, line: cause.line, reason: cause.reason } };
    }
  }
}

/** Reads the cells of one file's rows, fields in the order of the record kind. */
function cellReader(
  source: OpenSource,
  header: readonly string[],
  context: CellContext,
): (row: readonly string[]) => Cells {
  const { binding, scope } = source;
  const fields: Readonly<Record<string, Field>> = recordKinds[binding.kind].fields;
  const constants = binding.constants ?? {};
  const one = (field: Field, spec: ColumnSpec): ((row: readonly string[]) => CellValue) => {
    const index = header.indexOf(spec.column);
    return (row) => readWrittenCell(field, row[index] ?? '', spec, context);
  };
  const readers: [string, (row: readonly string[]) => CellValue | readonly CellValue[]][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const bound = binding.columns[name];
    const constant = constants[name];
    if (bound !== undefined) {
      const cells = columnSpecs(bound).map((spec) => one(field, spec));
      readers.push([
        name,
        field.list ? (row) => cells.map((cell) => cell(row)) : (cells[0] as (row: readonly string[]) => CellValue),
      ]);
    } else if (constant !== undefined) {
      const value = constantCell(field, constant, scope.words);
      readers.push([name, () => value]);
    }
  }
  for (const [name, bound] of Object.entries(binding.attributes ?? {})) {
    const field = scope.attributes[name] as Field;
    readers.push([`${ATTRIBUTE}${name}`, one(field, columnSpecs(bound)[0] as ColumnSpec)]);
  }
  return (row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
}
