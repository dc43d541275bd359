import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { cases, SEED } from '../setup/drawn-cases.js';
import { zone } from './campaign-arbitraries.js';
import { condition } from './condition-arbitraries.js';
import { segmentLedger } from './segment-world.js';
import { disagreement, segmentsBoth } from './segments-both.js';

/**
 * Conditions alone, without campaigns: DuckDB and the reference have the same members, for every condition and for
 * every condition inside it. One ledger answers many conditions at once, so that thousands take a minute.
 *
 * Another kind of condition takes part by its generator in `condition-arbitraries.ts`, another field by its cell in
 * `arbitraries.ts` (rows) or its moment in `segment-world.ts`. A failure prints its seed and path, the smallest
 * condition found and the ledger: `CLEARLIST_SEED=… CLEARLIST_TIMES=0.01` repeats it. What was found and
 * corrected goes into `corpus/*.json` as `{ says, zone, records, conditions }` with the members written by hand.
 */

/** Conditions at the top, each with its parts. The test command takes some hundreds, `npm run test:segments` thousands. */
const RUNS = cases(160);

const asked = fc.array(condition, { minLength: 1, maxLength: 40, size: 'max' });

test(`DuckDB has the members of the reference, for every condition and its parts (${RUNS} conditions)`, async () => {
  let checked = 0;
  const property = fc.asyncProperty(
    segmentLedger,
    asked,
    zone,
    fc.boolean(),
    fc.boolean(),
    async (records, conditions, where, linkDevices, isPacked) => {
      const said = await segmentsBoth(records, conditions, { zone: where, linkDevices, isPacked });
      checked += conditions.length;
      const found = disagreement(said);
      expect(found?.duckdb, JSON.stringify(found?.condition)).toEqual(found?.reference);
    },
  );
  for (let round = 0; checked < RUNS; round += 1) await fc.assert(property, { numRuns: 5, seed: SEED + round });
}, 600_000);

interface Found {
  readonly says: string;
  readonly zone?: string;
  readonly records: RecordsInput;
  readonly conditions: readonly { readonly condition: Condition; readonly members: readonly string[] }[];
}

const corpus = new URL('corpus/', import.meta.url);
const found = readdirSync(corpus)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Found);

test.each(found.map((one) => [one.says, one] as const))(
  'found before: %s',
  async (_, { records, conditions, zone }) => {
    const said = await segmentsBoth(
      records,
      conditions.map(({ condition }) => condition),
      zone === undefined ? {} : { zone },
    );
    for (const { condition, members } of conditions) {
      const both = said.find((one) => JSON.stringify(one.condition) === JSON.stringify(condition));
      expect(both).toEqual({ condition, reference: members, duckdb: members });
    }
  },
);
