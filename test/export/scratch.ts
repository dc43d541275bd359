import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { verifyFiles } from '../../src/export/verify-files.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/** An empty folder that goes when the tests of the file are done. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-export-'));
  scratchFolders.push(folder);
  return folder;
}

export const namesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort();

/** The law of an output folder: whatever can be seen in it is complete and as its manifest says. */
export async function expectOnlyWholeRuns(output: string): Promise<void> {
  for (const name of (await namesIn(output)).filter((each) => !each.startsWith('.'))) {
    expect(await verifyFiles(join(output, name))).toEqual([]);
  }
}
