import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sideBySide } from '../../src/engines/duckdb/side-by-side.js';
import { cases } from '../setup/drawn-cases.js';

/** Pieces that wait for some before them, take some turns, and fail or do not. */
const drawnPieces = fc
  .array(fc.record({ reads: fc.array(fc.nat(), { maxLength: 3 }), turns: fc.nat({ max: 4 }), fails: fc.boolean() }), {
    maxLength: 12,
  })
  .map((pieces) =>
    pieces.map(({ reads, turns, fails }, place) => ({
      after: place === 0 ? [] : reads.map((read) => read % place),
      turns,
      fails: fails && turns === 0,
    })),
  );

test('every piece is done once, after those it waits for, no more at a time than allowed, and fails as in order', async () => {
  await fc.assert(
    fc.asyncProperty(drawnPieces, fc.integer({ min: 1, max: 3 }), async (pieces, atOnce) => {
      const begun: number[] = [];
      const done = new Set<number>();
      let going = 0;
      const all = sideBySide(
        pieces.map(({ after }) => after),
        atOnce,
        async (place, first) => {
          const piece = pieces[place];
          expect(piece?.after.every((other) => done.has(other))).toBe(true);
          expect(first).toBeLessThanOrEqual(place);
          expect([...pieces.keys()].slice(0, first).every((other) => done.has(other))).toBe(true);
          begun.push(place);
          going += 1;
          expect(going).toBeLessThanOrEqual(atOnce);
          for (let turn = 0; turn < (piece?.turns ?? 0); turn += 1) await new Promise(setImmediate);
          going -= 1;
          if (piece?.fails === true) throw new Error(`piece ${place}`);
          done.add(place);
        },
      );
      const failing = pieces.findIndex(({ fails }) => fails);
      if (failing === -1) await all;
      else await expect(all).rejects.toThrow(`piece ${failing}`);
      expect(going).toBe(0);
      expect(begun.length).toBe(new Set(begun).size);
      const before = pieces.slice(0, failing === -1 ? undefined : failing);
      expect([...before.keys()].every((place) => done.has(place))).toBe(true);
      if (atOnce === 1) expect(begun).toEqual([...pieces.slice(0, before.length + (failing === -1 ? 0 : 1)).keys()]);
    }),
    { numRuns: cases(200) },
  );
});

test('pieces that do not wait for one another are going at the same time', async () => {
  let met: (() => void) | undefined;
  const meeting = new Promise<void>((resolve) => {
    met = resolve;
  });
  // The first ends only once the other has begun: one after the other they would wait for ever.
  await sideBySide([[], []], 2, async (place) => (place === 0 ? meeting : met?.()));
});
