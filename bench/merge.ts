import type { Results } from './results.js';

type Measured = Results['comparisons'][number] | Results['alone'][number] | Results['profiles'][number];

const SIZES = ['XS', 'S', 'M', 'L'];

const key = (one: Measured): string =>
  [one.size, one.job, one.form, 'limits' in one ? one.limits.join(' ') : ''].join(' ');

/** In the order of the page: by size, then as they were measured. */
const together = <T extends Measured>(before: readonly T[], now: readonly T[]): T[] => {
  const again = new Set(now.map(key));
  return [...before.filter((one) => !again.has(key(one))), ...now].sort(
    (a, b) => SIZES.indexOf(a.size) - SIZES.indexOf(b.size),
  );
};

const named = <T extends { readonly name: string }>(before: readonly T[], now: readonly T[]): T[] => {
  const later = new Map(now.map((one) => [one.name, one]));
  const kept = before.map((one) => later.get(one.name) ?? one);
  const known = new Set(before.map(({ name }) => name));
  return [...kept, ...now.filter(({ name }) => !known.has(name))];
};

/**
 * Two parts of one benchmark: what was measured again stands in the place of what was there.
 *
 * @throws where they are not of one machine, one day and the same versions: their ratios would say nothing together.
 */
export function merged(before: Results, now: Results): Results {
  const of = ({ date, machine: { load: _, ...machine } }: Results): string => JSON.stringify([date, machine]);
  if (of(before) !== of(now)) throw new Error('the result to merge into is of another day, machine or version');
  const [a, b] = [before.machine.load, now.machine.load];
  return {
    ...now,
    machine: { ...now.machine, load: [Math.max(a[0], b[0]), Math.max(a[1], b[1])] },
    comparisons: together(before.comparisons, now.comparisons),
    alone: together(before.alone, now.alone),
    profiles: together(before.profiles, now.profiles),
    figures: named(before.figures, now.figures),
    limits: named(before.limits, now.limits),
  };
}
