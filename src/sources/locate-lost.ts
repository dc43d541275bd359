import { ClearlistError, type Issue } from '../errors.js';
import type { SourceReport } from '../model/source-report.js';
import { LOCATED } from './csv-structure.js';
import { requireUnchanged } from './files.js';
import type { OpenSource } from './open-source.js';
import { reportOf, rowsIn } from './read-source.js';
import { type ReadingOptions, sourceRows } from './source-rows.js';
import { toleranceOf, unreadableRows } from './unreadable.js';

/** What an engine counted in one source. */
export interface RowCounts {
  /** Rows of the relation, whatever `lost` says. */
  readonly rows: number;
  /** Of these, rows that are left out by rule. */
  readonly leftOut: number;
  /** Of these, rows that are lost otherwise. */
  readonly lost: number;
  /** Rows that are not in the relation, because they have another number of cells than the header. */
  readonly rejected: number;
}

/**
 * Holds what an engine read against what is there, once it has read all of a source.
 *
 * @throws {ClearlistError} `source-changed`; `engine-failed` where the engine saw other rows than the file has;
 * `rows-unreadable` with the first twenty places.
 */
export async function settleSource(
  source: OpenSource,
  counts: RowCounts,
  options: ReadingOptions = {},
): Promise<SourceReport> {
  await requireUnchanged(source.name, source.files);
  const rows = counts.rows + counts.rejected;
  const unreadable = counts.lost + counts.rejected;
  if (source.type === 'csv' && rows !== rowsIn(source.files)) throw otherRows(source.name);
  if (unreadable <= toleranceOf(source.binding)) return reportOf(source, { rows, leftOut: counts.leftOut, unreadable });
  throw unreadableRows(source.name, source.binding, unreadable, await locateLost(source, unreadable, options));
}

/**
 * The first twenty of the rows that an engine found unreadable, each with file, line and reason.
 *
 * Engines number lines their own way, or not at all, so the file is read once more. Parquet has no lines to name.
 *
 * @throws {ClearlistError} `engine-failed` where the specification finds another number of them.
 */
export async function locateLost(
  source: OpenSource,
  unreadable: number,
  options: ReadingOptions = {},
): Promise<readonly Issue[]> {
  if (source.type === 'parquet')
    return source.files.map(({ file }) => ({ at: file, message: 'holds rows that cannot be read' }));
  const issues: Issue[] = [];
  for await (const row of sourceRows(source, options)) {
    if ('unreadable' in row) issues.push(row.unreadable);
    if (issues.length > unreadable || issues.length === LOCATED) break;
  }
  if (issues.length !== Math.min(unreadable, LOCATED)) throw otherRows(source.name);
  return issues;
}

const otherRows = (source: string): ClearlistError =>
  new ClearlistError('engine-failed', `the engine saw other rows in source "${source}" than its files have`, {
    at: `sources.${source}`,
    hint: 'Nothing was decided. Please report this with the shape of the file, not its data.',
  });
