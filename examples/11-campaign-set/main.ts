/** 11. Campaigns that share their readers: priority, caps, a limit, a hold-out, a split.   Run: npx tsx examples/11-campaign-set/main.ts */
import { readdir } from 'node:fs/promises';
import { loadProject, openEngine, runProject } from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
const project = await loadProject(folder);
const engine = openEngine(project, { engine: 'memory' });
const run = await runProject(project, engine, { asOf: '2026-03-01T06:00:00Z' });
await engine.close();

// Allocation comes after every decision and can only leave people out: each step has a number of its own.
for (const { id, counts } of run.campaigns) {
  const { cleared, capped, duplicates, overLimit, heldOut, listed } = counts;
  console.log(id, JSON.stringify({ cleared, capped, duplicates, overLimit, heldOut, listed }));
}
//=> gold {"cleared":9,"capped":0,"duplicates":0,"overLimit":6,"heldOut":0,"listed":3}
//   spring {"cleared":21,"capped":3,"duplicates":1,"overLimit":0,"heldOut":1,"listed":16}

// A split campaign has a file for each part. The same salt puts the same persons into the same part, in every run.
for (const { files } of run.manifest.campaigns) for (const { name, rows } of files) console.log(name, rows);
console.log((await readdir(run.folder)).includes('manifest.json'));
//=> gold.csv 3
//   spring.a.csv 11
//   spring.b.csv 5
//   true
await remove();
