import { open } from 'node:fs/promises';
import { ClearlistError } from '../errors.js';
import type { SpillFolder } from './spill.js';

/** A program's own rows: plain objects by column name, one after the other. */
export type Rows = AsyncIterable<object> | Iterable<object>;

/** Rows for the sources whose format is `rows`, by the name of the source. */
export type RowsBySource = Readonly<Record<string, Rows>>;

const BATCH_BYTES = 1 << 20;

/**
 * Rows that a program hands over, copied to private CSV files (mode 0600), so that they are read, counted and hashed
 * like any file, and as often as is needed although they come only once.
 */
export class RowCopies {
  readonly #copies = new Map<string, Promise<string>>();

  constructor(
    private readonly rows: RowsBySource,
    private readonly spill: SpillFolder,
  ) {}

  /**
   * The path of the copy.
   *
   * @param columns Which cells are kept.
   * @throws {ClearlistError} `source-missing` where no rows were given; `source-header` for a column that no row has;
   * `input-invalid` for a cell that is no text, number, boolean, date or nothing.
   */
  pathOf(source: string, columns: readonly string[]): Promise<string> {
    const known = this.#copies.get(source) ?? this.#copy(source, columns);
    this.#copies.set(source, known);
    return known;
  }

  async #copy(source: string, columns: readonly string[]): Promise<string> {
    const rows = Object.hasOwn(this.rows, source) ? this.rows[source] : undefined;
    if (rows === undefined) {
      throw new ClearlistError('source-missing', `no rows were given for source "${source}"`, {
        at: `sources.${source}.format`,
        hint: 'Give them to openEngine by the name of the source; a source that is declared is never left out.',
      });
    }
    const path = await this.spill.next('.csv');
    const copy = await open(path, 'wx', 0o600);
    try {
      for await (const text of csvOf(source, columns, rows)) await copy.writeFile(text);
    } finally {
      await copy.close();
    }
    return path;
  }
}

async function* csvOf(source: string, columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  const missing = new Set(columns);
  let batch = `${columns.map(quoted).join(',')}\n`;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    const cells = row as Readonly<Record<string, unknown>>;
    for (const column of missing) if (Object.hasOwn(cells, column)) missing.delete(column);
    const texts = columns.map((column) => cellText(Object.hasOwn(cells, column) ? cells[column] : undefined));
    const wrong = columns[texts.indexOf(undefined)];
    if (wrong !== undefined) throw noCell(source, count, wrong);
    batch += `${texts.map((text) => quoted(text ?? '')).join(',')}\n`;
    if (batch.length < BATCH_BYTES) continue;
    yield batch;
    batch = '';
  }
  yield batch;
  const [column] = missing;
  if (count > 0 && column !== undefined) {
    throw new ClearlistError('source-header', `no row of source "${source}" has a column ${JSON.stringify(column)}`, {
      at: `sources.${source}`,
      hint: 'Correct the columns of the binding or the rows.',
    });
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The text of a cell in Clearlist's own writing; nothing for what is no cell. */
function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return /\p{Surrogate}|\0/u.test(value) ? undefined : value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
}

const noCell = (source: string, row: number, column: string): ClearlistError =>
  new ClearlistError(
    'input-invalid',
    `row ${row} of source "${source}" has no readable cell in column ${JSON.stringify(column)}`,
    {
      at: `sources.${source}`,
      hint: 'Give text, a finite number, a boolean, a date or nothing.',
    },
  );
