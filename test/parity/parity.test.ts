import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '../setup/drawn-cases.js';
import { campaigns, policy, zone } from './campaign-arbitraries.js';
import { runBoth, runDefinition } from './run-both.js';
import { ledgers } from './together.js';
import { WORLDS } from './world.js';

/** How many ledgers; the test command asks for a hundred, `npm run test:parity` for thousands. */
const LEDGERS = cases(100);

test(`DuckDB says what the reference says: members, all reasons, basis, address, order (${LEDGERS} ledgers)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      ledgers,
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
    { numRuns: Math.ceil(LEDGERS / WORLDS) },
  );
}, 1_800_000);
