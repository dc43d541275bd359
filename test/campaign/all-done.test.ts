import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allDone } from '../../src/campaign/all-done.js';

const work = fc.record({ turns: fc.nat(6), fails: fc.boolean() });

test('results come together; of failures the first in order is thrown, and nothing goes on by then', () =>
  fc.assert(
    fc.asyncProperty(fc.tuple(work, work, work), async (all) => {
      let going = all.length;
      const begun = all.map(async ({ turns, fails }, place) => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        going -= 1;
        if (fails) throw new Error(`failed at ${place}`);
        return place;
      });
      const outcome = await allDone(begun).catch((error: Error) => error.message);
      const failed = all.findIndex(({ fails }) => fails);
      expect(outcome).toEqual(failed === -1 ? [0, 1, 2] : `failed at ${failed}`);
      expect(going).toBe(0);
    }),
  ));
