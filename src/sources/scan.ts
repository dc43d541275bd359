import type { Sql } from '../sql/fragment.js';

/**
 * What a column of a scan holds.
 *
 * `text` is a cell as written. The others come from files with types of their own and are read as they are: `instant`
 * with and `local` without an offset, `date`, `decimal`, `boolean`.
 */
export type ScanType = 'text' | 'instant' | 'local' | 'date' | 'decimal' | 'boolean';

/**
 * What is known of all cells of a column before any row is read, so that cells which are what they say can be read as
 * they stand: an engine then compares them within the file and passes over the rows that nobody wants.
 *
 * What is not known is `undefined`; nothing here is a guess.
 */
export interface KnownColumn {
  /** Each different text of the column as it is written, null where a cell is missing. */
  readonly texts?: readonly (string | null)[];
  /** Every cell is clean text as it stands, or missing. */
  readonly isClean?: boolean;
  /** Every cell is an instant that a written time could name, or missing. */
  readonly isTimely?: boolean;
  /** No cell is less than zero. */
  readonly isPositive?: boolean;
}

export type KnownColumns = Readonly<Record<string, KnownColumn>>;

/** The rows of a source's files, one column for each bound column of the file and of its name. */
export interface Scan {
  readonly scan: Sql;
  /** What is not listed is text. */
  readonly types?: Readonly<Record<string, ScanType>>;
  /** Of columns that hold instants, the column of the scan that has them untouched, as the file does. */
  readonly moments?: Readonly<Record<string, string>>;
  /** The column of the scan with each row's number in the source, from 1, where the files tell it; else rows have to be counted, one by one. */
  readonly row?: string;
  /**
   * The same scan of those rows only in which a column of the files passes a test: an engine then asks it before it
   * works out anything else of a row. `undefined` for a column that is none of the files'.
   */
  readonly where?: (column: string, test: (raw: Sql) => Sql) => Sql | undefined;
  /** What somebody who looked found out about columns. */
  readonly known?: KnownColumns;
}
