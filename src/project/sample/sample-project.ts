import { sampleConfig } from './config.js';
import { sampleRows } from './rows.js';
import { pathOf, type Row, type TableName, tables } from './tables.js';

export { SAMPLE_AS_OF } from './as-of.js';

/** Who the demo explains: one on the list of `autumn-fuel`, and one kept off it by several reasons. */
export const SAMPLE_PERSONS = { cleared: 'C10001', suppressed: 'C10002' } as const;

export interface SampleFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * A project with some 600 Nordic persons who never were: the project file and its data, to be read as of
 * {@link SAMPLE_AS_OF}.
 *
 * The same bytes every time. Addresses are on domains reserved for examples, mobile numbers from a range reserved for
 * films; Finns, Norwegians and Danes have none, since no range of theirs is known to be reserved.
 */
export async function sampleProject(): Promise<readonly SampleFile[]> {
  const rows = sampleRows();
  const files = await Promise.all((Object.keys(tables) as TableName[]).map((table) => csvFile(table, rows[table])));
  return [{ path: 'clearlist.config.json', text: `${JSON.stringify(sampleConfig, null, 2)}\n` }, ...files];
}

async function csvFile(table: TableName, rows: readonly Row<TableName>[]): Promise<SampleFile> {
  const columns: readonly string[] = tables[table];
  const { writeToString } = await import('fast-csv');
  const text = await writeToString(
    rows.map((row) => columns.map((column) => (row as Readonly<Record<string, string>>)[column] ?? '')),
    { headers: [...columns], delimiter: table === 'purchases' ? ';' : ',', includeEndRowDelimiter: true },
  );
  return { path: pathOf(table), text };
}
