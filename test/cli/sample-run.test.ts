import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { StageCost } from '../../src/cli/profile.js';
import type { PlannedRun } from '../../src/node.js';
import { clearlist, type Finished, sampleProject, scratch } from './command.js';
import { clearlistHere } from './in-process.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];

const json = (text: string): Record<string, never> => JSON.parse(text) as Record<string, never>;

/** The files of a folder and their hashes. */
async function listing(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const hashes = await Promise.all(
    names.map(async (name) => [
      name,
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ]),
  );
  return Object.fromEntries(hashes);
}

interface RunSummary {
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly rows: number }[];
  readonly alreadyThere: boolean;
  readonly profile: readonly StageCost[];
}

const summaryOf = ({ stdout }: Finished): RunSummary => json(stdout) as unknown as RunSummary;

/** One project for all: what is planned, the run, and the same run again, told at length. */
let folder: string;
let planned: Finished;
let leftByPlan: readonly string[];
let first: Finished;
let before: Readonly<Record<string, string>>;
let again: Finished;
beforeAll(async () => {
  folder = await sampleProject();
  planned = await clearlistHere(['plan', ...AS_OF, '--json'], { cwd: folder });
  leftByPlan = await readdir(folder);
  first = await clearlist(['run', ...AS_OF, '--json'], { cwd: folder });
  before = await listing(summaryOf(first).folder);
  again = await clearlist(['run', ...AS_OF, '--json', '--verbose', '--profile'], { cwd: folder });
});

const explained = async (campaign: string, person: string, ...more: readonly string[]) => {
  const args = ['explain', '--campaign', campaign, ...AS_OF, ...more, '--json'];
  return json((await clearlistHere(args, { cwd: folder, input: person })).stdout);
};

/** The cells of the first row of a list of the run. */
async function firstOn(list: string): Promise<readonly string[]> {
  const [, row = ''] = (await readFile(join(summaryOf(first).folder, `${list}.csv`), 'utf8')).split('\r\n');
  return row.split(',');
}

test('a run writes one list a campaign and a manifest, readable by its owner only; the same run again changes nothing', async () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const summary = summaryOf(first);
  expect(summary.alreadyThere).toBe(false);
  expect(Object.keys(before)).toEqual([
    'autumn-fuel.csv',
    'manifest.json',
    'newsletter.csv',
    'report.html',
    'wash-sms.csv',
  ]);
  for (const name of Object.keys(before)) expect((await stat(join(summary.folder, name))).mode & 0o777).toBe(0o600);
  expect(summaryOf(again)).toMatchObject({ alreadyThere: true, folder: summary.folder });
  expect(await listing(summary.folder)).toEqual(before);
});

test('both engines write the same lists to the byte', async () => {
  const output = scratch();
  const args = ['run', ...AS_OF, '--engine', 'memory', '--output', output, '--json'];
  const inMemory = await listing(summaryOf(await clearlistHere(args, { cwd: folder })).folder);
  const listsOf = ({ 'manifest.json': _, 'report.html': __, ...lists }: Readonly<Record<string, string>>) => lists;
  expect(Object.keys(listsOf(inMemory))).toHaveLength(3);
  expect(listsOf(inMemory)).toEqual(listsOf(before));
});

test('both engines explain one person alike', async () => {
  const duckdb = await explained('autumn-fuel', 'C10002\n', '--engine', 'duckdb');
  expect(duckdb).toMatchObject({ outcome: 'suppress', primaryReason: 'OBJECTION_DIRECT_MARKETING', cleared: false });
  expect(await explained('autumn-fuel', 'C10002\n', '--engine', 'memory')).toEqual(duckdb);
});

test('a plan says the same numbers and writes nothing', () => {
  const plan = json(planned.stdout) as unknown as PlannedRun;
  expect(leftByPlan).not.toContain('lists');
  expect(plan).toMatchObject({ format: 'clearlist-plan/1', guards: [], canaries: [], changes: [] });
  const { campaigns, inputs, runId, lookUps } = plan;
  const run = summaryOf(first);
  expect(run).toMatchObject({ format: 'clearlist-run/1', campaigns, inputs, runId, lookUps });
  expect(run.files.map(({ name, rows }) => [name, rows])).toEqual(plan.files.map(({ name, rows }) => [name, rows]));
  expect(plan).not.toHaveProperty('profile');
});

test('told at length, a run names its stages as they come, and what each took', () => {
  expect(again.stdout.trimEnd()).not.toContain('\n');
  expect(again.stderr).toMatch(/^[0-9.]+ s {2}hash sources\n/);
  expect(again.stderr).toMatch(/ s {2}step 1 of [0-9]+, 0 rows so far: read [a-z_-]+\n/);
  expect(again.stderr).toMatch(/ s {2}write lists\n[0-9.]+ s {2}report\n[0-9.]+ s {2}done\n$/);
  const { profile } = summaryOf(again);
  const stages = profile.map(({ stage }) => stage);
  const expected = ['open project', 'hash sources', 'identity', 'members', 'decide', 'write lists'];
  expect(stages.filter((stage) => expected.includes(stage))).toEqual(expected);
  const read = profile.filter(({ stage }) => stage.startsWith('read '));
  expect(read.some(({ rows }) => rows > 0)).toBe(true);
});

test('a replay is marked in its file names and its manifest', async () => {
  const args = ['run', ...AS_OF, '--replay', '--only', 'newsletter', '--json'];
  const { folder: lists, forSending } = json((await clearlistHere(args, { cwd: folder })).stdout) as unknown as {
    folder: string;
    forSending: boolean;
  };
  expect(forSending).toBe(false);
  expect(await readdir(lists)).toContain('newsletter.replay-not-for-sending.csv');
});

test('nobody on a list has a reason: explained one by one, a listed person may be contacted', async () => {
  const [id = ''] = await firstOn('autumn-fuel');
  expect(await explained('autumn-fuel', id)).toMatchObject({ cleared: true, outcome: 'allow', reasons: [] });
});

test('an address is as good as an id, written however', async () => {
  const [id, address = ''] = await firstOn('newsletter');
  expect(await explained('newsletter', ` ${address.toUpperCase()} `)).toMatchObject({ profileId: id });
});

test('the demo ends with the funnel and one person explained', async () => {
  const { code, stdout } = await clearlist(['demo', '--folder', scratch()]);
  expect(code).toBe(0);
  expect(stdout).toContain('on the list');
  expect(stdout).toContain('given by a profile merged into this one');
});
