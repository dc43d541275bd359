import type { Comparison, Results } from '../results.js';

/** What was set out to be reached, and whether this result shows it. */
export interface Goal {
  readonly measure: string;
  readonly goal: string;
  readonly here: string;
  /** Undefined where it was not measured. */
  readonly reached: boolean | undefined;
  /** What of the program or the machine stands in its way; see `limiting.ts`. */
  readonly about:
    | 'twice'
    | 'small'
    | 'memory'
    | 'twenty'
    | 'growth'
    | 'large'
    | 'normalising'
    | 'in memory'
    | 'start'
    | 'again';
}

type Judged = readonly [here: string, reached: boolean];

export function goals(results: Results): readonly Goal[] {
  const { figures } = results;
  const figure = (of: (name: string) => boolean) => figures.find(({ name }) => of(name));
  const goal = (about: Goal['about'], measure: string, limit: string, judged: Judged | undefined): Goal => ({
    ...{ about, measure, goal: limit },
    ...(judged === undefined ? { here: 'not measured', reached: undefined } : { here: judged[0], reached: judged[1] }),
  });
  const ratioOf = (name: string, most: number): Judged | undefined => {
    const ratio = figure((one) => one.startsWith(name))?.ratio;
    return ratio === undefined ? undefined : [`${ratio.toFixed(2)} times`, ratio <= most];
  };
  const secondsOf = (name: string, most: number): Judged | undefined => {
    const found = figure((one) => one === name);
    return found === undefined ? undefined : [`${(found.value * 1000).toFixed(0)} ms`, found.value <= most];
  };
  const verdicts = figure((name) => name.startsWith('verdicts with all reasons'))?.value;
  return [
    ...(['parquet', 'csv'] as const).flatMap((form) => byForm(results, form, goal)),
    ...large(results, goal),
    goal(
      'normalising',
      'a million rows of seven fields normalised and hashed, against hashing by regular expressions',
      '≤ 1.5 times',
      ratioOf('a million rows of seven fields', 1.5),
    ),
    goal(
      'again',
      'second run of the day at M, Parquet, refusals changed, against a cold run',
      '≤ 0.5 times',
      ratioOf('second run of the day, A and B from parquet at M', 0.5),
    ),
    goal(
      'in memory',
      'a predicate of six conditions against functions by hand',
      '≤ 3 times',
      ratioOf('a predicate of six conditions for 100,000 persons, against by hand', 3),
    ),
    ...['mingo', 'sift', 'json-rules-engine'].map((peer) =>
      goal(
        'in memory',
        `the same against ${peer}`,
        'faster',
        ratioOf(`a predicate of six conditions for 100,000 persons, against ${peer}`, 1),
      ),
    ),
    goal(
      'in memory',
      'verdicts with all reasons, on one core',
      '≥ 200 000 a second',
      verdicts === undefined ? undefined : [`${Math.round(verdicts / 1000)} 000 a second`, verdicts >= 200_000],
    ),
    goal('start', "import 'clearlist'", '≤ 120 ms', secondsOf("import 'clearlist'", 0.12)),
    goal('start', 'clearlist --version', '≤ 200 ms', secondsOf('clearlist --version', 0.2)),
    goal(
      'start',
      'clearlist plan, on what clearlist init writes',
      '≤ 1500 ms',
      secondsOf('clearlist plan, on what clearlist init writes', 1.5),
    ),
  ];
}

type MakeGoal = (about: Goal['about'], measure: string, limit: string, judged: Judged | undefined) => Goal;

const judge = <T>(of: T | undefined, by: (value: T) => Judged): Judged | undefined =>
  of === undefined ? undefined : by(of);

function byForm({ comparisons }: Results, form: 'parquet' | 'csv', goal: MakeGoal): readonly Goal[] {
  const found = (job: 'ab' | 'c', size: string): Comparison | undefined =>
    comparisons.find(
      (one) => one.job === job && one.size === size && one.form === form && one.differences.length === 0,
    );
  const [small, medium, twenty] = [found('ab', 'S'), found('ab', 'M'), found('c', 'M')];
  const [name, megabytes] = form === 'csv' ? (['CSV', 1200] as const) : (['Parquet', 700] as const);
  return [
    goal(
      'twice',
      `A and B at M, ${name}: wall and CPU against the expert`,
      '≤ 1.25 times',
      judge(medium, ({ wallRatio, cpuRatio }) => [
        `${wallRatio.toFixed(2)} and ${cpuRatio.toFixed(2)} times`,
        Math.max(wallRatio, cpuRatio) <= 1.25,
      ]),
    ),
    goal(
      'small',
      `A and B at S, ${name}: seconds more than the expert`,
      '≤ 0.6',
      judge(small, ({ ours, expert }) => {
        const more = ours.wallSeconds - expert.wallSeconds;
        return [more.toFixed(1), more <= 0.6];
      }),
    ),
    goal(
      'memory',
      `A and B at M, ${name}: peak memory`,
      `≤ ${megabytes} MB`,
      judge(medium, ({ ours }) => {
        const peak = ours.peakBytes / 1e6;
        return [`${peak.toFixed(0)} MB`, peak <= megabytes];
      }),
    ),
    goal(
      'twenty',
      `C at M, ${name}: wall against twenty queries`,
      '≤ 0.40 times',
      judge(twenty, ({ wallRatio }) => [`${wallRatio.toFixed(2)} times`, wallRatio <= 0.4]),
    ),
    goal('growth', `A and B, ${name}: time at M over time at S`, '≤ 11', growth(medium?.ours, small?.ours, 11)),
  ];
}

interface Timed {
  readonly wallSeconds: number;
}

function growth(large: Timed | undefined, small: Timed | undefined, most: number): Judged | undefined {
  if (large === undefined || small === undefined) return undefined;
  const times = large.wallSeconds / small.wallSeconds;
  return [times.toFixed(1), times <= most];
}

function large({ alone, comparisons }: Results, goal: MakeGoal): readonly Goal[] {
  const medium = comparisons.find(({ job, size, form }) => job === 'ab' && size === 'M' && form === 'parquet');
  const at = (memory: string | undefined) =>
    alone.find(
      ({ job, size, form, limits }) =>
        job === 'ab' &&
        size === 'L' &&
        form === 'parquet' &&
        limits.includes('--memory') === (memory !== undefined) &&
        (memory === undefined || limits.includes(memory)),
    );
  const withIn = (memory: string): Judged | undefined =>
    judge(at(memory), ({ ours, sameBytes, stopped }) =>
      ours === undefined
        ? [stopped ?? 'stopped', false]
        : [`${ours.wallSeconds.toFixed(0)} s, ${sameBytes === true ? 'the same' : 'OTHER'} bytes`, sameBytes === true],
    );
  return [
    goal(
      'growth',
      'A and B, Parquet: time at L over time at M',
      '≤ 3.4',
      growth(at(undefined)?.ours, medium?.ours, 3.4),
    ),
    ...['1GB', '512MB'].map((memory) =>
      goal('large', `A and B at L, Parquet, with --memory ${memory}`, 'finishes, the same bytes', withIn(memory)),
    ),
  ];
}
