import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { verifyStore } from '../../src/store/verify-store.js';
import { clearlistHere } from '../cli/in-process.js';
import { copyOf, day, type Nightly, nightlyProject, storedLines, THIRD, visibleLists } from './nightly-project.js';

let nightly: Nightly;
beforeAll(async () => {
  nightly = await nightlyProject();
});
beforeEach(() => {
  process.env.CLEARLIST_ENGINE = 'memory';
});
afterEach(() => {
  delete process.env.CLEARLIST_ENGINE;
  vi.useRealTimers();
});

const RUN = ['run', '--as-of', THIRD, '--no-report'];
const REFUSAL = ['record-refusal', '--scope', 'all_marketing', '--no-look-up'];

test('folders for lists and the store behind links: everything lands where the links lead', async () => {
  const folder = await copyOf(nightly);
  const elsewhere = await copyOf(nightly);
  for (const name of ['lists', 'store']) {
    await rename(join(folder, name), join(elsewhere, `real ${name}`));
    await symlink(join(elsewhere, `real ${name}`), join(folder, name));
  }
  expect(await clearlistHere(RUN, { cwd: folder })).toMatchObject({ code: 0 });
  expect(await clearlistHere(['verify', '--as-of', THIRD], { cwd: folder })).toMatchObject({ code: 0 });
  expect(await readdir(join(elsewhere, 'real lists'))).toHaveLength(3);
  expect((await verifyStore(join(elsewhere, 'real store'))).problems).toEqual([]);
  expect(await clearlistHere(['clean'], { cwd: folder })).toMatchObject({ code: 0 });
  expect(await readdir(join(elsewhere, 'real lists'))).toHaveLength(1);
});

test('links among the lists lead nobody outside: nothing there is taken for a list, written or removed', async () => {
  const folder = await copyOf(nightly);
  const outside = await copyOf(nightly);
  const [first] = nightly.runs;
  const lists = join(folder, 'lists');
  // A run that was moved away and linked, and what looks like an unfinished one.
  await symlink(join(outside, 'lists', first), join(lists, 'f'.repeat(16)));
  const leftover = `.staging-${'e'.repeat(16)}-${'0'.repeat(8)}.1.1-${'0'.repeat(16)}`;
  await symlink(outside, join(lists, leftover));
  const before = await visibleLists(outside);
  expect(await clearlistHere(RUN, { cwd: folder })).toMatchObject({ code: 0 });
  expect(await clearlistHere(['clean'], { cwd: folder })).toMatchObject({ code: 0 });
  expect(await visibleLists(outside)).toEqual(before);
  expect(await readdir(lists)).toEqual(expect.arrayContaining(['f'.repeat(16), leftover]));
});

test('a list that is a link, or that was put where a run goes, is said and not written through', async () => {
  const folder = await copyOf(nightly);
  const [, second] = nightly.runs;
  const list = join(folder, 'lists', second, 'news.csv');
  const kept = await readFile(list, 'utf8');
  await rename(list, join(folder, 'moved.csv'));
  await symlink(join(folder, 'moved.csv'), list);
  const verified = await clearlistHere(['verify', '--as-of', day(11), '--files-only'], { cwd: folder });
  expect(verified).toMatchObject({ code: 1 });
  expect(verified.stdout).toContain('news.csv: the file is changed');
  const again = await clearlistHere(['run', '--as-of', day(10)], { cwd: folder });
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain('[output-differs]');
  expect(await readFile(join(folder, 'moved.csv'), 'utf8')).toBe(kept);
});

test('a path that is longer than the system takes is said, and nothing is lost', async () => {
  const folder = await copyOf(nightly);
  const long = join(folder, ...Array.from({ length: 20 }, () => 'å'.repeat(120)));
  const before = await storedLines(folder);
  const { code, stderr } = await clearlistHere([...RUN, '--output', long], { cwd: folder });
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('(ENAMETOOLONG) [output-not-writable]'),
  });
  expect(await storedLines(folder)).toEqual(before);
  const deep = join(folder, ...Array.from({ length: 15 }, () => 'å b'.repeat(20)));
  expect(await clearlistHere([...RUN, '--output', deep], { cwd: folder })).toMatchObject({ code: 0 });
  expect(await readdir(deep)).toHaveLength(1);
});

test('a clock that was set back: refusals count, nothing is removed, and no list lives longer for it', async () => {
  const folder = await copyOf(nightly);
  const list = join('lists', nightly.runs[1]);
  vi.useFakeTimers({ now: Date.parse('2020-01-01T00:00:00Z'), toFake: ['Date'] });
  expect(await clearlistHere(REFUSAL, { cwd: folder, input: 'p1\n' })).toMatchObject({ code: 0 });
  expect(await clearlistHere(['clean'], { cwd: folder })).toMatchObject({ code: 0 });
  expect(Object.keys(await visibleLists(folder))).toEqual(Object.keys(await visibleLists(nightly.folder)));
  const early = await clearlistHere(['recheck', list], { cwd: folder });
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('[as-of-invalid]') });
  const sent = await clearlistHere(['sent', list, '--at', new Date().toISOString()], { cwd: folder });
  expect(sent).toMatchObject({ code: 1, stderr: expect.stringContaining('[input-invalid]') });
  vi.useRealTimers();
  const { stdout } = await clearlistHere(['recheck', list, '--as-of', day(11), '--json'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ manifest: { lists: [{ before: 4, rows: 3 }] } });
  expect((await verifyStore(join(folder, 'store'))).problems).toEqual([]);
});

test('what stands where the store or the lists should be is never taken for them', async () => {
  const folder = await copyOf(nightly);
  await rename(join(folder, 'store'), join(folder, 'away'));
  await mkdir(join(folder, 'store'));
  expect((await clearlistHere(RUN, { cwd: folder })).stderr).toContain('[store-missing]');
  expect((await clearlistHere(REFUSAL, { cwd: folder, input: 'p1\n' })).stderr).toContain('[store-missing]');
  await writeFile(join(folder, 'a file'), '');
  await rename(join(folder, 'away'), join(folder, 'store', 'inner'));
  expect(await readdir(join(folder, 'store'))).toEqual(['inner']);
});
