import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './write-access.js';

/**
 * Creates a folder of mode 0700 and whatever folders are missing above it; does nothing where something stands there.
 *
 * Not `mkdir` with `recursive`: where a file system takes no folders but says "no such entry" (`/proc`), that one tries
 * again for ever (Node 20.20.2, seen 2026-11-22).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}
