/** 09. An audience at a listing service: uploaded, and taken back by whoever refuses.   Run: npx tsx examples/09-listing-audience/main.ts */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStore, importRecords, loadProject, openEngine, runProject } from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
await createStore(join(folder, 'store'));
const project = await loadProject(folder);

const run = async (asOf: string): Promise<void> => {
  const engine = openEngine(project, { engine: 'memory' });
  const { manifest, folder: written } = await runProject(project, engine, { asOf }).finally(() => engine.close());
  for (const { name } of manifest.campaigns.flatMap(({ files }) => files)) {
    const lines = (await readFile(join(written, name), 'utf8')).split(/\r?\n/).filter(Boolean);
    console.log(`${name}: ${lines.length - 1} rows of ${lines[0]}`);
    if (name.includes('remove')) console.log((lines[1] ?? '').slice(0, 16));
  }
};

// Clearlist writes what the service wants, hashed, and remembers what it wrote. Uploading is somebody else's.
await run('2026-11-22T06:00:00Z');
//=> autumn-ads.add.csv: 4 rows of Email,Phone

// Maja calls. The next run takes her out, by exactly what was written for her: an e-mail and a phone number. The others are
// written again, because nobody has acknowledged yet that they were uploaded.
await importRecords(project, { as: 'objections', file: join(folder, 'data/calls.csv'), source: 'calls' });
await run('2026-11-23T06:00:00Z');
//=> autumn-ads.remove.csv: 2 rows of Email,Phone
//   d834c652bf95e7bf
//   autumn-ads.add.csv: 3 rows of Email,Phone
await remove();
