import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { AS_OF, type Form, type Job } from '../jobs/campaigns.js';
import { projectOf } from '../jobs/project.js';
import type { Figure } from '../results.js';
import { clearlist, type Finished } from './child.js';
import { median, spread } from './statistics.js';
import { writtenDigest } from './written.js';

/** What changes within a day; everything else stays as it was in the morning. */
const REFUSALS = ['permissions', 'objections', 'opt_outs', 'deliveries'];

interface Again {
  readonly job: Job;
  readonly form: Form;
  readonly size: string;
  readonly data: string;
  readonly scratch: string;
  readonly rounds: number;
}

/**
 * A run with a cache that an earlier run of the day left, after refusals have changed, against the same run without a
 * cache. @throws where they do not write the same, to the byte.
 */
export async function secondRun({ job, form, size, data, scratch, rounds }: Again): Promise<Figure> {
  const folder = path.join(scratch, 'second-run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = (from: string): void =>
    writeFileSync(path.join(folder, 'clearlist.config.json'), JSON.stringify(projectOf(job, from, form, folder, true)));
  const pairs: { readonly warm: Finished; readonly cold: Finished }[] = [];
  project(data);
  await clearlist(['store', 'create'], folder);
  const filling = await run(folder);
  for (let round = 0; round < rounds; round += 1) {
    const changed = path.join(scratch, 'changed');
    await changeRefusals(data, changed, form, round);
    project(changed);
    const warm = await run(folder);
    const lists = writtenDigest(path.join(folder, 'lists'));
    const cold = await run(folder, ['--no-cache']);
    if (writtenDigest(path.join(folder, 'lists')) !== lists)
      throw new Error('a run with a cache writes something else');
    pairs.push({ warm, cold });
  }
  const ratios = pairs.map(({ warm, cold }) => warm.wallSeconds / cold.wallSeconds);
  const middle = (side: 'warm' | 'cold'): number => median(pairs.map((pair) => pair[side].wallSeconds));
  return {
    name: `second run of the day, ${job === 'ab' ? 'A and B' : 'C'} from ${form} at ${size}`,
    unit: 's',
    value: middle('warm'),
    peer: { name: 'the same without a cache', value: middle('cold') },
    ratio: median(ratios),
    rounds,
    spread: spread(ratios),
    note: `only refusals and permissions have changed; the same bytes; the run that filled the cache took ${filling.wallSeconds.toFixed(1)} s`,
  };
}

async function run(folder: string, flags: readonly string[] = []): Promise<Finished> {
  rmSync(path.join(folder, 'lists'), { recursive: true, force: true });
  return clearlist(['run', '--replay', '--as-of', AS_OF, '--threads', '2', ...flags], folder);
}

/** The same data in another folder, without some of the rows about who may be contacted: others each round. */
async function changeRefusals(data: string, changed: string, form: Form, round: number): Promise<void> {
  rmSync(changed, { recursive: true, force: true });
  mkdirSync(changed, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  await db.run("set TimeZone = 'UTC'");
  const quoted = (file: string): string => `'${file.replaceAll("'", "''")}'`;
  for (const file of readdirSync(data).filter((name) => name.endsWith(`.${form}`))) {
    const [from, to] = [path.join(data, file), path.join(changed, file)];
    if (!REFUSALS.includes(path.parse(file).name)) sameFile(from, to);
    else {
      const scan = form === 'csv' ? `read_csv(${quoted(from)}, all_varchar = true)` : `read_parquet(${quoted(from)})`;
      await db.run(
        `copy (select * exclude (n) from (select *, row_number() over () as n from ${scan}) where n % 1000 <> ${round}) to ${quoted(to)} (format ${form})`,
      );
    }
  }
  db.closeSync();
  instance.closeSync();
}

function sameFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // On another file system.
    copyFileSync(from, to);
  }
}
