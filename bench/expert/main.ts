import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { LEAST_LISTING, lapsedDrivers, letter, listing, type Segment, type Target, twenty } from '../jobs/campaigns.js';
import { decisionStep, factSteps, reasonsOf } from './decide.js';
import { identifierMacros } from './identifiers.js';
import { refusalSteps } from './refusals.js';
import { segmentSteps } from './segment.js';
import { checkHeaders, scanOf, tables } from './tables.js';
import { googleQuery, listQuery, metaQuery } from './write.js';

/**
 * What somebody who knows DuckDB and the rules would write by hand: one script, every reason of everybody, the files.
 * Twenty campaigns are twenty scripts after one another; what they share is written once and read twenty times.
 *
 * Run: `node expert.js <data> <csv|parquet> <out> [--job ab|batch20] [--threads 2] [--memory 1GB]`. One line of JSON.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    job: { type: 'string', default: 'ab' },
    threads: { type: 'string', default: '2' },
    memory: { type: 'string', default: '' },
  },
});
const [data, form, out] = positionals;
if (
  data === undefined ||
  out === undefined ||
  (form !== 'csv' && form !== 'parquet') ||
  !['ab', 'batch20'].includes(values.job)
) {
  throw new Error('usage: expert <data> <csv|parquet> <out> [--job ab|batch20] [--threads n] [--memory 1GB]');
}
mkdirSync(out, { recursive: true });
const started = performance.now();
const instance = await DuckDBInstance.create(':memory:', {
  threads: values.threads,
  temp_directory: path.join(out, '.spill'),
  ...(values.memory === '' ? {} : { memory_limit: values.memory }),
});
const db = await instance.connect();
const rowsOf = async (query: string) => (await db.runAndReadAll(query)).getRowObjects();
await db.run("set TimeZone = 'UTC'");
await db.run('set preserve_insertion_order = false');
if (form === 'csv') checkHeaders(data);
for (const macro of identifierMacros) await db.run(macro);
const scan = scanOf(data, form);
// Parquet's dates and texts have their types; a missing file should stop before half the work is done.
for (const table of tables) await db.run(`select 1 from ${scan(table)} limit 0`);

async function decideAll(segment: Segment, targets: readonly Target[]): Promise<void> {
  for (const step of [
    ...segmentSteps(segment, scan),
    ...refusalSteps(targets, scan),
    ...factSteps(targets, segment.leastSpend, scan),
    ...targets.map(decisionStep),
  ]) {
    await db.run(step);
  }
}

const copy = (query: string, name: string): Promise<unknown> =>
  db.run(`copy (${query}) to '${path.join(out, name).replaceAll("'", "''")}' (format csv, header true)`);

/** How many members there are, and how many have each reason, whatever else they have. */
async function counts(target: Target, i: number): Promise<Record<string, number>> {
  const sums = reasonsOf(target).map(([code]) => `count(*) filter (${code}) as ${code}`);
  const [row = {}] = await rowsOf(
    `select count(*) as members, count(*) filter (suppressed) as suppressed, ${sums.join(', ')} from decided_${i}`,
  );
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

const reasons: Record<string, Record<string, number>> = {};
if (values.job === 'ab') {
  const targets = [letter, listing];
  await decideAll(lapsedDrivers, targets);
  reasons.email = await counts(letter, 0);
  reasons.meta = await counts(listing, 1);
  await copy(listQuery(letter, 0), 'email.csv');
  if ((reasons.meta.members ?? 0) - (reasons.meta.suppressed ?? 0) >= LEAST_LISTING) {
    await copy(metaQuery(1), 'meta.csv');
    await copy(googleQuery(1), 'google.csv');
  }
} else {
  for (const { id, segment, target } of twenty) {
    await decideAll(segment, [target]);
    reasons[id] = await counts(target, 0);
    await copy(listQuery(target, 0), `${id}.csv`);
  }
}
const wallMs = performance.now() - started;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    job: values.job,
    ms: Math.round(wallMs),
    cpu: Math.round((userCPUTime + systemCPUTime) / 1000),
    rssMB: Math.round(maxRSS / 1024),
    reasons,
  }),
);
