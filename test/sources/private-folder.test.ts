import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newOwner } from '../../src/files/process-owner.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { PrivateFolder } from '../../src/sources/private-folder.js';
import { storeProject } from '../runs/store-project.js';

const outer = process.env.TMPDIR;
let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'clearlist-parent-'));
  process.env.TMPDIR = parent;
});
afterAll(() => {
  if (outer === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outer;
  rmSync(parent, { recursive: true });
});

/** What a process that is gone would be called: this one, with an id and a start that nobody has. */
const gone = async (): Promise<string> => (await newOwner()).replace(/\.[0-9]+\.[0-9]+-/, '.2147483647.1-');

test('a private folder is its owner’s alone, and gone when it is removed', async () => {
  const folder = await PrivateFolder.make();
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  writeFileSync(join(folder.path, 'x'), 'x');
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});

test('a process that ends leaves nothing, and what a killed one left goes with the next', () => {
  const module = pathToFileURL(join(import.meta.dirname, '../../src/sources/private-folder.ts')).href;
  const make = (end: string): string => {
    const code = `import(${JSON.stringify(module)}).then(async ({ PrivateFolder }) => { const { path } = await PrivateFolder.make(); console.log(path); ${end} })`;
    return spawnSync(process.execPath, ['--import', 'tsx', '-e', code], { encoding: 'utf8' }).stdout.trim();
  };
  const ended = make('process.exit(3)');
  expect([ended.startsWith(parent), existsSync(ended)]).toEqual([true, false]);
  const killed = make("process.kill(process.pid, 'SIGKILL')");
  expect(existsSync(killed)).toBe(true);
  make('');
  expect(existsSync(killed)).toBe(false);
});

test('a run in memory, which puts nothing aside, removes it too', async () => {
  const project = await storeProject();
  const abandoned = join(parent, `clearlist-private-${await gone()}`);
  mkdirSync(abandoned);
  await planProject(project, openEngine(project, { engine: 'memory' }), { asOf: '2026-11-22T06:00:00Z' });
  expect(existsSync(abandoned)).toBe(false);
});

test('nothing else is taken for such a folder', async () => {
  const target = join(parent, 'target');
  mkdirSync(target);
  const link = join(parent, `clearlist-private-${await gone()}`);
  symlinkSync(target, link);
  const file = join(parent, `clearlist-private-${await gone()}`);
  writeFileSync(file, 'x');
  const living = await PrivateFolder.make();
  const kept = [link, target, file, living.path, join(parent, 'clearlist-private-x')];
  mkdirSync(join(parent, 'clearlist-private-x'));
  const abandoned = join(parent, `clearlist-private-${await gone()}`);
  mkdirSync(abandoned);
  (await PrivateFolder.make()).remove();
  expect(kept.map((path) => existsSync(path))).toEqual(kept.map(() => true));
  expect(existsSync(abandoned)).toBe(false);
  living.remove();
});

test('however many a process has, it listens for its end once', async () => {
  const first = await PrivateFolder.make();
  const before = process.listenerCount('exit');
  const folders = await Promise.all(Array.from({ length: 12 }, () => PrivateFolder.make()));
  expect(process.listenerCount('exit')).toBe(before);
  for (const folder of [first, ...folders]) folder.remove();
});
