import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The example's folder, copied to where it may write, and how to take the copy away again. */
export async function scratchCopy(example: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-example-'));
  await cp(dirname(fileURLToPath(example)), folder, { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
