import { throwIssues } from '../errors.js';
import type { Instant } from '../model/instant.js';
import {
  type BindingScope,
  type CsvFormat,
  formatOf,
  isBehaviour,
  rowsAsCsv,
  type SourceBinding,
  type SourceFormat,
} from './binding.js';
import { fileColumns } from './bound-fields.js';
import { copyConsent } from './consent/copy-consent.js';
import { copyText } from './copy-text.js';
import type { CsvFile, NamedFile } from './csv-bytes.js';
import { type DatabaseTable, databaseTable, requireCheckpointed } from './database-table.js';
import { type FoundFile, findFiles } from './files.js';
import { requireFresh } from './freshness.js';
import { type Header, headerIssues, type ReadHeader, readHeader } from './header.js';
import { inspectBytes, inspectCsv } from './inspect-file.js';
import { type KnownFiles, lookedAt } from './known-files.js';
import { type PartBinding, partsOf } from './parts.js';
import { RowCopies } from './row-copies.js';
import type { SpillFolder } from './spill.js';
import { damagedStructure, damageReasons } from './unreadable.js';

/** A file that was found and hashed. */
interface OpenFile extends NamedFile {
  /** The file itself; where its text had to be copied, `path` is the copy. */
  readonly found: FoundFile;
  /** Of the file itself, lower hex. */
  readonly sha256: string;
}

/** A CSV file that is sound: its header has every bound column, its text is UTF-8 and its rows can be told apart. */
export interface OpenCsv extends CsvFile, OpenFile {
  readonly header: Header;
  /** Data rows, blank lines and the header not counted. */
  readonly rows: number;
  /** A row spans several lines. */
  readonly multiline: boolean;
}

export type OpenParquet = OpenFile;

/** One part of a source whose files were found and looked at; nothing of it has been read yet. */
export type OpenSource = {
  /** Of the part. */
  readonly name: string;
  readonly binding: PartBinding;
  readonly scope: BindingScope;
  /** The source that it is a part of, and all that is read from its rows. */
  readonly source: string;
  readonly bindings: readonly PartBinding[];
} & OpenFiles;

type OpenFiles =
  | { readonly type: 'csv'; readonly files: readonly OpenCsv[] }
  /** Parquet files, or the table of a database; what has types of its own is read by an engine only. */
  | { readonly type: 'parquet'; readonly files: readonly OpenParquet[]; readonly table?: DatabaseTable };

/** How large the files are. Units: bytes. */
export const bytesOf = ({ files }: OpenFiles): number => files.reduce((bytes, { found }) => bytes + found.bytes, 0);

/** How large they would be as text: columns take about a sixth of it. Units: bytes. */
export const asTextBytes = (source: OpenFiles): number => bytesOf(source) * (source.type === 'csv' ? 1 : 6);

export interface OpenOptions extends BindingScope {
  /** Where relative paths start. */
  readonly folder: string;
  /** For copies of text in other encodings; to be removed once nothing is read any more. */
  readonly spill: SpillFolder;
  /** Against which the age of files is held, where a limit is stated; without it none is held against anything. */
  readonly asOf?: Instant;
  /** Copies of the rows that a program hands over. */
  readonly copies?: RowCopies;
  /** What earlier runs found out about files; asked of behaviour only: what holds refusals is looked at in every run. */
  readonly known?: KnownFiles;
}

/**
 * Opens a source: its files are found, hashed and checked as far as they can be without reading rows.
 *
 * Shape: its parts, at least one; their files are the same.
 *
 * INVARIANT: the source is valid.
 *
 * @throws {ClearlistError} `source-missing`; `source-stale`; `source-header` with every column that is missing or there twice;
 * `source-encoding`; `rows-unreadable` where quotes or line ends leave open which rows a file has.
 */
export async function openSource(
  name: string,
  written: SourceBinding,
  { folder, spill, asOf, copies, known: ofAll, ...scope }: OpenOptions,
): Promise<readonly OpenSource[]> {
  const parts = partsOf(name, written);
  const bindings = parts.map(({ binding }) => binding);
  const stated = formatOf(written) as SourceFormat;
  const found =
    stated.type === 'rows'
      ? await copiedRows(name, written, bindings, { spill, copies })
      : await findFiles(name, written.path, folder);
  const format = stated.type === 'rows' ? rowsAsCsv : stated;
  const newest = Math.max(...found.map(({ writtenAt }) => writtenAt));
  if (asOf !== undefined) requireFresh(name, 'files', { freshness: written.freshness, newest, asOf });
  const known = bindings.every(isBehaviour) ? ofAll : undefined;
  const opened = await openFiles(name, { format, bindings, found, spill, known });
  return parts.map((part) => ({ name: part.name, binding: part.binding, scope, source: name, bindings, ...opened }));
}

