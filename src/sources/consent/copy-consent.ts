import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ClearlistError, type Issue } from '../../errors.js';
import { cleanText } from '../../model/text.js';
import type { TextCopy } from '../copy-text.js';
import { type CsvFile, fileBytes } from '../csv-bytes.js';
import { type CsvRow, csvRows } from '../csv-reader.js';
import type { SpillFolder } from '../spill.js';
import { damagedStructure, damageReasons } from '../unreadable.js';
import { consentReader } from './consent-reader.js';
import type { ConsentColumn, ConsentTable, ReadConsent } from './consent-table.js';

/** What a binding calls the columns that a consent string is taken apart into. */
export const CONSENT_COLUMN = {
  state: (purpose: string): string => `consent:${purpose}`,
  occurredAt: 'consent:occurred_at',
  language: 'consent:language',
  noticeVersion: 'consent:notice_version',
} as const;

export const consentColumns = ({ purposes }: ConsentTable): readonly string[] => [
  ...Object.keys(purposes).map(CONSENT_COLUMN.state),
  CONSENT_COLUMN.occurredAt,
  CONSENT_COLUMN.language,
  CONSENT_COLUMN.noticeVersion,
];

const BATCH_ROWS = 1_000;

/**
 * Copies a CSV file to a private one (mode 0600) with the columns of its consent strings added at the end of each row.
 *
 * Rows stand on the same lines as in the file. A row of the wrong width stays one, and is then unreadable to every
 * reader. An empty cell was never asked: its columns are empty. A string that cannot be read gives a state that
 * is no word, so that the permission is unreadable.
 *
 * @throws {ClearlistError} `engine-missing` without the decoder's package; `rows-unreadable` where quotes or line ends
 * leave open which rows there are; `source-encoding`, `source-missing`, `output-not-writable`.
 */
export async function copyConsent(
  source: string,
  file: CsvFile,
  asked: ConsentColumn,
  spill: SpillFolder,
): Promise<TextCopy> {
  const read = await consentReader(asked);
  const sha256 = await hashOf(file);
  const path = await spill.next('.csv');
  const copy = await open(path, 'wx', 0o600);
  try {
    for await (const text of widened(source, file, asked, read)) await write(copy, text, file.file);
  } finally {
    await copy.close();
  }
  return { path, sha256 };
}

async function hashOf(file: CsvFile): Promise<string> {
  const hash = createHash('sha256');
  const bytes = fileBytes(file, { compression: file.compression, onRaw: (chunk) => hash.update(chunk) });
  // The bytes themselves are read a second time, row by row.
  for await (const _ of bytes);
  return hash.digest('hex');
}

async function write(copy: Awaited<ReturnType<typeof open>>, text: string, file: string): Promise<void> {
  try {
    await copy.writeFile(text);
  } catch {
    throw new ClearlistError('output-not-writable', 'a private copy with the consents taken apart cannot be written', {
      at: file,
      hint: 'Make room in the folder for temporary files, or name another one with TMPDIR.',
    });
  }
}

async function* widened(
  source: string,
  file: CsvFile,
  asked: ConsentColumn,
  read: ReadConsent,
): AsyncGenerator<string> {
  const { writeToString } = await import('fast-csv');
  const issues: Issue[] = [];
  let widen: ((row: CsvRow) => readonly string[]) | undefined;
  let line = 1;
  let batch: string[] = [];
  for await (const row of csvRows(file)) {
    if (row.damage !== undefined) {
      issues.push({ at: `${file.file}:${row.line}`, message: damageReasons[row.damage] });
      continue;
    }
    const cells = widen === undefined ? [...(row.cells ?? []), ...consentColumns(asked)] : widen(row);
    widen ??= widener(row.cells ?? [], asked, read);
    const { delimiter, quote } = file.dialect;
    const text = await writeToString([[...cells]], { delimiter, quote, escape: quote, quoteColumns: true });
    batch.push('\n'.repeat(Math.max(0, row.line - line)), text, '\n');
    line = row.line + text.split('\n').length;
    if (batch.length < BATCH_ROWS) continue;
    yield batch.join('');
    batch = [];
  }
  if (issues.length > 0) throw damagedStructure(source, issues);
  yield batch.join('');
}

function widener(
  header: readonly string[],
  asked: ConsentColumn,
  read: ReadConsent,
): (row: CsvRow) => readonly string[] {
  const place = header.findIndex((name) => cleanText(name) === asked.column);
  const added = consentColumns(asked).length;
  return ({ cells = [], filled }) => {
    if (cells.length < header.length || filled > header.length) return cells;
    const text = cleanText(cells[place] ?? '');
    const said = text === undefined ? undefined : read(text);
    const own = cells.slice(0, header.length);
    if (said === undefined) return [...own, ...Array<string>(added).fill('')];
    if ('unreadable' in said)
      return [...own, ...Array<string>(added - 3).fill(`unreadable: ${said.unreadable}`), '', '', ''];
    const { states, occurredAt = '', language = '', noticeVersion = '' } = said;
    return [...own, ...states.map(({ state }) => state), occurredAt, language, noticeVersion];
  };
}
