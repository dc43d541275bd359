import { createHash } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findFiles, requireUnchanged } from '../../src/sources/files.js';
import { readSource } from '../../src/sources/read-source.js';
import { open } from './both-readers.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
afterAll(() => scratch.remove());

const names = async (path: string): Promise<readonly string[]> =>
  (await findFiles('s', path, scratch.folder)).map(({ file }) => file);

test('* and ? stand for the files of one folder, in UTF-8 byte order', async () => {
  for (const file of [
    'o-2.csv',
    'o-10.csv',
    'o-Å.csv',
    'o-z.csv',
    'o-\u{1f600}.csv',
    'o-\uffee.csv',
    '.o-1.csv',
    'p-1.csv',
    'o-1.csv.gz',
    'o+1.csv',
  ]) {
    scratch.write(file, 'id\n');
  }
  expect(await names('o-*.csv')).toEqual([
    'o-10.csv',
    'o-2.csv',
    'o-z.csv',
    'o-Å.csv',
    'o-\uffee.csv',
    'o-\u{1f600}.csv',
  ]);
  expect(await names('o-?.csv')).toEqual(['o-2.csv', 'o-z.csv', 'o-Å.csv', 'o-\uffee.csv', 'o-\u{1f600}.csv']);
  expect(await names('*-1.csv*')).toEqual(['o-1.csv.gz', 'p-1.csv']);
  expect(await names('.o*')).toEqual(['.o-1.csv']);
  expect(await names('o+1.csv')).toEqual(['o+1.csv']);
  expect(await names(join(scratch.folder, 'p-1.csv'))).toEqual(['p-1.csv']);
});

test.each(['nothing-*.csv', 'nothing.csv', 'nowhere/*.csv', '.'])(
  'a source without a file stops the run: %s',
  async (path) => {
    await expect(findFiles('s', path, scratch.folder)).rejects.toMatchObject({
      code: 'source-missing',
      at: 'sources.s.path',
    });
  },
);

const restriction = { kind: 'restriction', path: 'c.csv', columns: { profileId: 'id' } };

test('files are known by hash and size', async () => {
  const content = 'id\r\n1\r\n';
  scratch.write('c.csv', content);
  const { report } = await readSource(await open(scratch.folder, restriction));
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(report).toEqual({
    source: 's',
    kind: 'restriction',
    binding: expect.stringMatching(/^[0-9a-f]{64}$/),
    files: [{ file: 'c.csv', sha256, bytes: 7 }],
    rows: 1,
    leftOut: 0,
    unreadable: 0,
  });
});

test('a file that changed between opening and reading stops the run', async () => {
  const path = join(scratch.folder, 'c.csv');
  writeFileSync(path, 'id\n1\n');
  const source = await open(scratch.folder, restriction);
  writeFileSync(path, 'id\n2\n');
  await expect(readSource(source)).rejects.toMatchObject({ code: 'source-changed', at: 'c.csv' });
});

test('a file that was only touched is the same file', async () => {
  const path = join(scratch.folder, 'c.csv');
  const source = await open(scratch.folder, restriction);
  utimesSync(path, new Date(2020, 1, 1), new Date(2020, 1, 1));
  expect((await readSource(source)).records).toHaveLength(1);
});

test('a stamp is believed only of a file that has settled', async () => {
  const path = join(scratch.folder, 'c.csv');
  const [found] = await findFiles('s', 'c.csv', scratch.folder);
  if (found === undefined) throw new Error('not found');
  expect(found.settled).toBe(false);
  const other = { found, sha256: 'not the hash' };
  await expect(requireUnchanged('s', [other])).rejects.toMatchObject({ code: 'source-changed', at: 'c.csv' });
  await expect(requireUnchanged('s', [{ ...other, found: { ...found, settled: true } }])).resolves.toBeUndefined();
  writeFileSync(path, 'id\n9\n');
  await expect(requireUnchanged('s', [{ ...other, found: { ...found, settled: true } }])).rejects.toMatchObject({
    code: 'source-changed',
  });
});