interface ToOpen {
  readonly format: SourceFormat;
  readonly bindings: readonly PartBinding[];
  readonly found: readonly FoundFile[];
  readonly spill: SpillFolder;
  readonly known: KnownFiles | undefined;
}

async function openFiles(name: string, { format, bindings, found, spill, known }: ToOpen): Promise<OpenFiles> {
  if (format.type === 'csv') {
    const texts: TextFile[] = [];
    for (const file of found) texts.push(await withConsent(name, await textFile(file, format, spill), format, spill));
    return { type: 'csv', files: await openCsvFiles(name, bindings, texts, known) };
  }
  if (format.type === 'duckdb') for (const file of found) await requireCheckpointed(name, file);
  const files: OpenParquet[] = [];
  for (const file of found) {
    const { sha256 } = await lookedAt(known, file, [format.type], () => inspectBytes(file));
    files.push({ path: file.path, file: file.file, found: file, sha256 });
  }
  const table = format.type === 'duckdb' ? { table: databaseTable(name, format.table) } : {};
  return { type: 'parquet', files, ...table };
}

/** The copy of a program's rows, called what its path says. */
async function copiedRows(
  name: string,
  { path: called }: SourceBinding,
  bindings: readonly PartBinding[],
  { spill, copies = new RowCopies({}, spill) }: { readonly spill: SpillFolder; readonly copies: RowCopies | undefined },
): Promise<readonly FoundFile[]> {
  const path = await copies.pathOf(name, fileColumns(bindings));
  return (await findFiles(name, path, '/')).map((found) => ({ ...found, file: called }));
}

/** A file whose text is UTF-8, or its copy that is. */
interface TextFile extends CsvFile {
  readonly found: FoundFile;
  /** Of the file itself, where a copy was made. */
  readonly sha256?: string;
}

async function textFile(found: FoundFile, format: CsvFormat, spill: SpillFolder): Promise<TextFile> {
  const { path, file } = found;
  const compression = format.compression ?? (/\.gz$/i.test(path) ? 'gzip' : 'none');
  const dialect = { delimiter: format.delimiter, quote: format.quote };
  const text: CsvFile = { path, file, compression, dialect };
  if (format.encoding === 'utf-8') return { ...text, found };
  return { ...text, ...(await copyText(text, format.encoding, spill)), compression: 'none', found };
}

async function withConsent(
  source: string,
  text: TextFile,
  { consent }: CsvFormat,
  spill: SpillFolder,
): Promise<TextFile> {
  if (consent === undefined) return text;
  const copy = await copyConsent(source, text, consent, spill);
  return { ...text, path: copy.path, sha256: text.sha256 ?? copy.sha256, compression: 'none' };
}

async function openCsvFiles(
  source: string,
  bindings: readonly PartBinding[],
  files: readonly TextFile[],
  known: KnownFiles | undefined,
): Promise<readonly OpenCsv[]> {
  const headers = await readHeaders(source, bindings, files);
  const open: OpenCsv[] = [];
  for (const [i, file] of files.entries()) open.push(await openCsv(source, file, headers[i] as ReadHeader, known));
  return open;
}

async function readHeaders(
  source: string,
  bindings: readonly PartBinding[],
  files: readonly CsvFile[],
): Promise<readonly ReadHeader[]> {
  const wanted = { columns: fileColumns(bindings), derived: Object.keys(bindings[0]?.derived ?? {}) };
  const read = await Promise.all(files.map(readHeader));
  const issues = read.flatMap((result, i) =>
    'issue' in result ? [result.issue] : headerIssues(files[i]?.file ?? '', result.header, wanted),
  );
  throwIssues('source-header', `source "${source}"`, issues, HEADER_HINT);
  return read.filter((result) => 'header' in result);
}

const HEADER_HINT = 'Correct the columns of the binding or the header of the file.';

async function openCsv(
  source: string,
  file: TextFile,
  { header, plain }: ReadHeader,
  ofAll: KnownFiles | undefined,
): Promise<OpenCsv> {
  // A copy is made anew in every run.
  const known = file.path === file.found.path ? ofAll : undefined;
  const { sha256, marked, structure } = await lookedAt(
    known,
    file.found,
    ['csv', file.dialect, file.compression, header.length],
    () => inspectCsv(file, header.length),
  );
  const { rows, multiline, damage } = structure;
  const issues = damage.map((found) => ({ at: `${file.file}:${found.line}`, message: damageReasons[found.damage] }));
  if (issues.length > 0) throw damagedStructure(source, issues);
  if (marked && !plain) {
    // DuckDB 1.5 then reads no rows at all, or the header as one, without an error.
    const message = 'after a byte order mark, column names with quotes or line breaks cannot be read for certain';
    throwIssues('source-header', `source "${source}"`, [{ at: `${file.file}:1`, message }], HEADER_HINT);
  }
  return { ...file, sha256: file.sha256 ?? sha256, header, rows: rows - 1, multiline };
}
