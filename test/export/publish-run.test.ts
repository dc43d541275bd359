import { chmod, lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClearedList, type ListRow } from '../../src/campaign/cleared-list.js';
import { publishRun } from '../../src/export/publish-run.js';
import { campaign, definitionOf, engineRun, listOf, people, RELEASE, runOf, streamed } from './cleared-lists.js';
import { expectOnlyWholeRuns, namesIn, scratch } from './scratch.js';

const permissions = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

describe('a published run', () => {
  test('is one folder with a list per campaign and the manifest', async () => {
    const output = await scratch();
    const { folder, alreadyThere, manifest } = await publishRun(runOf(output, 3, 0));
    expect(alreadyThere).toBe(false);
    expect(folder).toBe(join(output, manifest.runId));
    expect(await namesIn(output)).toEqual([manifest.runId]);
    expect(await namesIn(folder)).toEqual(['campaign-0.csv', 'campaign-1.csv', 'manifest.json']);
    await expectOnlyWholeRuns(output);
  });

  test.skipIf(process.platform === 'win32')('only its owner can read it, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const output = join(await scratch(), 'new/output');
      const { folder } = await publishRun(runOf(output, 3));
      expect(await permissions(output)).toBe(0o700);
      expect(await permissions(folder)).toBe(0o700);
      for (const name of await namesIn(folder)) expect(await permissions(join(folder, name))).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  test('a replay says in its file names that it is not for sending', async () => {
    const of = campaign('autumn');
    const run = engineRun([listOf(of, people(1), { forSending: false })]);
    const published = await publishRun({
      output: await scratch(),
      definition: definitionOf([of], true),
      run,
      release: RELEASE,
      version: '1',
    });
    expect(await namesIn(published.folder)).toEqual(['autumn.replay-not-for-sending.csv', 'manifest.json']);
    expect(published.manifest.forSending).toBe(false);
  });

  test('every list is read exactly once', async () => {
    let read = 0;
    const of = campaign('c');
    const rows = () => {
      read += 1;
      return streamed(people(2));
    };
    const run = engineRun([listOf(of, people(2), { rows })]);
    await publishRun({ output: await scratch(), definition: definitionOf([of]), run, release: RELEASE, version: '1' });
    expect(read).toBe(1);
  });

  test('a linked output folder is resolved once', async () => {
    const home = await scratch();
    await mkdir(join(home, 'real'));
    await symlink(join(home, 'real'), join(home, 'link'));
    const { folder, manifest } = await publishRun(runOf(join(home, 'link'), 1));
    expect(folder).toBe(join(home, 'real', manifest.runId));
  });
});

describe('publishing again', () => {
  test('the same run changes nothing', async () => {
    const output = await scratch();
    const first = await publishRun(runOf(output, 3));
    const { ino } = await stat(first.folder);
    const second = await publishRun(runOf(output, 3));
    expect(second).toEqual({ ...first, alreadyThere: true });
    expect((await stat(first.folder)).ino).toBe(ino);
    expect(await namesIn(output)).toEqual([first.manifest.runId]);
  });

  test('a page that somebody saved beside the lists does no harm', async () => {
    const output = await scratch();
    const { folder } = await publishRun(runOf(output, 3));
    await writeFile(join(folder, 'report.html'), '');
    expect((await publishRun(runOf(output, 3))).alreadyThere).toBe(true);
  });

  test('ten times at once: one is first, all succeed', async () => {
    const output = await scratch();
    const all = await Promise.all(Array.from({ length: 10 }, () => publishRun(runOf(output, 500, 3))));
    expect(all.filter(({ alreadyThere }) => !alreadyThere)).toHaveLength(1);
    expect(new Set(all.map(({ folder }) => folder)).size).toBe(1);
    expect(await namesIn(output)).toHaveLength(1);
    await expectOnlyWholeRuns(output);
  });

  test.each<readonly [string, (folder: string) => Promise<unknown>, string]>([
    ['a list was changed', (folder) => writeFile(join(folder, 'campaign-0.csv'), 'x'), 'campaign-0.csv'],
    ['the manifest was changed', (folder) => writeFile(join(folder, 'manifest.json'), '{}'), 'format'],
    ['the manifest is no text', (folder) => writeFile(join(folder, 'manifest.json'), Buffer.from([0xff])), 'format'],
  ])('%s: output-differs, and nothing is overwritten', async (_, change, at) => {
    const output = await scratch();
    const { folder } = await publishRun(runOf(output, 3));
    await change(folder);
    const before = await Promise.all((await namesIn(folder)).map((name) => readFile(join(folder, name))));
    const error = await publishRun(runOf(output, 3)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'output-differs', at: folder });
    expect(error.issues[0].at).toBe(at);
    expect(await Promise.all((await namesIn(folder)).map((name) => readFile(join(folder, name))))).toEqual(before);
    expect(await namesIn(output)).toHaveLength(1);
  });

  test('where an empty folder stands, the run takes its place', async () => {
    const { manifest } = await publishRun(runOf(await scratch(), 1));
    const output = await scratch();
    await mkdir(join(output, manifest.runId), { mode: 0o755 });
    const { folder, alreadyThere } = await publishRun(runOf(output, 1));
    expect(alreadyThere).toBe(false);
    expect(await permissions(folder)).toBe(0o700);
    await expectOnlyWholeRuns(output);
  });

  test('by another version or engine with the same lists, it is the same run', async () => {
    const output = await scratch();
    await publishRun(runOf(output, 3));
    expect(await publishRun({ ...runOf(output, 3), version: '0.2.0' })).toMatchObject({ alreadyThere: true });
  });

  test.each<readonly [string, (path: string) => Promise<unknown>]>([
    ['a file', (path) => writeFile(path, 'mine')],
    ['a link to a folder', async (path) => symlink(await scratch(), path)],
    ['a link to nowhere', (path) => symlink(`${path}-nowhere`, path)],
    ['a folder of something else', async (path) => mkdir(join(path, 'mine'), { recursive: true })],
  ])('where %s stands: output-differs, nothing written through it', async (_, put) => {
    const { manifest } = await publishRun(runOf(await scratch(), 1));
    const output = await scratch();
    await put(join(output, manifest.runId));
    await expect(publishRun(runOf(output, 1))).rejects.toMatchObject({ code: 'output-differs' });
    expect(await namesIn(output)).toEqual([manifest.runId]);
  });
});

