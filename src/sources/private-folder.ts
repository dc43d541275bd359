import { rmSync } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOwner, OWNER_PATTERN, ownerState } from '../files/process-owner.js';

const NAME = new RegExp(`^clearlist-private-(${OWNER_PATTERN})$`);

/**
 * A folder of this process alone for what a run puts aside: mode 0700, in the folder for temporary files.
 *
 * It is gone when `remove` is called, and at the latest when the process ends by itself. Of a process that was killed
 * it is removed by the next one that makes such a folder, or sweeps.
 */
export class PrivateFolder {
  /** Those of this process; one listener for all of them, however many sessions a long-lived process opens. */
  static readonly #open = new Set<PrivateFolder>();
  static readonly #removeAll = (): void => {
    for (const folder of PrivateFolder.#open) folder.remove();
  };

  private constructor(readonly path: string) {
    if (PrivateFolder.#open.size === 0) process.once('exit', PrivateFolder.#removeAll);
    PrivateFolder.#open.add(this);
  }

  /** Removes those of processes that were killed. */
  static async sweep(): Promise<void> {
    await removeAbandoned(tmpdir());
  }

  static async make(): Promise<PrivateFolder> {
    await PrivateFolder.sweep();
    const path = join(tmpdir(), `clearlist-private-${await newOwner()}`);
    await mkdir(path, { mode: 0o700 });
    return new PrivateFolder(path);
  }

  remove(): void {
    PrivateFolder.#open.delete(this);
    if (PrivateFolder.#open.size === 0) process.removeListener('exit', PrivateFolder.#removeAll);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Removes our folders whose process is gone for certain; what cannot be removed stays for whoever can. */
async function removeAbandoned(parent: string): Promise<void> {
  const entries = await readdir(parent).catch(() => []);
  for (const entry of entries) {
    const owner = NAME.exec(entry)?.[1];
    if (owner === undefined || (await ownerState(owner)) !== 'gone') continue;
    const path = join(parent, entry);
    const found = await lstat(path).catch(() => undefined);
    // A name can be made up by anybody who may write there.
    if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
