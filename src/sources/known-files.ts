import type { FoundFile } from './files.js';

/** What earlier runs found out about files, for as long as nobody writes to them. */
export interface KnownFiles {
  /** What was found out when the same was asked, if the file's stamp is what it was then. */
  find(file: FoundFile, asked: readonly unknown[]): Promise<unknown>;
  /** To be kept once the run has held the file against what it was when it was found. */
  note(file: FoundFile, asked: readonly unknown[], seen: object): void;
}

/**
 * What a look at a file tells, of an earlier run where there is one and the file was not written to since.
 *
 * A stamp tells of every write but one that follows another within a tick of the file system's clock, so nothing is known
 * of a file that was written just before it was looked at. The time at which a file was changed, which the stamp has beside
 * its size, its place on disk and the time that anybody may set, is set by the system alone.
 *
 * @param asked What the look depends on beside the file.
 */
export async function lookedAt<T extends object>(
  known: KnownFiles | undefined,
  file: FoundFile,
  asked: readonly unknown[],
  look: () => Promise<T>,
): Promise<T> {
  if (known === undefined || !file.settled) return look();
  const before = await known.find(file, asked);
  if (before !== undefined) return before as T;
  const seen = await look();
  known.note(file, asked, seen);
  return seen;
}
