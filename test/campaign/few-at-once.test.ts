import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewAtOnce } from '../../src/campaign/few-at-once.js';

/** Work that ends in an order of its own, and what was going on meanwhile. */
async function worked(most: number, waits: readonly number[], failing: ReadonlySet<number> = new Set()) {
  const begun: number[] = [];
  let going = 0;
  let mostGoing = 0;
  const done = fewAtOnce(most, [...waits.entries()], async ([place, turns]) => {
    begun.push(place);
    going += 1;
    mostGoing = Math.max(mostGoing, going);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    going -= 1;
    if (failing.has(place)) throw new Error(`failed at ${place}`);
    return place;
  });
  const outcome = await done.catch((error: Error) => error.message);
  return { outcome, begun, mostGoing, stillGoing: going };
}

const most = fc.integer({ min: 1, max: 4 });
const waits = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 });

test('everything is done once, in order, never more at once than is said, and as many as that where there are', () =>
  fc.assert(
    fc.asyncProperty(most, waits, async (limit, all) => {
      const { outcome, begun, mostGoing } = await worked(limit, all);
      const places = all.map((_, place) => place);
      expect(outcome).toEqual(places);
      expect(begun).toEqual(places);
      expect(mostGoing).toBe(Math.min(limit, all.length));
    }),
  ));

const failures = fc.array(fc.nat(11), { minLength: 1, maxLength: 3 });

test('after a failure nothing more is begun, and the first in order is thrown when nothing goes on any more', () =>
  fc.assert(
    fc.asyncProperty(most, fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }), failures, async (limit, all, some) => {
      const failing = new Set(some.map((place) => place % all.length));
      const { outcome, begun, stillGoing } = await worked(limit, all, failing);
      const failed = begun.filter((place) => failing.has(place));
      expect(outcome).toBe(`failed at ${Math.min(...failed)}`);
      expect(stillGoing).toBe(0);
      if (limit === 1) expect(begun.at(-1)).toBe(failed[0]);
      expect(begun).toEqual(begun.map((_, i) => i));
    }),
  ));
