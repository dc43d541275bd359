import { join } from 'node:path';
import { PrivateFolder } from './private-folder.js';

/**
 * A private folder for copies of sources that cannot be read as they are: text in another encoding, a program's rows.
 *
 * It is made when the first copy is.
 */
export class SpillFolder {
  #folder: Promise<PrivateFolder> | undefined;
  #made: PrivateFolder | undefined;
  #count = 0;

  /** A path for the next copy. */
  async next(ending: string): Promise<string> {
    this.#folder ??= this.#make();
    this.#count += 1;
    return join((await this.#folder).path, `${this.#count}${ending}`);
  }

  async #make(): Promise<PrivateFolder> {
    const folder = await PrivateFolder.make();
    this.#made = folder;
    return folder;
  }

  remove(): void {
    this.#made?.remove();
    this.#made = undefined;
    this.#folder = undefined;
  }
}
