import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generate } from './data/generate.js';
import type { Form, Job } from './jobs/campaigns.js';
import { differences } from './jobs/lists.js';
import { runClearlist, runExpert } from './jobs/run.js';
import { runByHand } from './measure/by-hand.js';
import { comparedRows, requireEqual } from './measure/normalising.js';
import { normalisedByExpert } from './normalising/expert.js';
import { normalisedByUs } from './normalising/ours.js';

/**
 * The sides of the benchmark find the same, row by row and reason by reason. Nothing is timed.
 *
 * Run: `npm run test:bench`, or with a number of profiles behind `--`.
 */
const [profiles = '2000', seed = '1'] = process.argv.slice(2);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'clearlist-bench-'));
const tasks: readonly (readonly [Job, Form])[] = [
  ['ab', 'parquet'],
  ['ab', 'csv'],
  ['c', 'parquet'],
];
try {
  const data = path.join(scratch, 'data');
  await generate(data, profiles, Number(seed));
  for (const [job, form] of tasks) {
    const task = { job, form, data, scratch, limits: [] };
    const [ours, theirs] = [await (await runClearlist(task)).outcome(), await (await runExpert(task)).outcome()];
    const found = differences(job, ours, theirs);
    const rows = [...ours.lists.values()].reduce((sum, list) => sum + list.length, 0);
    console.log(
      `job ${job} from ${form}: ${rows} rows in ${ours.lists.size} lists, ${found.length === 0 ? 'equal' : 'DIFFERENT'}`,
    );
    for (const line of found) console.log(`  ${line}`);
    if (found.length > 0 || rows === 0) process.exitCode = 1;
    if (job !== 'ab' || form !== 'csv') continue;
    const byHand = (await runByHand(task)).rows.join('\n') === ours.lists.get('email')?.join('\n');
    console.log(`the list of job A in plain Node: ${byHand ? 'equal' : 'DIFFERENT'}`);
    if (!byHand) process.exitCode = 1;
  }
  const file = path.join(data, 'profiles.parquet');
  const [ours, theirs] = [await normalisedByUs(file), await normalisedByExpert(file)];
  requireEqual(await comparedRows(ours, theirs));
  ours.close();
  theirs.close();
  console.log(`seven fields of ${profiles} profiles normalised and hashed: equal where both give a text`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
