/** 10. Consents as a consent platform exports them: IAB TCF strings.   Run: npx tsx examples/10-consent-strings/main.ts */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainProject, loadProject, openEngine, runProject } from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
const project = await loadProject(folder);
const engine = openEngine(project, { engine: 'memory' });
const asOf = '2026-11-22T06:00:00Z';
const run = await runProject(project, engine, { asOf });

// 1 agreed to the purposes and the vendor. 2 agreed to purpose 1 alone, 3 was never asked, 4 has a string nobody can read.
for (const profileId of ['1', '2', '3', '4']) {
  const { outcome, primaryReason } = await explainProject(project, engine, 'ads', { profileId }, { asOf });
  console.log(profileId, outcome, primaryReason);
}
await engine.close();
console.log(await readFile(join(run.folder, 'ads.csv'), 'utf8'));
//=> 1 allow ALLOW_CONSENT
//   2 suppress CONSENT_REFUSED
//   3 suppress CONSENT_MISSING
//   4 suppress RECORD_UNPARSEABLE
//   profile_id
//   "1"
await remove();
