import type { Session } from '../session.js';
import { findText, keepText } from './kept-text.js';
import type { TableCache } from './table-cache.js';
import type { TableKey } from './table-keys.js';

export type Answer = Awaited<ReturnType<Session['rows']>>;

/** Answers of a few rows, each in an entry of its own: what a file opens and a view costs is more than most of them. */
export class CachedAnswers {
  readonly #noted = new Map<string, { readonly files: ReadonlySet<string>; readonly rows: unknown }>();

  constructor(private readonly cache: TableCache) {}

  async find({ key }: TableKey): Promise<Answer | undefined> {
    const written = await findText(this.cache, key);
    return Array.isArray(written) ? written.map(rowOf) : undefined;
  }

  /** What has values for which JSON has no place is asked again in every run. */
  note({ key, files }: TableKey, rows: Answer): void {
    const written = rows.map((row) => Object.entries(row).map(([name, value]) => [name, wordsOf(value)]));
    if (written.every((row) => row.every(([, words]) => words !== undefined)))
      this.#noted.set(key, { files, rows: written });
  }

  /** @param isSound Whether what was read of some files may be kept. */
  async keep(isSound: (files: ReadonlySet<string>) => boolean): Promise<void> {
    for (const [key, { files, rows }] of this.#noted) if (isSound(files)) await keepText(this.cache, key, rows);
    this.#noted.clear();
  }
}

/** A whole number is a text in a list. */
type Words = string | number | boolean | null | readonly [string];

function wordsOf(value: unknown): Words | undefined {
  if (typeof value === 'bigint') return [value.toString()];
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const rowOf = (written: readonly (readonly [string, Words])[]): Answer[number] =>
  Object.fromEntries(
    written.map(([name, words]) => [name, words !== null && typeof words === 'object' ? BigInt(words[0]) : words]),
  );
