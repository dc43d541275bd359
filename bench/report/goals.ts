import type { Comparison, Results } from '../results.js';

/** What was set out to be reached, and whether this result shows it. */
type Row = readonly [measure: string, goal: string, here: string, reached: string];

const missing = (measure: string, goal: string): Row => [measure, goal, 'not measured', ''];
const judged = (measure: string, goal: string, here: string, reached: boolean): Row => [
  measure,
  goal,
  here,
  reached ? 'yes' : 'no',
];

export function goalRows({ comparisons, figures }: Results): readonly Row[] {
  const found = (job: 'ab' | 'c', size: string, form: 'csv' | 'parquet'): Comparison | undefined =>
    comparisons.find(
      (one) => one.job === job && one.size === size && one.form === form && one.differences.length === 0,
    );
  const forms = [
    ['parquet', 'Parquet', 700],
    ['csv', 'CSV', 1200],
  ] as const;
  const rows: Row[] = [];
  for (const [form, name, megabytes] of forms) {
    const [small, medium] = [found('ab', 'S', form), found('ab', 'M', form)];
    const times = `A and B at M, ${name}: wall and CPU against the expert`;
    rows.push(
      medium === undefined
        ? missing(times, '≤ 1.25')
        : judged(
            times,
            '≤ 1.25',
            `${medium.wallRatio.toFixed(2)} and ${medium.cpuRatio.toFixed(2)}`,
            Math.max(medium.wallRatio, medium.cpuRatio) <= 1.25,
          ),
    );
    const extra = (small?.ours.wallSeconds ?? 0) - (small?.expert.wallSeconds ?? 0);
    const more = `A and B at S, ${name}: seconds more than the expert`;
    rows.push(small === undefined ? missing(more, '≤ 0.6') : judged(more, '≤ 0.6', extra.toFixed(1), extra <= 0.6));
    const peak = (medium?.ours.peakBytes ?? 0) / 1e6;
    const memory = `peak memory at M, ${name}`;
    rows.push(
      medium === undefined
        ? missing(memory, `≤ ${megabytes} MB`)
        : judged(memory, `≤ ${megabytes} MB`, `${peak.toFixed(0)} MB`, peak <= megabytes),
    );
    const twenty = found('c', 'M', form) ?? found('c', 'S', form);
    const many = `C, twenty campaigns, ${name}: wall against twenty queries, at M`;
    rows.push(
      twenty === undefined
        ? missing(many, '≤ 0.40')
        : twenty.size === 'M'
          ? judged(many, '≤ 0.40', twenty.wallRatio.toFixed(2), twenty.wallRatio <= 0.4)
          : [many, '≤ 0.40', `${twenty.wallRatio.toFixed(2)} at S; not measured at M`, ''],
    );
    const growth = (medium?.ours.wallSeconds ?? 0) / (small?.ours.wallSeconds ?? 1);
    const grows = `growth of A and B from S to M, ${name}`;
    rows.push(
      medium === undefined || small === undefined
        ? missing(grows, '≤ 11')
        : judged(grows, '≤ 11', growth.toFixed(1), growth <= 11),
    );
  }
  const large = found('ab', 'L', 'parquet');
  rows.push(
    large === undefined
      ? missing('A and B at L with 1 GB for the engine', 'finishes')
      : judged('A and B at L with 1 GB for the engine', 'finishes', `${large.ours.wallSeconds.toFixed(0)} s`, true),
  );
  for (const [name, goal] of [
    ["import 'clearlist'", 0.12],
    ['clearlist --version', 0.2],
    ['clearlist plan, on what clearlist init writes', 1.5],
  ] as const) {
    const figure = figures.find((one) => one.name === name);
    const text = `≤ ${goal * 1000} ms`;
    rows.push(
      figure === undefined
        ? missing(name, text)
        : judged(name, text, `${(figure.value * 1000).toFixed(0)} ms`, figure.value <= goal),
    );
  }
  return rows;
}
