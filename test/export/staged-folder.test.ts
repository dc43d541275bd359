import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { withStagedFolder } from '../../src/export/staged-folder.js';
import { stagingName } from '../../src/export/staging-owner.js';
import { namesIn, scratch } from './scratch.js';

const ID = '0123456789abcdef';

describe('a staging folder', () => {
  test('is hidden, private, and gone afterwards', async () => {
    const output = await scratch();
    await withStagedFolder(output, ID, async ({ path, file }) => {
      expect(await namesIn(output)).toEqual([expect.stringMatching(/^\.staging-0123456789abcdef-/)]);
      expect((await lstat(path)).mode & 0o777).toBe(0o700);
      await file('list.csv', async (handle) => handle.appendFile('x'));
      expect((await lstat(join(path, 'list.csv'))).mode & 0o777).toBe(0o600);
    });
    expect(await namesIn(output)).toEqual([]);
  });

  test('is gone after a failure too, and the failure is what is thrown', async () => {
    const output = await scratch();
    const fault = new Error('midway');
    const work = withStagedFolder(output, ID, ({ file }) =>
      file('list.csv', async () => {
        throw fault;
      }),
    );
    await expect(work).rejects.toBe(fault);
    expect(await namesIn(output)).toEqual([]);
  });

  test('never opens a file that exists, not even through a link', async () => {
    const output = await scratch();
    const victim = join(await scratch(), 'victim');
    await writeFile(victim, 'mine');
    const work = withStagedFolder(output, ID, async ({ path, file }) => {
      await symlink(victim, join(path, 'list.csv'));
      await file('list.csv', async (handle) => handle.appendFile('x'));
    });
    await expect(work).rejects.toMatchObject({ code: 'output-not-writable' });
    expect(await readFile(victim, 'utf8')).toBe('mine');
  });
});

describe.skipIf(process.platform !== 'linux')('what other runs have left', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A process that does nothing but be there. */
  async function idle(): Promise<ChildProcess & { readonly pid: number }> {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(child);
    await once(child, 'spawn');
    return child as ChildProcess & { readonly pid: number };
  }

  const startOf = async (pid: number): Promise<string> =>
    (await readFile(`/proc/${pid}/stat`, 'latin1')).split(') ')[1]?.split(' ')[19] ?? '';

  /** The name that a process with this id and start would have given. */
  const nameFor = async (pid: number, start: string): Promise<string> =>
    (await stagingName('f'.repeat(16))).replace(/\.[0-9]+\.[0-9]+-/, `.${pid}.${start}-`);

  const elsewhere = async (): Promise<string> =>
    (await stagingName('f'.repeat(16))).replace(/-[0-9a-f]{8}\./, '-00000000.');

  async function leave(output: string, name: string, hoursAgo = 0): Promise<void> {
    await mkdir(join(output, name));
    await writeFile(join(output, name, 'list.csv'), 'p-1,a@example.se');
    const then = Date.now() / 1000 - hoursAgo * 3600;
    await utimes(join(output, name, 'list.csv'), then, then);
    await utimes(join(output, name), then, then);
  }

  const afterNextRun = async (output: string): Promise<readonly string[]> => {
    await withStagedFolder(output, ID, async () => undefined);
    return namesIn(output);
  };

  test('is removed when the process is gone', async () => {
    const [output, child] = [await scratch(), await idle()];
    await leave(output, await nameFor(child.pid, await startOf(child.pid)));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await afterNextRun(output)).toEqual([]);
  });

  test('stays while the process runs, however old it is', async () => {
    const [output, child] = [await scratch(), await idle()];
    const name = await nameFor(child.pid, await startOf(child.pid));
    await leave(output, name, 1000);
    expect(await afterNextRun(output)).toEqual([name]);
  });

  test('is removed when another process has got the id since', async () => {
    const [output, child] = [await scratch(), await idle()];
    await leave(output, await nameFor(child.pid, '1'));
    expect(await afterNextRun(output)).toEqual([]);
  });

  test.each([
    [23, 'stays', 1],
    [25, 'is removed', 0],
  ])('of another machine, silent for %i hours: %s', async (hours, _, left) => {
    const output = await scratch();
    await leave(output, await elsewhere(), hours);
    expect(await afterNextRun(output)).toHaveLength(left);
  });

  test('of another machine stays while any file in it is being written', async () => {
    const output = await scratch();
    const name = await elsewhere();
    await leave(output, name, 100);
    const now = Date.now() / 1000;
    await utimes(join(output, name, 'list.csv'), now, now);
    expect(await afterNextRun(output)).toEqual([name]);
  });

  test('with another name, or that is no folder, is not ours to remove', async () => {
    const output = await scratch();
    const target = await scratch();
    await writeFile(join(target, 'mine'), '');
    const linked = await nameFor(4_194_304, '1');
    await mkdir(join(output, '.staging-mine'));
    await mkdir(join(output, `.staging-${ID}-anything`));
    await symlink(target, join(output, linked));
    expect(await afterNextRun(output)).toEqual([`.staging-${ID}-anything`, '.staging-mine', linked].sort());
    expect(await namesIn(target)).toEqual(['mine']);
  });
});
