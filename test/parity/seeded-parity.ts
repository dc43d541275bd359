import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ledger } from './arbitraries.js';
import { campaigns, policy, zone } from './campaign-arbitraries.js';
import { runBoth, runDefinition } from './run-both.js';

/**
 * The parity property with a fixed seed, as a program: prints how many ledgers it took to find a disagreement, or
 * `none`. Run: `npx tsx test/parity/seeded-parity.ts <seed> <runs>`
 */
const [seed = '1', runs = '100'] = process.argv.slice(2);

const { failed, numRuns, errorInstance } = await fc.check(
  fc.asyncProperty(ledger, campaigns, fc.boolean(), policy, zone, async (records, asked, replay, decidedBy, where) => {
    const run = runDefinition(asked, { replay, policy: decidedBy, zone: where });
    const { reference, duckdb } = await runBoth(run, records);
    if (!isDeepStrictEqual(reference, duckdb)) throw new Error('disagreement');
  }),
  { seed: Number(seed), numRuns: Number(runs), endOnFailure: true },
);
console.log(failed ? `${numRuns} ${errorInstance instanceof Error ? errorInstance.message : ''}` : 'none');
