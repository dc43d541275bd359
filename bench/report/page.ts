import { rowsOf } from '../data/sizes.js';
import type { Alone, Comparison, Figure, Profile, Results } from '../results.js';
import { floorOf } from './floors.js';
import { goals } from './goals.js';
import { growthRows } from './growth.js';
import { limiting } from './limiting.js';

/** The page of one result. What a number says stands in its column; what it does not say, beside it. */
const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const megabytes = (value: number): string => (value / 1e6).toFixed(0);
const ratio = (value: number): string => value.toFixed(2);
const between = ([least, greatest]: readonly [number, number]): string => `${ratio(least)}–${ratio(greatest)}`;
const thousands = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const jobNames = { ab: 'A and B', c: 'C' } as const;

function comparisonRow(one: Comparison): readonly string[] {
  const { job, size, form, ours, expert, wallRatio, wallSpread, cpuRatio, cpuSpread, rounds, differences } = one;
  const memory = one.limits.includes('--memory') ? `, ${one.limits.at(-1)}` : '';
  const start = [jobNames[job], `${size}${memory}`, form === 'csv' ? 'CSV' : 'Parquet'];
  if (differences.length > 0) return [...start, 'the outputs differ: not measured', '', '', '', '', ''];
  return [
    ...start,
    `${seconds(ours.wallSeconds)} / ${seconds(expert.wallSeconds)}`,
    `${ratio(wallRatio)} (${between(wallSpread)})`,
    `${seconds(ours.cpuSeconds)} / ${seconds(expert.cpuSeconds)}`,
    `${ratio(cpuRatio)} (${between(cpuSpread)})`,
    `${megabytes(ours.peakBytes)} / ${megabytes(expert.peakBytes)}`,
    String(rounds),
  ];
}

const figureRow = ({ name, unit, value, peer, ratio: quotient, spread, rounds, note }: Figure): readonly string[] => {
  const of = (amount: number): string =>
    unit === 's'
      ? amount < 10
        ? `${(amount * 1000).toFixed(0)} ms`
        : `${seconds(amount)} s`
      : unit === 'ratio'
        ? ratio(amount)
        : thousands(amount);
  return [
    note === undefined ? name : `${name} (${note})`,
    `${of(value)}${unit === 'per second' ? ' a second' : ''}`,
    peer === undefined ? '' : `${peer.name}: ${of(peer.value)}`,
    quotient === undefined ? '' : ratio(quotient),
    spread === undefined
      ? ''
      : unit === 's' && quotient === undefined
        ? `${of(spread[0])}–${of(spread[1])}`
        : between(spread),
    String(rounds),
  ];
};

function profileTable(profile: Profile, limits: readonly Figure[]): string {
  const { job, size, form, bytesRead, stages } = profile;
  const floors = (stage: string, cpu: number): readonly string[] => {
    const floor = floorOf(stage, profile, limits);
    return floor === undefined ? ['', ''] : [seconds(floor), floor < 0.005 ? '' : (cpu / floor).toFixed(1)];
  };
  const whole = stages.reduce((sum, { wall }) => sum + wall, 0);
  const rows = stages
    .filter(({ wall }) => wall >= whole / 100)
    .map(({ stage, wall, cpu, rows: count, peakMemory }) => [
      stage,
      seconds(wall),
      `${Math.round((100 * wall) / whole)} %`,
      seconds(cpu),
      ...floors(stage, cpu),
      count === 0 ? '' : thousands(count),
      megabytes(peakMemory),
    ]);
  return `### Job ${jobNames[job]}, ${size}, ${form === 'csv' ? 'CSV' : 'Parquet'}: ${megabytes(bytesRead)} MB of files, ${seconds(whole)} s\n\n${table(['stage', 'wall s', 'share', 'CPU s', 'floor, CPU s', 'times the floor', 'rows', 'peak MB'], rows)}`;
}

const aloneRow = ({ job, size, form, limits, ours, sameBytes, stopped }: Alone): readonly string[] => [
  jobNames[job],
  size,
  form === 'csv' ? 'CSV' : 'Parquet',
  limits.includes('--memory') ? (limits.at(-1) ?? '') : 'none',
  ...(ours === undefined
    ? [stopped ?? 'stopped', '', '', '']
    : [
        seconds(ours.wallSeconds),
        seconds(ours.cpuSeconds),
        megabytes(ours.peakBytes),
        sameBytes === true ? 'the same' : 'OTHER',
      ]),
];

/** Why a goal is not reached, once for all that have the same reason. */
function missed(results: Results): string {
  const open = goals(results).filter(({ reached }) => reached === false);
  if (open.length === 0) return '';
  const reasons = [...new Set(open.map(({ about }) => about))].map((about) => {
    const own = open.filter((goal) => goal.about === about).map(({ measure }) => measure);
    return `* *${own.join('; ')}.* ${limiting[about]}`;
  });
  return `What limits the rest:\n\n${reasons.join('\n')}\n\n`;
}

function limitsTable(limits: readonly Figure[]): string {
  return table(
    ['on one core, at best', 'a second', 'least–greatest of the rounds'],
    limits.map(({ name, note, value, spread: [least, greatest] = [value, value] }) => {
      const of = (amount: number): string => (note === 'bytes' ? `${megabytes(amount)} MB` : thousands(amount));
      return [name, of(value), `${of(least)}–${of(greatest)}`];
    }),
  );
}

