import omit from 'lodash-es/omit.js';
import type { Issue } from '../errors.js';
import { definitionHash } from '../identity/digest.js';
import type { SourceReport } from '../model/source-report.js';
import { LOCATED } from './csv-structure.js';
import { requireUnchanged } from './files.js';
import type { OpenCsv, OpenSource } from './open-source.js';
import { type ReadingOptions, sourceRows } from './source-rows.js';
import { toleranceOf, unreadableRows } from './unreadable.js';

export interface ReadSource {
  /** Of the source's kind, in the order of its rows. */
  readonly records: readonly object[];
  readonly report: SourceReport;
}

export const reportOf = (
  { name, binding, files }: OpenSource,
  counts: Pick<SourceReport, 'rows' | 'leftOut' | 'unreadable'>,
): SourceReport => ({
  source: name,
  kind: binding.kind,
  binding: definitionHash(omit(binding, 'path')),
  files: files.map(({ found, sha256 }) => ({ file: found.file, sha256, bytes: found.bytes })),
  ...counts,
});

/** Data rows of all files, as they were counted when the source was opened. */
export const rowsIn = (files: readonly OpenCsv[]): number => files.reduce((sum, file) => sum + file.rows, 0);

/**
 * Reads all records of a CSV source into memory.
 *
 * @throws {ClearlistError} `rows-unreadable` with the first twenty places; `source-changed`; `engine-unsupported` for
 * Parquet.
 */
export async function readSource(source: OpenSource, options: ReadingOptions = {}): Promise<ReadSource> {
  const records: object[] = [];
  const issues: Issue[] = [];
  let rows = 0;
  let leftOut = 0;
  let unreadable = 0;
  for await (const row of sourceRows(source, options)) {
    rows += 1;
    if ('record' in row) records.push(row.record);
    else if ('leftOut' in row) leftOut += 1;
    else {
      unreadable += 1;
      if (issues.length < LOCATED) issues.push(row.unreadable);
    }
  }
  await requireUnchanged(source.name, source.files);
  if (source.type === 'csv' && rows !== rowsIn(source.files)) throw new Error('bug: other rows were read than counted');
  if (unreadable > toleranceOf(source.binding)) throw unreadableRows(source.name, source.binding, unreadable, issues);
  return { records, report: reportOf(source, { rows, leftOut, unreadable }) };
}
