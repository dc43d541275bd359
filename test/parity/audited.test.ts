import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selfAudit } from '../../src/campaign/audit/self-audit.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { readRecords } from '../../src/model/records.js';
import { cases } from '../setup/drawn-cases.js';
import { campaigns, policy, zone } from './campaign-arbitraries.js';
import { runDefinition } from './run-both.js';
import { ledgers } from './together.js';

test('whatever the data, an audit of everybody finds nothing that is missing and nobody decided otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(ledgers, campaigns, fc.boolean(), policy, zone, async (input, asked, replay, decidedBy, where) => {
      const run = {
        ...runDefinition(asked, { replay, policy: decidedBy, zone: where }),
        audit: { sample: 10_000, always: [] },
      };
      const records = readRecords(input, { ...run.words, attributes: run.attributes });
      const engine = new DuckDbEngine(recordData(records), { threads: 1 });
      try {
        const done = await engine.run(run);
        const { persons } = await selfAudit(run, done);
        expect(persons).toBe(new Set(done.captured.flatMap(({ drawn }) => drawn)).size);
      } finally {
        await engine.close();
      }
    }),
    { numRuns: cases(2) },
  );
}, 600_000);