const sizesTable = (sizes: readonly string[]): string =>
  table(
    ['size', 'profiles', 'purchases', 'events'],
    sizes.map((size) => {
      const { profiles, purchases, events } = rowsOf(size);
      return [size, thousands(profiles), thousands(purchases), thousands(events)];
    }),
  );

export function page(results: Results): string {
  const { date, machine, comparisons, alone, profiles, figures, limits } = results;
  const { processor, processors, memoryBytes, load, versions } = machine;
  const growth = growthRows(results);
  const largest = profiles.filter(({ size }) => size === profiles.at(-1)?.size);
  return `# Benchmarks

Clearlist against the SQL that somebody who knows DuckDB and the rules would write by hand for the same lists. Both find the same: rows, their order and how many persons have each reason are compared first, and where they differ no time is given. This page is written by \`npm run bench:report\` from \`bench/results/reference.json\`; \`npm run bench -- --date DAY\` measures again (sizes XS and S, minutes), \`npm run bench:full -- --date DAY\` with M and L (an hour, and some ten gigabytes of disk). \`--sizes\`, \`--jobs\` and \`--forms\` choose, \`--figures\` measures what belongs to no size, and \`--merge\` puts what was measured into the result of that \`--name\`, if it is of the same day, machine and versions. \`npm run test:bench\` compares both sides without timing anything, and \`CLEARLIST_BENCH_PEER\` names another script to be measured against, with the arguments and files of \`bench/expert/main.ts\`.

Measured on ${date}: ${processor}, ${processors} processors, ${(memoryBytes / 2 ** 30).toFixed(0)} GiB, ${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(
      ', ',
    )}. Load of the machine ${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after: with more than a few tenths before, other work ran beside it, wall times are longer than they need be, and CPU is the better measure.

## What is asked

As-of is 2026-01-01; made-up customers of four countries with purchases of two years, events, consents, objections, opt-outs, delivery reports and contacts. Amounts of rows by size:

${sizesTable([...new Set([...comparisons, ...alone].map(({ size }) => size))])}

* **A and B**: customers who bought fuel at least three times for at least 1000 within a year, not in the last 60 days, and opened the app within 30. A is a list of e-mail addresses on consent or soft opt-in; B two hashed listings of them, for Meta and for Google, on consent.
* **C**: twenty campaigns with an audience each, fifteen by e-mail and the rest by SMS, over the same files. The expert has twenty queries, each of which reads what it needs; Clearlist has one run.

Clearlist’s side is \`clearlist run --replay\` as a whole process: project, hashes of all files, every source checked and counted, every reason of everybody, self-audit of 2000 persons, lists, manifest and report. The expert’s is a script of one process that reads, decides with every reason counted, and writes the lists.

How the jobs are meant, where definitions could differ: a bounce is of exactly the address; no consent ends a complaint (the project binds complaints without a time); \`n/a\`, \`-\`, \`null\`, \`none\` and \`unknown\` are no address at all; nobody who ever withdrew or refused is written to by soft opt-in; of several persons with one address the first gets a message, and each has a row in a listing. Two differences of form are taken out before the lists are compared: Clearlist writes text in Unicode form C, and Meta’s form of file names \`email\` and \`phone\` three times.

## Side by side

Medians of interleaved pairs, ours / the expert’s; the ratio is the median of the pairs’ ratios, with the least and the greatest of them.

${table(['job', 'size', 'files', 'wall s', 'wall ratio', 'CPU s', 'CPU ratio', 'peak MB', 'pairs'], comparisons.map(comparisonRow))}

${growth.length === 0 ? '' : `How both grow with ten times the rows, and with three times those at L:\n\n${table(['job', 'files', 'from', 'to', 'wall, times', 'CPU, times', 'the expert’s wall, times', 'the expert’s CPU, times'], growth)}\n\n`}${alone.length === 0 ? '' : `Clearlist alone, with less memory for the engine (\`--memory\`) than it would take; the bytes of everything written are compared with those of the run without a limit:\n\n${table(['job', 'size', 'files', 'limit', 'wall s', 'CPU s', 'peak MB', 'bytes'], alone.map(aloneRow))}\n\n`}## Goals

${table(
  ['measure', 'goal', 'here', 'reached'],
  goals(results).map(({ measure, goal, here, reached }) => [
    measure,
    goal,
    here,
    reached === undefined ? '' : reached ? 'yes' : 'no',
  ]),
)}

${missed(results)}
## Where the time goes

By \`clearlist run --profile\`, stages of one in a hundred and more; the memory is the most that the process had until the end of the stage. The floor is what the stage’s bytes and hashes take at the rates below, on one core: a stage that reads files has to have every cell of them, \`hash sources\` every byte, \`write lists\` every hash and every byte of what is written. The other stages have what they need in memory.

${largest.map((profile) => profileTable(profile, limits)).join('\n\n')}

What no program can beat on this machine, measured in the same run:

${limitsTable(limits)}

## Start-up, and in memory

${table(['what', 'ours', 'beside', 'ratio', 'least–greatest', 'rounds'], figures.map(figureRow))}
`;
}
