import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TEMPORARY, writeDurably } from '../../src/files/durable-file.js';
import { newOwner } from '../../src/files/process-owner.js';
import { scratchFolders } from '../setup/scratch-folders.js';

test('what a killed process left unfinished goes with the next file; what anybody else has stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-durable-'));
  scratchFolders.push(folder);
  const own = await newOwner();
  const gone = own.replace(/\.[0-9]+\.[0-9]+-/, '.2147483647.1-');
  const elsewhere = gone.replace(/^[0-9a-f]{8}/, (here) => (here === 'ffffffff' ? '0'.repeat(8) : 'f'.repeat(8)));
  const kept = [`${TEMPORARY}${own}`, `${TEMPORARY}${elsewhere}`, `x${TEMPORARY}${gone}`, `${TEMPORARY}mine`].sort();
  for (const name of [...kept, `${TEMPORARY}${gone}`]) await writeFile(join(folder, name), 'p1\n');
  await writeDurably(join(folder, 'ids.txt'), ['p1\n']);
  expect((await readdir(folder)).sort()).toEqual([...kept, 'ids.txt'].sort());
});
