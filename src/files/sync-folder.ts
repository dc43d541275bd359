import { open } from 'node:fs/promises';

/**
 * Makes the names in a folder survive a power cut, as `fsync` on a file does for its bytes.
 *
 * Windows offers no such call for folders and keeps them in its own journal.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
