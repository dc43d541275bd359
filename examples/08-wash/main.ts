/** 08. Phone numbers looked up in a refusal register by an agent.   Run: npx tsx examples/08-wash/main.ts */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStore, importRecords, loadProject, openEngine, planProject, washRequest } from 'clearlist/node';
import { scratchCopy } from '../data/scratch-copy.js';

const { folder, remove } = await scratchCopy(import.meta.url);
await createStore(join(folder, 'store'));
const project = await loadProject(folder);
const asOf = '2026-11-22T06:00:00Z';

const funnel = async (): Promise<void> => {
  const engine = openEngine(project, { engine: 'memory' });
  const { campaigns } = await planProject(project, engine, { asOf }).finally(() => engine.close());
  const { cleared, reasons } = campaigns[0]?.counts ?? { cleared: 0, reasons: [] };
  console.log(`${cleared} may be called;`, reasons.map(({ code, primary }) => `${code} ${primary}`).join(', '));
};
await funnel();
//=> 0 may be called; OBJECTION_DIRECT_MARKETING 1, REGISTER_MISSING 3

// Only whom nothing but the missing check stops is asked about: the agent learns of nobody else, and no ids.
const engine = openEngine(project, { engine: 'memory' });
const file = join(folder, 'nix-request.csv');
await washRequest(project, engine, { campaign: 'calls', register: 'NIX_TELEFON', asOf, file });
await engine.close();
console.log(await readFile(file, 'utf8'));
//=> phone
//   +46701740601
//   +46701740602
//   +46701740603

// The agent answered about two of three. Whoever has no answer stays unchecked.
await importRecords(project, { as: 'wash_answers', file: join(folder, 'data/nix-answers.csv'), source: 'nix-answers' });
await funnel();
//=> 1 may be called; OBJECTION_DIRECT_MARKETING 1, REGISTER_HIT 1, REGISTER_MISSING 1
await remove();
