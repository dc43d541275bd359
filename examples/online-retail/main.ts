/**
 * Online retail: three campaigns over a year of real purchases, with made-up people who agreed, refused and changed
 * their minds.   Run: npx tsx examples/online-retail/main.ts [FOLDER]
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CampaignSummary, loadProject, openEngine, runProject } from 'clearlist/node';
import { AS_OF } from './project.js';
import { writeProject } from './write-project.js';

const folder = process.argv[2] ?? join(tmpdir(), 'clearlist-online-retail');
const { config, real, customers } = await writeProject(folder, process.env.CLEARLIST_ONLINE_RETAIL);
console.log(
  real
    ? `${customers} customers of the UCI online retail data`
    : `${customers} customers of the look-alike; name the UCI file in CLEARLIST_ONLINE_RETAIL for the real purchases`,
);

const project = await loadProject(config);
const engine = openEngine(project);
try {
  const run = await runProject(project, engine, { asOf: AS_OF });
  for (const { source, rows, leftOut } of run.inputs) {
    console.log(
      `read ${rows} rows of ${source}${leftOut > 0 ? `, of which ${leftOut} name nobody and were left out` : ''}`,
    );
  }
  run.campaigns.forEach(printFunnel);
  console.log(`\nThe lists are in ${run.folder}`);
} finally {
  await engine.close();
}

/** From everybody to the rows of the list; a person is counted at the gravest reason. */
function printFunnel({ id, channel, kind, counts }: CampaignSummary): void {
  const line = (label: string, count: number): void => console.log(`${label.padEnd(40)}${String(count).padStart(7)}`);
  console.log(`\n${id} (${kind} by ${channel})`);
  line('customers', counts.universe);
  line('in the audience', counts.members);
  for (const { code, primary } of counts.reasons) if (primary > 0) line(`  ${code}`, -primary);
  line('may be contacted', counts.cleared);
  line('on the list', counts.listed);
}
