import type { EvaluatedKind } from '../model/record-kinds.js';
import { join, literal, type Sql, sql } from '../sql/fragment.js';

/** A file, and its hash where what is read from it may be kept for a later run. */
export interface ReadFile {
  readonly path: string;
  readonly sha256?: string;
}

/** A list of files for DuckDB, whose own patterns must not find other files than these. */
export const duckdbFiles = (files: readonly ReadFile[]): Sql =>
  sql`[${join(
    files.map(({ path, ...known }) => literal({ file: path.replace(/[[*?]/g, (mark) => `[${mark}]`), ...known })),
    ', ',
  )}]`;

/**
 * Who somebody is and what they did. Refusals, permissions and what else decides whether somebody may be contacted are
 * read anew in every run.
 */
const KEEPABLE: ReadonlySet<EvaluatedKind> = new Set(['profile', 'purchase', 'event', 'identity_link']);

/**
 * The files of a source as they are read. Without a hash where anything of the source may not be kept, and where what is
 * read is not the file itself but a copy, of text in another encoding for one.
 */
export function readFiles(
  bindings: readonly { readonly kind: EvaluatedKind }[],
  files: readonly { readonly path: string; readonly sha256: string; readonly found: { readonly path: string } }[],
): readonly ReadFile[] {
  const keepable = bindings.length === 1 && bindings.every(({ kind }) => KEEPABLE.has(kind));
  return files.map(({ path, found, sha256 }) => (keepable && found.path === path ? { path, sha256 } : { path }));
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
