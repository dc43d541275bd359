import { expect, test } from 'vitest';
import { type Meters, profile, profileText } from '../../src/cli/profile.js';

/** A run of stages, each told with when it begins, what was worked by then and the rows of the plan's steps before it. */
function costsOf(stages: readonly (readonly [string, number, number, number?])[], ended: readonly [number, number]) {
  let [now, worked, peak] = [0, 0, 100];
  const meters: Meters = { clock: () => now, cpu: () => worked, peak: () => peak };
  const measured = profile('open', meters);
  for (const [name, seconds, work, rows] of stages) {
    [now, worked, peak] = [seconds * 1000, work * 1_000_000, peak + 100];
    measured.stage(name, rows === undefined ? undefined : { step: 0, of: 1, rows, cached: 0 });
  }
  [now, worked] = [ended[0] * 1000, ended[1] * 1_000_000];
  return measured.done();
}

test('each stage lasts until the next begins, and has the rows that were made in it', () => {
  const costs = costsOf(
    [
      ['read', 1, 1, 0],
      ['read', 2, 3, 40],
      ['decide', 5, 8, 100],
      ['write', 6, 8.5],
    ],
    [9, 10],
  );
  expect(costs).toEqual([
    { stage: 'open', wall: 1, cpu: 1, rows: 0, cached: 0, peakMemory: 200 * 1024 },
    { stage: 'read', wall: 4, cpu: 7, rows: 100, cached: 0, peakMemory: 400 * 1024 },
    { stage: 'decide', wall: 1, cpu: 0.5, rows: 0, cached: 0, peakMemory: 500 * 1024 },
    { stage: 'write', wall: 3, cpu: 1.5, rows: 0, cached: 0, peakMemory: 500 * 1024 },
  ]);
});

test('a second plan counts its rows from none, and a stage that comes again is the same stage', () => {
  const costs = costsOf(
    [
      ['read', 1, 1, 0],
      ['write', 2, 2, 70],
      ['read', 3, 3, 0],
      ['write', 4, 4, 5],
    ],
    [5, 5],
  );
  expect(costs.map(({ stage, wall, rows }) => [stage, wall, rows])).toEqual([
    ['open', 1, 0],
    ['read', 2, 75],
    ['write', 2, 0],
  ]);
});

test('the table is as wide as its stages, and ends with all of them', () => {
  const lines = profileText(costsOf([['a stage of many words', 1, 2, 0]], [3, 7])).split('\n');
  expect(lines).toEqual([
    'stage                   wall s    CPU s        rows    peak MB',
    'open                      1.00     2.00           0          0',
    'a stage of many words     2.00     5.00           0          0',
    'all stages                3.00     7.00           0          0',
  ]);
});
