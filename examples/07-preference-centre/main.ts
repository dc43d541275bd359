/**
 * 07. A preference centre, and links that unsubscribe with one click.   Run: npx tsx examples/07-preference-centre/main.ts
 *
 * The key beside this file is for the example; a real one never stands in a repository.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createStore,
  importRecords,
  loadProject,
  openEngine,
  recordUnsubscribe,
  refusalText,
  runProject,
} from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
await createStore(join(folder, 'store'));
const project = await loadProject(folder);

const list = async (asOf: string, name: string): Promise<string[][]> => {
  const engine = openEngine(project, { engine: 'memory' });
  const run = await runProject(project, engine, { asOf }).finally(() => engine.close());
  const text = await readFile(join(run.folder, `${name}.csv`), 'utf8');
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(','));
};

// Nils wants no newsletter any more, and still wants offers.
const { added } = await importRecords(project, {
  as: 'opt_outs',
  file: join(folder, 'data/preferences.csv'),
  source: 'preferences',
});
console.log(added, 'choice taken in');
const news = await list('2026-11-22T06:00:00Z', 'news');
console.log('news', news.map(([id]) => id).join(' '));
console.log('offer', (await list('2026-11-22T06:00:00Z', 'offer')).map(([id]) => id).join(' '));
//=> 1 choice taken in
//   news 1 3
//   offer 1 2 3

// Åsa clicks the link in her newsletter: all marketing by e-mail ends. The token says who, and nobody else can read it.
const token = news[0]?.[2] ?? '';
const recorded = await recordUnsubscribe(project, { token, receivedAt: '2026-11-22T08:12:00Z' });
console.log(refusalText(recorded, 'en').split('\n')[0]);
console.log('offer', (await list('2026-11-23T06:00:00Z', 'offer')).map(([id]) => id).join(' '));
//=> Recorded. This is what the person refused:
//   offer 2 3
await remove();
