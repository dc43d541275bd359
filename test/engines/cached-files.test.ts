import { appendFile, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CachedFiles } from '../../src/engines/duckdb/cache/cached-files.js';
import { findFiles } from '../../src/sources/files.js';
import { inspectBytes } from '../../src/sources/inspect-file.js';
import { lookedAt } from '../../src/sources/known-files.js';
import { PrivateFolder } from '../../src/sources/private-folder.js';
import { CacheFolder } from '../../src/store/cache/cache-folder.js';

let folder: PrivateFolder;
let path: string;
let files = 0;
beforeAll(async () => {
  folder = await PrivateFolder.make();
});
afterAll(() => folder.remove());
beforeEach(async () => {
  files += 1;
  path = join(folder.path, `${files}.csv`);
  await writeFile(path, 'person,at\np1,2026-03-01\n');
  // A whole second, which is set back to exactly: of what the system sets, only the time of the change then differs.
  await utimes(path, WRITTEN, WRITTEN);
  later();
});
afterEach(() => {
  vi.useRealTimers();
});

const WRITTEN = new Date('2026-03-02T10:00:00Z');

/** By the clock of this process a minute later, so that what was written just now was written long ago. */
const later = (): unknown => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });

/** A run that looks at the file: the hash it goes by, and whether it read the file for it. */
async function run({ asked = ['csv'], keeps = true, version = '1' } = {}): Promise<{ sha256: string; read: boolean }> {
  const cache = new CacheFolder(join(folder.path, 'cache'), { maxBytes: 1e9, maxAge: 1e12 }, new Date());
  const known = new CachedFiles(cache, [version]);
  const [found] = await findFiles('events', path, folder.path);
  if (found === undefined) throw new Error('the file is there');
  let read = false;
  const { sha256 } = await lookedAt(known, found, asked, () => {
    read = true;
    return inspectBytes(found);
  });
  if (keeps) await known.keep();
  await cache.release();
  return { sha256, read };
}

const truth = async (): Promise<string> => (await inspectBytes({ path, file: 'x' })).sha256;

test('a file that nobody wrote to is not read again', async () => {
  expect(await run()).toEqual({ sha256: await truth(), read: true });
  expect(await run()).toEqual({ sha256: await truth(), read: false });
});

const setBack = async (write: () => Promise<unknown>): Promise<void> => {
  const { atime, mtime } = await stat(path);
  await write();
  await utimes(path, atime, mtime);
};

test.each<[string, () => Promise<unknown>]>([
  ['with as many bytes', () => writeFile(path, 'person,at\np2,2026-03-01\n')],
  ['with more', () => appendFile(path, 'p2,2026-03-01\n')],
  ['and the time of writing set back', () => setBack(() => writeFile(path, 'person,at\np2,2026-03-01\n'))],
  [
    'and put in its place by its name, of the same size and time',
    () =>
      setBack(async () => {
        await writeFile(`${path}.new`, 'person,at\np2,2026-03-01\n');
        await rename(`${path}.new`, path);
      }),
  ],
])('one that was written to is read: %s', async (_, write) => {
  await run();
  await write();
  later();
  expect(await run()).toEqual({ sha256: await truth(), read: true });
  expect(await run()).toEqual({ sha256: await truth(), read: false });
});

test('one that was written just before is known by nobody', async () => {
  vi.useRealTimers();
  await run();
  later();
  expect((await run()).read).toBe(true);
  vi.useRealTimers();
  expect((await run()).read).toBe(true);
});

test('nothing is known of a run that did not end, of another question, to another version', async () => {
  await run({ keeps: false });
  expect((await run()).read).toBe(true);
  expect((await run({ asked: ['tsv'] })).read).toBe(true);
  expect((await run({ version: '2' })).read).toBe(true);
  expect((await run()).read).toBe(false);
});

test('what is known names neither the file nor anything in it', async () => {
  await run();
  const cache = join(folder.path, 'cache');
  const entries = await readdir(cache);
  expect(entries.length).toBeGreaterThan(0);
  for (const name of entries) {
    expect(name).toMatch(/^[0-9a-f]{64}-[0-9a-f]{64}$/);
    expect(await readFile(join(cache, name), 'utf8')).toMatch(/^\{"sha256":"[0-9a-f]{64}"\}$/);
  }
});
