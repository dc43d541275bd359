import fc from 'fast-check';
import { zone } from './campaign-arbitraries.js';
import { condition } from './condition-arbitraries.js';
import { segmentLedger } from './segment-world.js';
import { disagreement, segmentsBoth } from './segments-both.js';

/**
 * The parity of conditions with a fixed seed, as a program: prints after how many ledgers a disagreement was found, or
 * `none`. Run: `npx tsx test/parity/seeded-segments.ts <seed> <ledgers>`
 */
const [seed = '1', ledgers = '40'] = process.argv.slice(2);
const asked = fc.array(condition, { minLength: 30, maxLength: 30 });

const { failed, numRuns, errorInstance } = await fc.check(
  fc.asyncProperty(segmentLedger, asked, zone, async (records, conditions, where) => {
    const found = disagreement(await segmentsBoth(records, conditions, { zone: where }));
    if (found !== undefined) throw new Error(`disagreement: ${found.condition.kind}`);
  }),
  { seed: Number(seed), numRuns: Number(ledgers), endOnFailure: true },
);
console.log(failed ? `${numRuns} ${errorInstance instanceof Error ? errorInstance.message : ''}` : 'none');