describe('an output folder that cannot be written', () => {
  const refused = { code: 'output-not-writable', hint: expect.stringMatching(/folder/) };

  test('below a file', async () => {
    const file = join(await scratch(), 'file');
    await writeFile(file, '');
    for (const output of [file, join(file, 'runs')]) {
      await expect(publishRun(runOf(output, 1))).rejects.toMatchObject({ ...refused, at: output });
    }
  });

  test.skipIf(process.platform !== 'linux')('where the system allows no files', async () =>
    expect(publishRun(runOf('/proc/clearlist', 1))).rejects.toMatchObject({ ...refused, at: '/proc/clearlist' }),
  );

  test('a link to nowhere', async () => {
    const output = join(await scratch(), 'link');
    await symlink(join(output, '..', 'nowhere'), output);
    await expect(publishRun(runOf(output, 1))).rejects.toMatchObject(refused);
  });

  test.skipIf(process.platform === 'win32')('without permission', async () => {
    const output = await scratch();
    await chmod(output, 0o500);
    const error = await asNobody(() => publishRun(runOf(output, 1)).catch((thrown) => thrown));
    expect(error).toMatchObject({ ...refused, message: 'the output cannot be written (EACCES)' });
    expect(await namesIn(output)).toEqual([]);
  });
});

/** Root may write anywhere: where the tests run as root, the work is done as another user. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('nothing is left behind', () => {
  test('when the rows of the last list fail midway', async () => {
    const output = await scratch();
    const [first, second] = [campaign('a'), campaign('b')];
    async function* failing(): AsyncGenerator<readonly ListRow[]> {
      yield people(20_000);
      throw new Error('the engine went away');
    }
    const run = engineRun([listOf(first, people(3)), listOf(second, people(30_000), { rows: failing })]);
    const publish = publishRun({
      output,
      definition: definitionOf([first, second]),
      run,
      release: RELEASE,
      version: '1',
    });
    await expect(publish).rejects.toThrow('the engine went away');
    expect(await namesIn(output)).toEqual([]);
  });

  test.each([1, 3])('when a list of 2 has %i rows', async (given) => {
    const output = await scratch();
    const of = campaign('c');
    const run = engineRun([listOf(of, people(2), { rows: () => streamed(people(given)) })]);
    const publish = publishRun({ output, definition: definitionOf([of]), run, release: RELEASE, version: '1' });
    await expect(publish).rejects.toMatchObject({ code: 'engine-failed', at: 'campaigns.c' });
    expect(await namesIn(output)).toEqual([]);
  });
});

describe('refused before anything is written', () => {
  const of = campaign('c');
  const cleared = () => listOf(of, people(1));

  test.each<readonly [string, readonly unknown[]]>([
    ['a plain object', [{ campaign: 'c', columns: [], counts: cleared().counts, forSending: true }]],
    ['an object with the right prototype', [Object.create(ClearedList.prototype)]],
    ['a copy of a list', [Object.assign(Object.create(ClearedList.prototype), cleared())]],
    ['a list behind a proxy', [new Proxy(cleared(), {})]],
    ['an array of persons', [people(1)]],
    ['nothing', [undefined]],
  ])('%s is no cleared list', async (_, lists) => {
    const output = join(await scratch(), 'output');
    const run = engineRun(lists as readonly ClearedList[]);
    const publish = publishRun({ output, definition: definitionOf([of]), run, release: RELEASE, version: '1' });
    await expect(publish).rejects.toMatchObject({ code: 'not-a-cleared-list' });
    await expect(lstat(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  const again = cleared();
  test.each<readonly [string, readonly ReturnType<typeof campaign>[], readonly ClearedList[], string]>([
    ['two campaigns of one id', [of, of], [cleared(), cleared()], 'duplicate-id'],
    ['ids that differ only in case', [of, campaign('C')], [cleared(), listOf(campaign('C'), [])], 'duplicate-id'],
    ['two lists of one campaign', [of], [cleared(), cleared()], 'duplicate-id'],
    ['the same list twice', [of], [again, again], 'list-used-twice'],
    ['an id that leads elsewhere', [campaign('../c')], [listOf(campaign('../c'), [])], 'definition-invalid'],
    ['a campaign without a list', [of, campaign('d')], [cleared()], 'engine-failed'],
    ['a list without a campaign', [of], [cleared(), listOf(campaign('d'), [])], 'engine-failed'],
    ['a list of another time', [of], [listOf(of, [], { asOf: 0 })], 'engine-failed'],
    ['a list of a replay in a run for sending', [of], [listOf(of, [], { forSending: false })], 'engine-failed'],
  ])('%s', async (_, campaigns, lists, code) => {
    const output = join(await scratch(), 'output');
    const publish = publishRun({
      output,
      definition: definitionOf(campaigns),
      run: engineRun(lists),
      release: RELEASE,
      version: '1',
    });
    await expect(publish).rejects.toMatchObject({ code });
    await expect(lstat(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
