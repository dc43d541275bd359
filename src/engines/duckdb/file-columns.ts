import { ClearlistError } from '../../errors.js';
import type { NamedFile } from '../../sources/csv-bytes.js';
import { attachSql, noDatabase } from '../../sources/database-table.js';
import { readFiles } from '../../sources/duckdb-files.js';
import type { AskEngine } from '../../sources/known-columns.js';
import type { OpenSource } from '../../sources/open-source.js';
import { describeParquet, type ParquetColumns } from '../../sources/parquet-scan.js';
import type { Sql } from '../../sql/fragment.js';
import type { Session } from './session.js';

/** The columns of a source's files, where they say so themselves. */
export async function parquetColumns(
  session: Session,
  source: OpenSource,
  ask: AskEngine,
): Promise<readonly ParquetColumns[]> {
  const all: ParquetColumns[] = [];
  if (source.type !== 'parquet') return all;
  const { table } = source;
  for (const file of source.files) {
    const asked = describeParquet(readFiles(source.bindings, [file]), table);
    if (table !== undefined) await inDatabase(source.source, session, attachSql(table, file), file);
    const columns = table === undefined ? await ask(asked) : await inDatabase(source.source, session, asked, file);
    all.push(columns.map((row) => ({ name: String(row.column_name), type: String(row.column_type) })));
  }
  return all;
}

/** What a database answers; one that cannot be opened is missing, whatever the engine says of it. */
async function inDatabase(
  source: string,
  session: Session,
  statement: Sql,
  file: NamedFile,
): Promise<Awaited<ReturnType<Session['rows']>>> {
  try {
    return await session.rows(statement);
  } catch (error) {
    if (error instanceof ClearlistError && error.code === 'interrupted') throw error;
    throw noDatabase(source, file);
  }
}
