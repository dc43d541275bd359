import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledger } from './arbitraries.js';
import { campaigns, policy, zone } from './campaign-arbitraries.js';
import { runBoth, runDefinition } from './run-both.js';

/** The test command runs some hundreds; CI asks for thousands. */
const RUNS = Number(process.env.CLEARLIST_PARITY_RUNS ?? 100);

test(`DuckDB says what the reference says: members, all reasons, basis, address, order (${RUNS} ledgers)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      ledger,
      campaigns,
      fc.boolean(),
      fc.boolean(),
      policy,
      zone,
      async (records, asked, replay, linkDevices, decidedBy, where) => {
        const run = runDefinition(asked, { replay, linkDevices, policy: decidedBy, zone: where });
        const { reference, duckdb, anonymousEvents } = await runBoth(run, records);
        expect(duckdb).toEqual(reference);
        expect(anonymousEvents.duckdb).toBe(anonymousEvents.reference);
      },
    ),
    { numRuns: RUNS },
  );
}, 600_000);
