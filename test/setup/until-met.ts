import fc from 'fast-check';
import { expect } from 'vitest';
import { cases, SEED } from './drawn-cases.js';

/** Longer than chance can last: a law that has met nothing after so many times its usual cases never will. */
const MOST = 20;

/**
 * Tries a property that says nothing before its cases have met something, as somebody who is cleared: with as many
 * cases as `cases(usual)`, and with as many again as long as they have not. Fails where they never do.
 */
export async function assertUntilMet(
  property: fc.IAsyncProperty<unknown> | fc.IProperty<unknown>,
  usual: number,
  met: () => boolean,
): Promise<void> {
  const numRuns = cases(usual);
  let tried = 0;
  for (let round = 0; round === 0 || (!met() && tried < MOST * usual); round += 1) {
    await fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns, seed: SEED + round });
    tried += numRuns;
  }
  expect(met(), `met in ${tried} cases`).toBe(true);
}
