import { join, literal, type Sql, sql } from '../sql/fragment.js';

/** A list of files for DuckDB, whose own patterns must not find other files than these. */
export const duckdbFiles = (paths: readonly string[]): Sql =>
  sql`[${join(
    paths.map((path) => literal(path.replace(/[[*?]/g, (mark) => `[${mark}]`))),
    ', ',
  )}]`;

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
