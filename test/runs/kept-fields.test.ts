import { expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { importRecords } from '../../src/runs/import-records.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { runDefinition } from '../../src/runs/run-definition.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { reasonTable } from '../../src/suppression/policy.js';
import { file, storeProject } from './store-project.js';

/** A store may say what no source says: by which of its fields a refusal reaches whom does not depend on the sources. */

type Cells = Readonly<Record<string, string>>;

/** The reasons of everybody, where a store holds a row and the sources nothing but profiles. */
async function decided([as, source]: readonly [string, string], row: Cells, engine: 'duckdb' | 'memory') {
  const project = await storeProject();
  await importRecords(project, { as, file: await file(project, 'rows.csv', [row]), source });
  const opened = openEngine(project, { engine });
  try {
    const run = runDefinition(project, { asOf: '2026-03-10T10:00:00Z' });
    const { lists } = await opened.run(run);
    const said: Record<string, readonly string[]> = {};
    for (const list of lists)
      for await (const { personId, mask } of contentOf(list).decisions())
        said[personId] = reasonsOf(mask, reasonTable(run.policy));
    return said;
  } finally {
    await opened.close();
  }
}

const at = '2026-03-01T10:00:00Z';
const mail = 'Anna+tag@example.se';

/** Anna's address is that of p1 and of p3. */
test.each<[readonly [as: string, source: string], Cells, code: string, whom: readonly string[]]>([
  [['objections', 'letters'], { email: mail }, 'OBJECTION_DIRECT_MARKETING', ['p1', 'p3']],
  [['objections', 'letters'], { person: 'p2', email: mail }, 'OBJECTION_DIRECT_MARKETING', ['p1', 'p2', 'p3']],
  [['opt_outs', 'opt-outs'], { person: 'p2', email: mail }, 'CHANNEL_OPT_OUT', ['p1', 'p2', 'p3']],
  [['permissions', 'consents'], { person: 'p2', email: mail, state: 'withdrawn' }, 'RECORD_UNPARSEABLE', ['p1', 'p3']],
])('%s of %o reach whom they name by any field', async (imported, cells, code, whom) => {
  const memory = await decided(imported, { ...cells, at }, 'memory');
  for (const id of whom) expect(memory[id]).toContain(code);
  expect(await decided(imported, { ...cells, at }, 'duckdb')).toEqual(memory);
});
