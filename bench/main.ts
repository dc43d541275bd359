import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { choicesOf, roundsOf } from './choices.js';
import { generate } from './data/generate.js';
import { SEED } from './data/sizes.js';
import { inLessMemory } from './measure/alone.js';
import { besideNode } from './measure/by-hand.js';
import { root } from './measure/child.js';
import { inMemory } from './measure/in-memory.js';
import { physicalLimits } from './measure/limits.js';
import { loadNow, machine } from './measure/machine.js';
import { normalising } from './measure/normalising.js';
import { inPairs } from './measure/pairs.js';
import { secondRun } from './measure/second-run.js';
import { profiled } from './measure/stages.js';
import { startUps } from './measure/start-up.js';
import { merged } from './merge.js';
import { type Comparison, type Results, resultsSchema } from './results.js';

/**
 * Everything that docs/benchmarks.md says, measured: `npm run bench -- --date 2026-11-22` (minutes), or `bench:full`
 * with the large sizes (an hour). Writes bench/results/<name>.json; `npm run bench:report` makes the page of it. Parts
 * can be measured one after another on one day: `--sizes M --merge`, `--figures --merge`.
 */
const choices = choicesOf(process.argv.slice(2));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'clearlist-bench-'));
const before = loadNow();
const results: Results = {
  ...{ format: 'clearlist-bench/1', date: choices.date, machine: machine(before) },
  ...{ comparisons: [], alone: [], profiles: [], figures: [], limits: [] },
};
const file = path.join(root, 'bench/results', `${choices.name}.json`);
const earlier =
  choices.merge && existsSync(file) ? resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;

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

/** Whatever was measured so far stands there, should the rest be stopped. */
function save(): void {
  const now = { ...results, machine: machine(before) };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(earlier === undefined ? now : merged(earlier, now), null, 1)}\n`);
}

function tell({ job, size, form, differences, wallRatio, cpuRatio }: Comparison): void {
  const outcome = differences.length === 0 ? `${wallRatio.toFixed(2)} wall, ${cpuRatio.toFixed(2)} CPU` : 'DIFFERENT';
  console.error(`${job} ${size} ${form}: ${outcome}`);
  for (const line of differences) console.error(`  ${line}`);
}

try {
  for (const size of choices.sizes) {
    const data = await dataOf(size);
    if (size === 'L') {
      results.alone.push(...(await inLessMemory({ job: 'ab', form: 'parquet', data, scratch }, size)));
      save();
      continue;
    }
    // Both read Parquet, and say little where everything takes a moment.
    if (size !== 'XS' && choices.jobs.includes('ab') && choices.forms.includes('parquet')) {
      const rounds = choices.rounds ?? roundsOf(size, 'ab');
      results.figures.push(await secondRun({ job: 'ab', form: 'parquet', size, data, scratch, rounds }));
      results.figures.push(await normalising(data, size, rounds));
      save();
    }
    for (const job of choices.jobs) {
      for (const form of choices.forms) {
        const task = { job, form, data, scratch, limits: ['--threads', '2'] };
        const compared = await inPairs(task, size, choices.rounds ?? roundsOf(size, job));
        results.comparisons.push(compared);
        results.profiles.push(await profiled(task, size));
        tell(compared);
        save();
      }
    }
  }
  if (choices.figures) {
    results.figures.push(...(await startUps(scratch)), ...(await inMemory()));
    for (const size of ['XS', 'S']) {
      const task = { job: 'ab', form: 'csv', data: await dataOf(size), scratch, limits: ['--threads', '2'] } as const;
      results.figures.push(await besideNode(task, size, choices.rounds ?? 3));
    }
    results.limits.push(...(await physicalLimits(await dataOf('S'), scratch)));
    save();
  }
  console.error(`written: ${path.relative(root, file)}`);
  if (results.comparisons.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
