import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClearedList, type ListRow } from '../../src/campaign/cleared-list.js';
import { listManifestSchema, writeList } from '../../src/export/single-list.js';
import { campaign, listOf, people } from './cleared-lists.js';
import { namesIn, scratch } from './scratch.js';

async function expectWhole(file: string): Promise<void> {
  const manifest = listManifestSchema.parse(JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')));
  const bytes = await readFile(file);
  expect(manifest.campaign.files[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
}

describe('a single list', () => {
  test('comes with its manifest, both private, and nothing else', async () => {
    const folder = await scratch();
    const file = join(folder, 'autumn.csv');
    const manifest = await writeList(listOf(campaign('autumn-fuel'), people(2)), file);
    expect(await namesIn(folder)).toEqual(['autumn.csv', 'autumn.csv.manifest.json']);
    for (const name of await namesIn(folder)) expect((await lstat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(manifest).toMatchObject({
      format: 'clearlist-list/1',
      asOf: '2026-11-22T06:00:00Z',
      forSending: true,
      campaign: { id: 'autumn-fuel', counts: { listed: 2 }, files: [{ name: 'autumn.csv', rows: 2 }] },
    });
    expect(await readFile(`${file}.manifest.json`, 'utf8')).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
    await expectWhole(file);
  });

  test('of a replay says so', async () => {
    const list = listOf(campaign('c'), people(1), { forSending: false });
    expect((await writeList(list, join(await scratch(), 'c.csv'))).forSending).toBe(false);
  });

  test('of a campaign that is refused whole is never written', async () => {
    const folder = await scratch();
    const refusals = [{ code: 'DISCLOSURE_NOT_PERMITTED', detail: 'the destination has no contract' }] as const;
    const list = listOf(campaign('c'), people(1), { refusals });
    await expect(writeList(list, join(folder, 'c.csv'))).rejects.toMatchObject({
      code: 'list-refused',
      message: expect.stringContaining('DISCLOSURE_NOT_PERMITTED'),
      hint: expect.stringContaining('nothing of it may be written'),
    });
    expect(await namesIn(folder)).toEqual([]);
  });

  test('replaces the one that stood there', async () => {
    const file = join(await scratch(), 'list.csv');
    await writeList(listOf(campaign('c'), people(5)), file);
    await writeList(listOf(campaign('c'), people(2)), file);
    await expectWhole(file);
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(4);
  });

  test('replaces a link and leaves alone what it leads to', async () => {
    const folder = await scratch();
    await writeFile(join(folder, 'victim'), 'mine');
    await symlink(join(folder, 'victim'), join(folder, 'list.csv'));
    await writeList(listOf(campaign('c'), people(1)), join(folder, 'list.csv'));
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('mine');
    await expectWhole(join(folder, 'list.csv'));
  });

  test('that fails leaves what stood there as it was', async () => {
    const folder = await scratch();
    const file = join(folder, 'list.csv');
    await writeList(listOf(campaign('c'), people(5)), file);
    const before = await readFile(file);
    async function* failing(): AsyncGenerator<readonly ListRow[]> {
      yield [['p-1', 'a@example.se']];
      throw new Error('the engine went away');
    }
    await expect(writeList(listOf(campaign('c'), people(2), { rows: failing }), file)).rejects.toThrow('went away');
    expect(await namesIn(folder)).toEqual(['list.csv', 'list.csv.manifest.json']);
    expect(await readFile(file)).toEqual(before);
    await expectWhole(file);
  });

  test.each(['list.csv', 'list.csv.manifest.json'])(
    'a folder called %s is in the way, and nothing has moved',
    async (name) => {
      const folder = await scratch();
      await mkdir(join(folder, name));
      const file = join(folder, 'list.csv');
      await expect(writeList(listOf(campaign('c'), people(1)), file)).rejects.toMatchObject({
        code: 'output-not-writable',
        at: file,
      });
      expect(await namesIn(folder)).toEqual([name]);
    },
  );

  test('below a file: output-not-writable', async () => {
    const file = join(await scratch(), 'file');
    await writeFile(file, '');
    await expect(writeList(listOf(campaign('c'), []), join(file, 'list.csv'))).rejects.toMatchObject({
      code: 'output-not-writable',
    });
  });

  test('is never made of anything but a cleared list', async () => {
    const folder = await scratch();
    for (const forged of [people(1), {}, Object.create(ClearedList.prototype)]) {
      await expect(writeList(forged, join(folder, 'list.csv'))).rejects.toMatchObject({ code: 'not-a-cleared-list' });
    }
    expect(await namesIn(folder)).toEqual([]);
  });
});
