import { ClearlistError, type Issue } from '../errors.js';
import { readRow } from '../model/read-record.js';
import type { Placed } from '../model/record-kind.js';
import type { WallClock } from './cells/cell-form.js';
import { csvRows } from './csv-reader.js';
import { type DuplicateFate, duplicateRows, type IdRow } from './duplicates.js';
import type { OpenCsv, OpenSource } from './open-source.js';
import { columnTexts, type PartReader, type PartRow, partReader } from './part-reader.js';
import { DUPLICATE, damageReasons, lostReason } from './unreadable.js';

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
  const reader = partReader(source, wallClock ?? missingClock(source));
  const fates = await duplicateFates(source, reader);
  let row = 0;
  for (const file of source.files) {
    const columns = columnTexts(file.header, source.binding);
    for await (const { line, cells } of dataRows(file)) {
      const at = `${file.file}:${line}`;
      if (typeof cells === 'string') {
        yield { unreadable: { at, message: cells } };
        continue;
      }
      row += 1;
      yield sourceRow(source, reader.read(columns(cells)), { row, at, fate: fates.get(row) });
    }
  }
}

/** A first reading, where the rule about rows with one id needs to know all of them. */
async function duplicateFates(
  { binding, files, ...source }: OpenSource,
  { idRow }: PartReader,
): Promise<ReadonlyMap<number, DuplicateFate>> {
  if (binding.duplicates === undefined || source.type !== 'csv') return new Map();
  const rows: IdRow[] = [];
  let row = 0;
  for (const file of files as readonly OpenCsv[]) {
    const columns = columnTexts(file.header, binding);
    for await (const { cells } of dataRows(file)) {
      if (typeof cells === 'string') continue;
      row += 1;
      const found = idRow(columns(cells), row);
      if (found !== undefined) rows.push(found);
    }
  }
  return duplicateRows(rows, binding.duplicates);
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

interface RowPlace {
  readonly row: number;
  readonly at: string;
  readonly fate: DuplicateFate | undefined;
}

function sourceRow({ name, binding }: OpenSource, read: PartRow, { row, at, fate }: RowPlace): SourceRow {
  if (read === 'left out' || fate === 'left_out') return { leftOut: true };
  if (fate === 'lost') return { unreadable: { at, message: lostReason(DUPLICATE) } };
  if ('lost' in read) return { unreadable: { at, message: lostReason(read.lost) } };
  const record = readRow(binding.kind, read.cells, { source: name, row });
  return 'record' in record
    ? { record: { ...record.record, place: at } as Placed }
    : { unreadable: { at, message: lostReason(record.lost) } };
}

function missingClock({ name, binding }: OpenSource): WallClock {
  if (binding.zone !== undefined) throw new Error(`bug: source "${name}" has a zone and is read without a clock`);
  return (local) => local;
}
