import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine, PersonQuery, RunDefinition } from '../../src/campaign/engine.js';
import { explain } from '../../src/campaign/explain.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { MemoryEngine } from '../../src/engines/memory/memory-engine.js';
import { readRecords } from '../../src/model/records.js';
import { ledger } from '../parity/arbitraries.js';
import { campaign, policy, zone } from '../parity/campaign-arbitraries.js';
import { attributes, runDefinition } from '../parity/run-both.js';
import { oneOf } from '../parity/world.js';
import { assertUntilMet } from '../setup/until-met.js';

/** Places differ between engines by the order in which rows are read back, so evidence is compared as a set. */
async function explained(engine: Engine, run: RunDefinition, person: PersonQuery): Promise<unknown> {
  try {
    const { reasons, evidence, ...rest } = await explain(run, engine, person);
    const sorted = reasons.map(({ reason, evidence: proof }) => [
      reason,
      proof.map((one) => JSON.stringify(one)).sort(),
    ]);
    return { ...rest, reasons: sorted, evidence: evidence.map((one) => JSON.stringify(one)).sort() };
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

const person = oneOf<PersonQuery>(
  { profileId: 'p1' },
  { profileId: 'p2' },
  { profileId: 'p3' },
  { profileId: 'ghost' },
  { email: 'ANNA@example.se' },
  { email: 'åsa@exämple.se' },
  { phone: '+46701234567' },
);

test('the records about a person are all that their explanation needs, wherever they are kept', async () => {
  let found = 0;
  await assertUntilMet(
    fc.asyncProperty(
      ledger,
      campaign,
      fc.boolean(),
      policy,
      zone,
      person,
      async (input, asked, replay, decidedBy, where, about) => {
        const run = runDefinition([asked], { replay, policy: decidedBy, zone: where });
        const records = readRecords(input, { ...run.words, attributes });
        const duckdb = new DuckDbEngine(recordData(records), { threads: 1 });
        const memory = new MemoryEngine(async () => ({ records, inputs: [] }));
        try {
          const expected = await explained(memory, run, about);
          if (typeof expected === 'object') found += 1;
          expect(await explained(duckdb, run, about)).toEqual(expected);
        } finally {
          await duckdb.close();
        }
      },
    ),
    15,
    () => found > 5,
  );
}, 600_000);
