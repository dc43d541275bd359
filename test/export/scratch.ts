import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { verifyFiles } from '../../src/export/verify-files.js';

const made: string[] = [];
afterAll(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** An empty folder that goes when the tests of the file are done. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-export-'));
  made.push(folder);
  return folder;
}

export const namesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort();

/** The law of an output folder: whatever can be seen in it is complete and as its manifest says. */
export async function expectOnlyWholeRuns(output: string): Promise<void> {
  for (const name of (await namesIn(output)).filter((each) => !each.startsWith('.'))) {
    expect(await verifyFiles(join(output, name))).toEqual([]);
  }
}
