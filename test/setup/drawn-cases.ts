/** What `npm test` draws: the same cases every time, on every machine. */
const FIXED = 20_260_303;

/**
 * The seed of everything that tests draw: the same one every time where nothing is said, and one by the clock where
 * `random` is.
 *
 * @throws Error where `CLEARLIST_SEED` is neither a whole number nor `random`
 */
function seedFrom(said: string | undefined): number {
  if (said === undefined || said === '') return FIXED;
  if (said === 'random') return Date.now() % 1_000_000_000;
  const seed = Number(said);
  if (!Number.isSafeInteger(seed)) throw new Error(`CLEARLIST_SEED is a whole number or "random", not "${said}"`);
  return seed;
}

function timesFrom(said: string | undefined): number {
  const times = said === undefined || said === '' ? 1 : Number(said);
  if (!(times > 0)) throw new Error(`CLEARLIST_TIMES is a number above 0, not "${said}"`);
  return times;
}

export const SEED = seedFrom(process.env.CLEARLIST_SEED);
const TIMES = timesFrom(process.env.CLEARLIST_TIMES);

/** How many cases a law is tried with: as many as the test command takes, times `CLEARLIST_TIMES`. */
export const cases = (usual: number): number => Math.ceil(usual * TIMES);

/** Numbers from 0 up to 1, without it; the same ones for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
