import type { EvaluatedKind } from '../model/record-kinds.js';
import { join, literal, type Sql, sql } from '../sql/fragment.js';

/** A file, and its hash where what is read from it may be kept for a later run. */
export interface ReadFile {
  readonly path: string;
  readonly sha256?: string;
  /** See `FileValue`. */
  readonly alone?: true;
}

/** A list of files for DuckDB, whose own patterns must not find other files than these. */
export const duckdbFiles = (files: readonly ReadFile[]): Sql =>
  sql`[${join(
    files.map(({ path, ...known }) => literal({ file: path.replace(/[[*?]/g, (mark) => `[${mark}]`), ...known })),
    ', ',
  )}]`;

/** Who somebody is and what they did. Everything else decides whether somebody may be contacted. */
const DECIDES_NOTHING: ReadonlySet<EvaluatedKind> = new Set(['profile', 'purchase', 'event', 'identity_link']);

/**
 * The files of a source as they are read. Without a hash where what is read is not the file itself but a copy, of text in
 * another encoding for one. Of refusals, permissions and what else decides whether somebody may be contacted only that
 * may be kept which is so of one file whatever is in all others: how its cells read, and how many rows it has.
 */
export function readFiles(
  bindings: readonly { readonly kind: EvaluatedKind }[],
  files: readonly { readonly path: string; readonly sha256: string; readonly found: { readonly path: string } }[],
): readonly ReadFile[] {
  const alone = bindings.every(({ kind }) => DECIDES_NOTHING.has(kind)) ? {} : ({ alone: true } as const);
  return files.map(({ path, found, sha256 }) => (found.path === path ? { path, sha256, ...alone } : { path }));
}

/** Files that follow one another and are alike. Order is kept, because it is the order of rows. */
export function runsOf<F>(files: readonly F[], likeness: (file: F) => unknown): readonly (readonly [F, ...F[]])[] {
  const runs: [F, ...F[]][] = [];
  for (const file of files) {
    const last = runs.at(-1);
    if (last !== undefined && JSON.stringify(likeness(last[0])) === JSON.stringify(likeness(file))) last.push(file);
    else runs.push([file]);
  }
  return runs;
}
