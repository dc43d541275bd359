import type { Sql } from '../sql/fragment.js';

/**
 * What a column of a scan holds.
 *
 * `text` is a cell as written. The others come from files with types of their own and are read as they are: `instant`
 * with and `local` without an offset, `date`, `decimal`, `boolean`.
 */
export type ScanType = 'text' | 'instant' | 'local' | 'date' | 'decimal' | 'boolean';

/** The rows of a source's files, one column for each bound column of the file and of its name. */
export interface Scan {
  readonly scan: Sql;
  /** What is not listed is text. */
  readonly types?: Readonly<Record<string, ScanType>>;
  /** Of columns that hold instants, the column of the scan that has them untouched, as the file does. */
  readonly moments?: Readonly<Record<string, string>>;
  /** The column of the scan with each row's number in the source, from 1, where the files tell it; else rows have to be counted, one by one. */
  readonly row?: string;
}
