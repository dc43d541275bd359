import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StageCost } from '../../src/cli/profile.js';
import type { PlannedRun } from '../../src/node.js';
import { clearlist, sampleProject, scratch } from './command.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];

const json = (text: string): Record<string, never> => JSON.parse(text) as Record<string, never>;

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

test('a run writes one list a campaign and a manifest, readable by its owner only; the same run again changes nothing', async () => {
  const folder = await sampleProject();
  const first = await clearlist(['run', ...AS_OF, '--json'], { cwd: folder });
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const summary = json(first.stdout) as unknown as { folder: string; files: { name: string }[]; alreadyThere: boolean };
  expect(summary.alreadyThere).toBe(false);
  const before = await listing(summary.folder);
  expect(Object.keys(before)).toEqual([
    'autumn-fuel.csv',
    'manifest.json',
    'newsletter.csv',
    'report.html',
    'wash-sms.csv',
  ]);
  for (const name of Object.keys(before)) expect((await stat(join(summary.folder, name))).mode & 0o777).toBe(0o600);
  const again = await clearlist(['run', ...AS_OF, '--json'], { cwd: folder });
  expect(json(again.stdout)).toMatchObject({ alreadyThere: true, folder: summary.folder });
  expect(await listing(summary.folder)).toEqual(before);
});

test('both engines write the same lists to the byte', async () => {
  const hashes = [];
  for (const engine of ['duckdb', 'memory']) {
    const folder = await sampleProject();
    const { stdout } = await clearlist(['run', ...AS_OF, '--engine', engine, '--json'], { cwd: folder });
    const {
      'manifest.json': _,
      'report.html': __,
      ...lists
    } = await listing((json(stdout) as unknown as { folder: string }).folder);
    hashes.push(lists);
  }
  expect(hashes[1]).toEqual(hashes[0]);
});

test('both engines explain one person alike', async () => {
  const folder = await sampleProject();
  const explain = async (engine: string) => {
    const args = ['explain', '--campaign', 'autumn-fuel', ...AS_OF, '--engine', engine, '--json'];
    return json((await clearlist(args, { cwd: folder, input: 'C10002\n' })).stdout);
  };
  const duckdb = await explain('duckdb');
  expect(duckdb).toMatchObject({ outcome: 'suppress', primaryReason: 'OBJECTION_DIRECT_MARKETING', cleared: false });
  expect(await explain('memory')).toEqual(duckdb);
});

test('a plan says the same numbers and writes nothing', async () => {
  const folder = await sampleProject();
  const plan = json((await clearlist(['plan', ...AS_OF, '--json'], { cwd: folder })).stdout) as unknown as PlannedRun;
  expect(await readdir(folder)).not.toContain('lists');
  expect(plan).toMatchObject({ format: 'clearlist-plan/1', guards: [], canaries: [], changes: [] });
  const { stdout, stderr } = await clearlist(['run', ...AS_OF, '--json', '--verbose', '--profile'], { cwd: folder });
  const { campaigns, inputs, runId, lookUps } = plan;
  const run = json(stdout) as unknown as {
    readonly files: readonly { name: string; rows: number }[];
    readonly profile: readonly StageCost[];
  };
  expect(run).toMatchObject({ format: 'clearlist-run/1', campaigns, inputs, runId, lookUps });
  expect(stdout.trimEnd()).not.toContain('\n');
  expect(run.files.map(({ name, rows }) => [name, rows])).toEqual(plan.files.map(({ name, rows }) => [name, rows]));
  expect(stderr).toMatch(/^[0-9.]+ s {2}hash sources\n/);
  expect(stderr).toMatch(/ s {2}step 1 of [0-9]+, 0 rows so far: read [a-z_-]+\n/);
  expect(stderr).toMatch(/ s {2}write lists\n[0-9.]+ s {2}report\n[0-9.]+ s {2}done\n$/);
  const stages = run.profile.map(({ stage }) => stage);
  const expected = ['open project', 'hash sources', 'identity', 'members', 'decide', 'write lists'];
  expect(stages.filter((stage) => expected.includes(stage))).toEqual(expected);
  const read = run.profile.filter(({ stage }) => stage.startsWith('read '));
  expect(read.some(({ rows }) => rows > 0)).toBe(true);
  expect(plan).not.toHaveProperty('profile');
});

test('a replay is marked in its file names and its manifest', async () => {
  const folder = await sampleProject();
  const { stdout } = await clearlist(['run', ...AS_OF, '--replay', '--only', 'newsletter', '--json'], { cwd: folder });
  const { folder: lists, forSending } = json(stdout) as unknown as { folder: string; forSending: boolean };
  expect(forSending).toBe(false);
  expect(await readdir(lists)).toContain('newsletter.replay-not-for-sending.csv');
});

test('nobody on a list has a reason: explained one by one, a listed person may be contacted', async () => {
  const folder = await sampleProject();
  const { stdout } = await clearlist(['run', ...AS_OF, '--only', 'autumn-fuel', '--json'], { cwd: folder });
  const { folder: lists } = json(stdout) as unknown as { folder: string };
  const [, first = ''] = (await readFile(join(lists, 'autumn-fuel.csv'), 'utf8')).split('\r\n');
  const args = ['explain', '--campaign', 'autumn-fuel', ...AS_OF, '--json'];
  const explained = json((await clearlist(args, { cwd: folder, input: first.split(',')[0] ?? '' })).stdout);
  expect(explained).toMatchObject({ cleared: true, outcome: 'allow', reasons: [] });
});

test('an address is as good as an id, written however', async () => {
  const folder = await sampleProject();
  const { stdout } = await clearlist(['run', ...AS_OF, '--only', 'newsletter', '--json'], { cwd: folder });
  const { folder: lists } = json(stdout) as unknown as { folder: string };
  const [, first = ''] = (await readFile(join(lists, 'newsletter.csv'), 'utf8')).split('\r\n');
  const [id, address = ''] = first.split(',');
  const args = ['explain', '--campaign', 'newsletter', ...AS_OF, '--json'];
  const explained = json((await clearlist(args, { cwd: folder, input: ` ${address.toUpperCase()} ` })).stdout);
  expect(explained).toMatchObject({ profileId: id });
});

test('the demo ends with the funnel and one person explained', async () => {
  const { code, stdout } = await clearlist(['demo', '--folder', scratch()]);
  expect(code).toBe(0);
  expect(stdout).toContain('on the list');
  expect(stdout).toContain('given by a profile merged into this one');
});
