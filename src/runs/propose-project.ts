import { writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { Session } from '../engines/duckdb/session.js';
import { ClearlistError } from '../errors.js';
import { canonicalCountry } from '../identity/country.js';
import { lookAtFile, type SeenFile } from '../project/propose/look-at-file.js';
import { proposalText } from '../project/propose/proposal-text.js';
import { type ProposedSource, proposeSource } from '../project/propose/propose-source.js';
import { describeParquet } from '../sources/parquet-scan.js';

/**
 * Looks at a user's own files and proposes a project that reads them: names and forms only, nothing of a person.
 *
 * @param folder Where the project file would stand.
 * @returns The text of `clearlist.config.yaml`, with what was seen as comments.
 * @throws {ClearlistError} `source-missing`, `source-header`, `source-encoding`, `engine-missing` for Parquet.
 */
export async function proposeProject(files: readonly string[], folder = '.'): Promise<string> {
  const sources = new Map<string, ProposedSource>();
  for (const file of files) {
    const path = relative(resolve(folder), resolve(file)).split(sep).join('/');
    const isParquet = /\.parquet$/i.test(file);
    const seen = isParquet ? await lookAtParquet(file) : await lookAtFile(file);
    const proposed = proposeSource(seen, path, countryOf);
    const { format: _format, ...typed } = proposed.source;
    sources.set(sourceName(path, sources), isParquet ? { ...proposed, source: typed } : proposed);
  }
  return proposalText(sources);
}

function countryOf(written: string): string | undefined {
  const read = canonicalCountry(written);
  return 'value' in read ? read.value : undefined;
}

/** Its columns have types, so that no cell has to be looked at. */
async function lookAtParquet(path: string): Promise<SeenFile> {
  const session = await Session.open();
  try {
    const columns = await session.rows(describeParquet([{ path: resolve(path) }]));
    const seen = columns.map((row) => ({ name: String(row.column_name), cells: [] }));
    return { path, encoding: 'utf-8', delimiter: ',', rows: 0, columns: seen };
  } catch (error) {
    if (error instanceof ClearlistError && error.code === 'engine-missing') throw error;
    throw new ClearlistError('source-missing', 'there is no such Parquet file', {
      at: path,
      hint: 'Name files that are there.',
    });
  } finally {
    session.close();
  }
}

function sourceName(path: string, taken: ReadonlyMap<string, unknown>): string {
  const plain = basename(path)
    .replace(/\.(csv|parquet|txt)(\.gz)?$/i, '')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9_-]+/g, '')
    .replace(/^[_-]+/, '')
    .slice(0, 50);
  const name = plain === '' ? 'source' : plain;
  if (!taken.has(name)) return name;
  for (let i = 2; ; i += 1) if (!taken.has(`${name}-${i}`)) return `${name}-${i}`;
}

/**
 * Keeps a proposal as the project file of a folder.
 *
 * @throws {ClearlistError} `project-exists` rather than take the place of another; `output-not-writable`.
 */
export async function keepProposal(text: string, folder: string): Promise<string> {
  const file = join(resolve(folder), 'clearlist.config.yaml');
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ClearlistError('project-exists', 'a project file is there already', {
        at: file,
        hint: 'Nothing was written; compare the proposal with it, or name another folder.',
      });
    throw new ClearlistError('output-not-writable', 'the project file cannot be written here', {
      at: file,
      hint: 'Name a folder that is there and that you may write to.',
    });
  }
  return file;
}
