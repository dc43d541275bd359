/**
 * 05. From a customer system's raw export to a list: windows-1252, one row a person, one column a question.
 *
 * The people are made up.   Run: npx tsx examples/05-wide-extract/main.ts
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProject, openEngine, runProject } from 'clearlist/node';

const output = await mkdtemp(join(tmpdir(), 'clearlist-example-'));
const folder = fileURLToPath(new URL('.', import.meta.url));
const lists: string[] = [];

// The same on both engines: what a row means does not depend on who reads it.
for (const use of ['memory', 'duckdb'] as const) {
  const project = await loadProject(folder, { output: join(output, use) });
  const engine = openEngine(project, { engine: use });
  const run = await runProject(project, engine, { asOf: '2026-11-22T06:00:00Z' });
  await engine.close();
  lists.push(await readFile(join(run.folder, 'newsletter.csv'), 'utf8'));
  if (use === 'memory') continue;
  for (const { source, kind, rows, leftOut } of run.inputs)
    console.log(`${source} (${kind}): ${rows} rows, ${leftOut} left out`);
  for (const { code, primary } of run.campaigns[0]?.counts.reasons ?? []) if (primary > 0) console.log(code, primary);
}
console.log(lists[0]);
console.log(lists[0] === lists[1]);
//=> crm.customers (profile): 8 rows, 1 left out
//   crm.consents.NYHETSBREV (permission): 8 rows, 1 left out
//   crm.consents.ERBJ_SMS (permission): 8 rows, 5 left out
//   crm.post.EJ_POST (opt_out): 8 rows, 6 left out
//   crm.letters.SPÄRR (objection): 8 rows, 7 left out
//   RECORD_UNPARSEABLE 1
//   OBJECTION_DIRECT_MARKETING 1
//   CONSENT_REFUSED 1
//   CONSENT_MISSING 1
//   profile_id,email,first_name,last_name,country
//   1001,asa.oberg@example.se,Åsa,Öberg,SE
//   1002,paivi@example.fi,Päivi,Mäkelä,FI
//   1007,inga@example.se,Inga–Lill,Ö…,SE
//   true
await rm(output, { recursive: true });
