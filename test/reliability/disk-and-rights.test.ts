import { spawn } from 'node:child_process';
import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyFiles } from '../../src/export/verify-files.js';
import { loadProject } from '../../src/project/load-project.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { compactStore } from '../../src/store/compact-store.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { command, type Ended, ended, type Given } from './mortal-command.js';
import { copyOf, day, type Nightly, nightlyProject, storedLines, THIRD, visibleLists } from './nightly-project.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Every command at every size, with `npm run test:kills`; else one, where the log of the store has room for half a line. */
const EVERY = process.env.CLEARLIST_COMMAND_KILLS !== undefined;

const BLOCK = 512;
const log = (folder: string): string => join(folder, 'store', 'audit.jsonl');

let nightly: Nightly;
beforeAll(async () => {
  nightly = await nightlyProject();
  // So much was done to the store that its log is the longest of its files, and that the next line of it ends in the
  // block after the one in which it begins: a disk without room for that block takes a part of the line.
  const project = await loadProject(nightly.folder);
  await compactStore(join(nightly.folder, 'store'));
  let done = 0;
  for (let size = 0; size < 4096 || size % BLOCK < 320; done += 1) {
    const receivedAt = new Date(Date.parse(day(4)) + done * 1000).toISOString();
    await recordRefusal(project, { person: { profileId: 'p4' }, scopes: ['email'], receivedAt });
    if (done > 100) throw new Error('the log never comes to end where it has to');
    size = (await stat(log(nightly.folder))).size;
  }
});

interface Limits {
  /** No file grows beyond so many blocks of 512 bytes: what a full disk does to writes, on every machine. */
  readonly blocks?: number;
  /** Without the rights of whoever may do everything. */
  readonly asAnybody?: boolean;
}

const isRoot = process.getuid?.() === 0;
/** Root without its power over the rights of files; as another user it could perhaps not read the program. */
const POWERLESS = ['--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search'];

/** The command as a process behind limits. */
async function limited(folder: string, { args, input = '' }: Given, { blocks, asAnybody }: Limits): Promise<Ended> {
  const limit = blocks === undefined ? '' : `ulimit -f ${blocks}; `;
  const shell = ['/bin/sh', '-c', `${limit}exec "$@"`, 'sh', process.execPath, main, ...args, '--config', folder];
  const [program = '', ...rest] = asAnybody === true && isRoot ? ['setpriv', ...POWERLESS, ...shell] : shell;
  const env = { ...process.env, CLEARLIST_ENGINE: 'memory', HOME: folder };
  return ended(spawn(program, rest, { cwd: folder, env }), input);
}

const commands: Readonly<Record<string, Given>> = {
  run: { args: ['run', '--as-of', THIRD, '--no-report'] },
  import: { args: ['import', '--as', 'opt_outs', 'unsubscribes.csv', '--source', 'unsubscribes'] },
  'record-refusal': {
    args: ['record-refusal', '--scope', 'all_marketing', '--received-at', day(12), '--no-look-up'],
    input: 'p2\n',
  },
};
const given = (name: string): Given => commands[name] ?? { args: [] };

const state = async (folder: string) => ({ lists: await visibleLists(folder), store: await storedLines(folder) });

/** Whatever failed: lists are whole, the store and its chain are sound, and nothing known was lost. */
async function expectSound(folder: string, before: Awaited<ReturnType<typeof state>>): Promise<void> {
  const { lists, store } = await state(folder);
  expect(lists).toMatchObject(before.lists);
  for (const run of new Set(Object.keys(lists).map((path) => path.split('/')[0] ?? '')))
    expect(await verifyFiles(join(folder, 'lists', run))).toEqual([]);
  expect((await verifyStore(join(folder, 'store'))).problems).toEqual([]);
  for (const [kind, lines] of Object.entries(before.store))
    expect(store[kind as keyof typeof store]).toEqual(expect.arrayContaining([...lines]));
  // Both refusals of the file, or neither.
  const refusals = (lines: readonly string[] = []): number => lines.length;
  expect([0, 2]).toContain(refusals(store.opt_out) - refusals(before.store.opt_out));
}

