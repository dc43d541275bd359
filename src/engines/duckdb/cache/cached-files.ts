import { createHash } from 'node:crypto';
import type { FoundFile } from '../../../sources/files.js';
import type { KnownFiles } from '../../../sources/known-files.js';
import { findText, keepText } from './kept-text.js';
import type { TableCache } from './table-cache.js';

/** What is known of files, in the cache of a project: an entry for each, under the hash of its path and stamp. */
export class CachedFiles implements KnownFiles {
  readonly #noted = new Map<string, object>();

  constructor(
    private readonly cache: TableCache,
    /** Of Clearlist, which decides what a look finds out. */
    private readonly versions: readonly string[],
  ) {}

  find(file: FoundFile, asked: readonly unknown[]): Promise<unknown> {
    return findText(this.cache, this.#key(file, asked));
  }

  note(file: FoundFile, asked: readonly unknown[], seen: object): void {
    this.#noted.set(this.#key(file, asked), seen);
  }

  /** To be called when every file was held against what it was. */
  async keep(): Promise<void> {
    for (const [key, seen] of this.#noted) await keepText(this.cache, key, seen);
    this.#noted.clear();
  }

  #key({ path, stamp }: FoundFile, asked: readonly unknown[]): string {
    return createHash('sha256')
      .update(JSON.stringify([FORM, this.versions, path, stamp, asked]))
      .digest('hex');
  }
}

/** Changes whenever entries say something else. */
const FORM = 'clearlist-file/1';
