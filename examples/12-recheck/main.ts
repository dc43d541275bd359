/** 12. A list made at night, checked again before it is sent in the morning.   Run: npx tsx examples/12-recheck/main.ts */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClearlistError } from 'clearlist';
import { loadProject, openEngine, recheckProject, runProject } from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
const project = await loadProject(folder);
const withEngine = async <T>(work: (engine: ReturnType<typeof openEngine>) => Promise<T>): Promise<T> => {
  const engine = openEngine(project, { engine: 'memory' });
  return work(engine).finally(() => engine.close());
};

const night = await withEngine((engine) => runProject(project, engine, { asOf: '2026-11-22T02:00:00Z' }));
console.log(await readFile(join(night.folder, 'news.csv'), 'utf8'));
//=> profile_id,email
//   1,asa@example.se
//   2,nils@example.se
//   3,maja@example.se

// At seven Maja calls. The list of the night is what it was; what may be sent is written beside it.
await appendFile(join(folder, 'data', 'objections.csv'), 'call-17,MAJA@example.se,2026-11-22T07:05:00Z\n');
const recheck = () =>
  withEngine((engine) => recheckProject(project, engine, night.folder, { asOf: '2026-11-22T07:30:00Z' }));
const morning = await recheck();
console.log(await readFile(join(morning.folder, 'news.csv'), 'utf8'));
for (const { name, before, rows, reasons } of morning.manifest.lists) {
  console.log(name, `${before} → ${rows}:`, reasons.map(({ code, rows: dropped }) => `${code} ${dropped}`).join(', '));
}
//=> profile_id,email
//   1,asa@example.se
//   2,nils@example.se
//   news.csv 3 → 2: OBJECTION_DIRECT_MARKETING 1

// A list that somebody edited is refused whole: nobody knows who is on it.
await writeFile(join(night.folder, 'news.csv'), 'profile_id,email\r\n4,tove@example.se\r\n');
await recheck().catch((error: unknown) => {
  if (error instanceof ClearlistError) console.log(error.code);
});
//=> list-altered
await remove();
