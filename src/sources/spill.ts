import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A private folder for copies of sources that cannot be read as they are: text in another encoding, a program's rows.
 *
 * Shape: mode 0700, made when the first copy is, removed by `remove` or at the latest when the process ends by itself.
 */
export class SpillFolder {
  #folder: Promise<string> | undefined;
  #made: string | undefined;
  #count = 0;
  readonly #atExit = (): void => this.remove();

  /** A path for the next copy. */
  async next(ending: string): Promise<string> {
    this.#folder ??= this.#make();
    this.#count += 1;
    return join(await this.#folder, `${this.#count}${ending}`);
  }

  async #make(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'clearlist-copies-'));
    this.#made = folder;
    process.once('exit', this.#atExit);
    return folder;
  }

  remove(): void {
    process.removeListener('exit', this.#atExit);
    if (this.#made !== undefined) rmSync(this.#made, { recursive: true, force: true });
    this.#made = undefined;
    this.#folder = undefined;
  }
}
