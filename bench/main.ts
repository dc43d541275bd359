import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './data/generate.js';
import { SEED } from './data/sizes.js';
import type { Form, Job } from './jobs/campaigns.js';
import { besideNode } from './measure/by-hand.js';
import { root } from './measure/child.js';
import { inMemory } from './measure/in-memory.js';
import { physicalLimits } from './measure/limits.js';
import { loadNow, machine } from './measure/machine.js';
import { inPairs } from './measure/pairs.js';
import { profiled } from './measure/stages.js';
import { startUps } from './measure/start-up.js';
import type { Results } from './results.js';

/**
 * Everything that docs/benchmarks.md says, measured: `npm run bench -- --date 2026-11-22` (minutes), or `bench:full`
 * with the large sizes (long). Writes bench/results/<name>.json; `npm run bench:report` makes the page of it.
 */
const { values } = parseArgs({
  options: {
    date: { type: 'string' },
    name: { type: 'string', default: 'latest' },
    full: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const { date, name } = values;
if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error('say the day: --date 2026-11-22');

interface Measurement {
  readonly job: Job;
  readonly size: string;
  readonly form: Form;
  readonly limits: readonly string[];
}
const sizes = values.sizes?.split(',') ?? (values.full ? ['XS', 'S', 'M'] : ['XS', 'S']);
const measurements: Measurement[] = sizes.flatMap((size) =>
  (['ab', 'c'] as const).flatMap((job) =>
    (['parquet', 'csv'] as const).map((form) => ({ job, size, form, limits: ['--threads', '2'] })),
  ),
);
if (values.full)
  measurements.push({ job: 'ab', size: 'L', form: 'parquet', limits: ['--threads', '2', '--memory', '1GB'] });

/** Made once; a folder is complete when its mark is there. L is large enough without CSV. */
async function dataOf(size: string): Promise<string> {
  const folder = path.join(root, 'bench/.data', `${size}-${SEED}`);
  const mark = path.join(folder, 'complete');
  if (!existsSync(mark)) {
    await generate(folder, size, SEED, size !== 'L');
    writeFileSync(mark, '');
  }
  return folder;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'clearlist-bench-'));
const before = loadNow();
const comparisons: Results['comparisons'] = [];
const profiles: Results['profiles'] = [];
try {
  for (const { size, ...asked } of measurements) {
    const task = { ...asked, data: await dataOf(size), scratch };
    // Large sizes vary less and take long: three rounds show it.
    const compared = await inPairs(task, size, size === 'XS' || size === 'S' ? Number(values.rounds) : 3);
    comparisons.push(compared);
    profiles.push(await profiled(task, size));
    const outcome =
      compared.differences.length === 0
        ? `${compared.wallRatio.toFixed(2)} wall, ${compared.cpuRatio.toFixed(2)} CPU`
        : 'DIFFERENT';
    console.error(`${asked.job} ${size} ${asked.form}: ${outcome}`);
    for (const line of compared.differences) console.error(`  ${line}`);
  }
  const figures = [...(await startUps(scratch)), ...(await inMemory())];
  for (const size of sizes.filter((one) => one === 'XS' || one === 'S')) {
    const task = { job: 'ab', form: 'csv', data: await dataOf(size), scratch, limits: ['--threads', '2'] } as const;
    figures.push(await besideNode(task, size, Number(values.rounds)));
  }
  const largest = path.join(await dataOf(sizes.at(-1) ?? 'XS'), 'events.csv');
  const limits = physicalLimits(largest, scratch);
  const results: Results = {
    ...{ format: 'clearlist-bench/1', date, machine: machine(before) },
    ...{ comparisons, profiles, figures, limits: [...limits] },
  };
  const file = path.join(root, 'bench/results', `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  console.error(`written: ${path.relative(root, file)}`);
  if (comparisons.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