describe.skipIf(process.platform === 'win32')('a disk that is full', { timeout: 600_000 }, () => {
  test.each(EVERY ? Object.keys(commands) : ['import'])(
    'is said, nothing is half there, and the next time it works: %s',
    async (name) => {
      const before = await state(nightly.folder);
      const other = await copyOf(nightly);
      expect(await command(other, given(name))).toMatchObject({ code: 0 });
      const expected = await state(other);
      const full = Math.ceil((await stat(log(nightly.folder))).size / BLOCK);
      const sizes = EVERY ? Array.from({ length: full + 3 }, (_, i) => i) : [full];
      for (const blocks of sizes) {
        const folder = await copyOf(nightly);
        const ended = await limited(folder, given(name), { blocks });
        if (blocks <= full || ended.code !== 0) {
          expect({ blocks, ...ended }).toMatchObject({ code: 1, signal: null });
          expect(ended.stderr).toMatch(/cannot be written \(EFBIG\) \[(output|store)-not-writable\]\n {2}next: /);
        }
        await expectSound(folder, before);
        expect({ blocks, ...(await command(folder, given(name))) }).toMatchObject({ blocks, code: 0 });
        expect({ blocks, state: await state(folder) }).toEqual({ blocks, state: expected });
      }
    },
  );
});

/** A copy that anybody may read, and change but for one folder. */
async function closed(name: 'lists' | 'store'): Promise<string> {
  const folder = await copyOf(nightly);
  const parts = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const part of parts) {
    const path = join(part.parentPath, part.name);
    const isClosed = path === join(folder, name) || path.startsWith(join(folder, name, '/'));
    await chmod(path, part.isDirectory() ? (isClosed ? 0o555 : 0o777) : isClosed ? 0o444 : 0o666);
  }
  await chmod(folder, 0o777);
  return folder;
}

const opened = async (folder: string, name: string): Promise<void> => {
  for (const part of ['.', ...(await readdir(join(folder, name), { recursive: true }))]) {
    const path = join(folder, name, part);
    await chmod(path, (await stat(path)).isDirectory() ? 0o777 : 0o666);
  }
};

describe.skipIf(process.platform === 'win32')('somebody without the right to write', { timeout: 60_000 }, () => {
  const rights = [
    ['record-refusal', 'store', 'store-not-writable'],
    ['import', 'store', 'store-not-writable'],
    ['run', 'lists', 'output-not-writable'],
  ] as const;
  test.each(EVERY ? rights : rights.slice(0, 1))(
    'is told so, nothing has changed, and with it it works: %s into %s',
    async (name, where, code) => {
      const folder = await closed(where);
      const before = await state(folder);
      const ended = await limited(folder, given(name), { asAnybody: true });
      expect(ended).toMatchObject({ code: 1, signal: null });
      expect(ended.stderr).toContain(`cannot be written (EACCES) [${code}]\n  next: Give yourself write permission`);
      expect(await state(folder)).toEqual(before);
      await opened(folder, where);
      expect(await limited(folder, given(name), { asAnybody: true })).toMatchObject({ code: 0 });
      expect(await state(folder)).not.toEqual(before);
      await expectSound(folder, before);
    },
  );

  test('a run whose lists are out and whose store is closed says both, and makes up for it the next time', async () => {
    const folder = await closed('store');
    const ended = await limited(folder, given('run'), { asAnybody: true });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('the lists are written, but the run') });
    await opened(folder, 'store');
    expect(await limited(folder, given('run'), { asAnybody: true })).toMatchObject({ code: 0 });
    const expected = await copyOf(nightly);
    await command(expected, given('run'));
    expect(await state(folder)).toEqual(await state(expected));
  });

  test('a source that may not be read stops the run by its name', async () => {
    const folder = await closed('store');
    await chmod(join(folder, 'consents.csv'), 0);
    const ended = await limited(folder, given('run'), { asAnybody: true });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^clearlist: .*consents.*\[source-missing\]\n/m);
  });
});
