import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { referenceRun } from '../../src/campaign/reference-run.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import { cases } from '../setup/drawn-cases.js';
import { ledger } from './arbitraries.js';
import { EVERYBODY } from './campaign-arbitraries.js';
import { attributes, runDefinition } from './run-both.js';
import { apart, KINDS, union } from './together.js';
import { WORLDS } from './world.js';

const audience = { id: 'audience', condition: EVERYBODY };
const run = runDefinition([
  { controller: 'okq8', kind: 'newsletter', channel: 'email', audience },
  { controller: 'okq8', kind: 'targeted_offer', channel: 'sms', audience },
  { controller: 'okq8', kind: 'general_offer', channel: 'post', audience },
]);

/** Every kind is declared, because a run with several worlds declares what any of them does; registers are one for all. */
const declaring = (records: RecordsInput): RecordsInput => ({
  ...Object.fromEntries(KINDS.map((kind) => [kind, []])),
  ...records,
  register: [],
});

async function decided(records: RecordsInput): Promise<readonly (readonly unknown[])[]> {
  const lists = referenceRun(run, readRecords(records, { ...run.words, attributes }));
  return Promise.all(
    lists.map(async (list) => {
      const all: { personId: string }[] = [];
      for await (const decision of contentOf(list).decisions()) all.push(decision);
      return all.sort((a, b) => (a.personId < b.personId ? -1 : 1));
    }),
  );
}

test('what is decided in a world is what is decided where there is no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ledger, { minLength: 2, maxLength: WORLDS }), async (given) => {
      const worlds = given.map((records, world) => declaring(apart(records, world)));
      const alone = await Promise.all(worlds.map(decided));
      const together = await decided(union(worlds));
      expect(together.map((one) => new Set(one))).toEqual(
        run.campaigns.map((_, i) => new Set(alone.flatMap((one) => one[i] ?? []))),
      );
    }),
    { numRuns: cases(60) },
  );
});
