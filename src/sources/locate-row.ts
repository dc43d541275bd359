import { placeOf } from '../model/record-kind.js';
import type { OpenSource } from './open-source.js';
import { type ReadingOptions, sourceRows } from './source-rows.js';

/** Where a row of a relation stands: `file:line`; Parquet has no lines to name. */
export async function locateRow(source: OpenSource, row: number, options: ReadingOptions = {}): Promise<string> {
  const named = { ref: { source: source.name, row } };
  if (source.type === 'parquet') return placeOf(named);
  for await (const read of sourceRows(source, options)) {
    if ('record' in read && read.record.ref.row === row) return placeOf(read.record);
  }
  return placeOf(named);
}
