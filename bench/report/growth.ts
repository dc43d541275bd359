import type { Results } from '../results.js';

interface Measured {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

interface Sides {
  readonly ours: Measured;
  readonly expert?: Measured;
}

const STEPS = [
  ['XS', 'S'],
  ['S', 'M'],
  ['M', 'L'],
] as const;

/** A row for each job and form, and each size with the next larger one, of which both were measured. */
export function growthRows({ comparisons, alone }: Results): readonly (readonly string[])[] {
  const sides = (job: string, form: string, size: string): Sides | undefined => {
    const pair = comparisons.find((one) => one.job === job && one.form === form && one.size === size);
    if (pair !== undefined) return pair.differences.length > 0 ? undefined : pair;
    const own = alone.find(
      (one) => one.job === job && one.form === form && one.size === size && !one.limits.includes('--memory'),
    );
    return own?.ours === undefined ? undefined : { ours: own.ours };
  };
  const times = (large: number | undefined, small: number | undefined): string =>
    large === undefined || small === undefined ? '' : (large / small).toFixed(1);
  return (['ab', 'c'] as const).flatMap((job) =>
    (['parquet', 'csv'] as const).flatMap((form) =>
      STEPS.flatMap(([from, to]) => {
        const [small, large] = [sides(job, form, from), sides(job, form, to)];
        if (small === undefined || large === undefined) return [];
        return [
          [
            job === 'ab' ? 'A and B' : 'C',
            form === 'csv' ? 'CSV' : 'Parquet',
            from,
            to,
            times(large.ours.wallSeconds, small.ours.wallSeconds),
            times(large.ours.cpuSeconds, small.ours.cpuSeconds),
            times(large.expert?.wallSeconds, small.expert?.wallSeconds),
            times(large.expert?.cpuSeconds, small.expert?.cpuSeconds),
          ],
        ];
      }),
    ),
  );
}
