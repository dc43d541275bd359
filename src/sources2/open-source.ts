import { ClearlistError } from '../errors.js';
import { compareUtf8 } from '../model/text.js';
import { columnSpecs, type CsvFormat, type FileFormat, formatOf, type SourceBinding } from './binding.js';
import { closest } from './closest-name.js';
import { CsvDamage, csvRows } from './csv-rows.js';
import { type OpenFile, resolveFiles } from './files.js';
import type { BindingScope } from './validate-binding.js';

/** A source whose files are found, hashed and seen to have the columns that are bound. */
export interface OpenSource {
  readonly name: string;
  readonly binding: SourceBinding;
  readonly format: FileFormat;
  readonly files: readonly OpenFile[];
  /** Column names of each CSV file, in the file's own order; empty for other formats. */
  readonly headers: readonly (readonly string[])[];
  readonly scope: BindingScope;
}

/** Every column that a binding names, each once. */
export const boundColumns = ({ columns, attributes = {} }: SourceBinding): readonly string[] =>
  [...new Set([...Object.values(columns), ...Object.values(attributes)].flatMap((bound) => columnSpecs(bound).map(({ column }) => column)))].sort(
    compareUtf8,
  );

/** @throws {ClearlistError} `source-missing`, `source-header`, `source-encoding`. */
export async function openSource(name: string, binding: SourceBinding, folder: string, scope: BindingScope): Promise<OpenSource> {
  const format = formatOf(binding);
  const files = await resolveFiles(name, binding.path, folder);
  const headers: (readonly string[])[] = [];
  if (format.type === 'csv') for (const file of files) headers.push(await readHeader(file, format));
  files.forEach((file, i) => {
    if (format.type === 'csv') requireColumns(file.name, headers[i] ?? [], binding);
  });
  return { name, binding, format, files, headers, scope };
}

async function readHeader(file: OpenFile, format: CsvFormat): Promise<readonly string[]> {
  try {
    for await (const { cells } of csvRows(file, format)) return cells.map((cell) => cell.trim().normalize('NFC'));
  } catch (cause) {
    if (!(cause instanceof CsvDamage)) throw cause;
    throw new ClearlistError('source-encoding', `the file cannot be read as CSV: ${cause.reason}`, {
      at: `${file.name}:${cause.line}`,
      hint: 'Export it as UTF-8 CSV with the delimiter and quote that the binding says.',
    });
  }
  throw new ClearlistError('source-header', 'the file is empty; not even a header is there', {
    at: `${file.name}:1`,
    hint: 'Export it again; a file without rows still has its header.',
  });
}

/** @throws {ClearlistError} `source-header` with every column that is missing or there twice. */
export function requireColumns(file: string, header: readonly string[], binding: SourceBinding): void {
  const issues = boundColumns(binding).flatMap((column) => {
    const times = header.filter((name) => name === column).length;
    if (times === 1) return [];
    const at = `${file}:1`;
    return [{ at, message: times > 1 ? `the column "${column}" is there ${times} times` : `no column "${column}"${closest(column, header)}` }];
  });
  const [first] = issues;
  if (first === undefined) return;
  throw new ClearlistError('source-header', first.message, {
    at: first.at,
    hint: 'Correct the binding’s column names, or its delimiter.',
    issues,
  });
}
