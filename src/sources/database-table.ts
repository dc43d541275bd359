import { stat } from 'node:fs/promises';
import { ClearlistError } from '../errors.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { NamedFile } from './csv-bytes.js';
import { duckdbFiles, type ReadFile } from './duckdb-files.js';

/** A table or view of a DuckDB database; its database has to be attached before it is read. */
export interface DatabaseTable {
  /** What the database is called once it is attached. */
  readonly database: string;
  /** Schema and table, or the table alone. */
  readonly parts: readonly string[];
}

export const databaseTable = (source: string, table: string): DatabaseTable => ({
  database: `database of ${source}`,
  parts: table.split('.'),
});

/** Attaches a database without ever writing to it. */
export const attachSql = ({ database }: DatabaseTable, { path }: NamedFile): Sql =>
  sql`attach if not exists ${path} as ${name(database)} (read_only)`;

/** What a scan reads from: a table, or Parquet files. */
export function typedRows(table: DatabaseTable | undefined, files: readonly ReadFile[], numbered = false): Sql {
  const options = numbered ? sql`, file_row_number = true` : sql``;
  if (table === undefined) return sql`read_parquet(${duckdbFiles(files)}${options})`;
  const [first = '', second] = table.parts;
  return second === undefined ? name(table.database, 'main', first) : name(table.database, first, second);
}

/**
 * A database that somebody writes to has what is new beside its file, and a hash of the file would not cover it.
 *
 * @throws {ClearlistError} `source-changed`.
 */
export async function requireCheckpointed(source: string, { path, file }: NamedFile): Promise<void> {
  const log = await stat(`${path}.wal`).catch(() => undefined);
  if (log === undefined || log.size === 0) return;
  throw new ClearlistError(
    'source-changed',
    `the database of source "${source}" has changes that are not in its file yet`,
    {
      at: file,
      hint: 'Close the database, or run CHECKPOINT in it, and run again.',
    },
  );
}

/** @throws {ClearlistError} always: `source-missing`, without what the engine said, which could quote anything. */
export function noDatabase(source: string, { file }: NamedFile): ClearlistError {
  return new ClearlistError('source-missing', `the table of source "${source}" cannot be opened`, {
    at: file,
    hint: 'Check that the file is a DuckDB database of this version that nobody writes to, and that it has the table.',
  });
}
