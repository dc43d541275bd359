import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAsOf } from '../../../src/model/instant.js';
import { recordTransfers, storedRuns, storedTransfers } from '../../../src/store/ledger.js';
import { openStore } from '../../../src/store/open-store.js';
import { verifyStore } from '../../../src/store/verify-store.js';
import { each } from '../../reliability/each.js';
import { ownTemporaryFolder } from '../../reliability/mortal-command.js';
import { chance, SEED } from '../../setup/drawn-cases.js';
import { day, listingProject, runOnce, writePeople } from './listing-project.js';

/** How many processes die, a fifth of them while taking back and a fifth of them the day before; see `test:transfers`. */
const KILLS = Number(process.env.CLEARLIST_TRANSFER_KILLS ?? 5);
const FIFTH = Math.ceil(KILLS / 5);
const random = chance(SEED);

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const mortal = new URL('../../reliability/mortal.mjs', import.meta.url).href;

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A project in which the next run adds, keeps and takes back; each death happens in a copy of it. */
let before: string;
beforeAll(async () => {
  const people = ['anna', 'bo', 'cia', 'dan'].map((id) => ({ id, email: `${id}@example.se` }));
  const project = await listingProject(people.slice(0, 3));
  const { runId } = await runOnce(project, day(1));
  const answer = {
    destination: 'google',
    audience: 'ads',
    answer: 'added',
    run: runId,
    at: parseAsOf(day(2)),
  } as const;
  await recordTransfers(project.store?.folder ?? '', { answers: [answer] });
  const [anna, ...rest] = people;
  if (anna === undefined) throw new Error('there are four');
  await writePeople(project.folder, [{ ...anna, consent: 'withdrawn' }, ...rest]);
  before = project.folder;
});

async function copy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-killed-'));
  folders.push(folder);
  await cp(before, folder, { recursive: true });
  return folder;
}

async function command(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  const child = spawn(
    process.execPath,
    ['--import', mortal, main, ...args, '--engine', 'memory', '--config', folder, '--quiet'],
    { stdio: 'ignore', env: { ...process.env, ...(await ownTemporaryFolder()), ...env } },
  );
  const [code, signal] = await once(child, 'close');
  return { code, signal };
}

/** What nobody disturbed, and in how many steps. */
async function undisturbed(args: readonly string[]): Promise<{ readonly folder: string; readonly steps: number }> {
  const folder = await copy();
  const file = join(folder, 'steps');
  expect((await command(folder, args, { STEPS: file })).code).toBe(0);
  const steps = Number(await readFile(file, 'utf8'));
  expect(steps).toBeGreaterThan(20);
  return { folder, steps };
}

/** Everything that anybody sees: each folder with its files and their bytes. */
async function visible(folder: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const run of (await readdir(join(folder, 'lists'))).sort())
    for (const name of (await readdir(join(folder, 'lists', run))).sort())
      found[`${run}/${name}`] = await readFile(join(folder, 'lists', run, name), 'utf8');
  return found;
}

/** Everything that is known of the audience and of runs. */
async function known(folder: string): Promise<unknown> {
  const path = join(folder, 'store');
  expect((await verifyStore(path)).problems).toEqual([]);
  const store = await openStore(path);
  const { transfers, answers } = await storedTransfers(store);
  const lines = (all: readonly object[]): readonly string[] => all.map((one) => JSON.stringify(one)).sort();
  return { transfers: lines(transfers), answers: lines(answers), runs: lines(await storedRuns(store)) };
}

/** Nothing that anybody could upload is unknown to the store; what is half written is not seen. */
async function expectNothingUnknown(folder: string): Promise<void> {
  const { transfers, answers } = await storedTransfers(await openStore(join(folder, 'store')));
  const digests = new Set([...transfers, ...answers].flatMap((one) => ('digest' in one ? [one.digest] : [])));
  const folders = (await readdir(join(folder, 'lists'))).filter((name) => /^(removals-)?[0-9a-f]{16}$/.test(name));
  for (const name of folders) {
    for (const file of await readdir(join(folder, 'lists', name))) {
      if (!file.endsWith('.csv')) continue;
      const text = await readFile(join(folder, 'lists', name, file), 'utf8');
      for (const [digest] of text.matchAll(/[0-9a-f]{64}/g)) expect(digests).toContain(`email:${digest}`);
    }
  }
}

describe.skipIf(process.platform === 'win32')('a command that is killed', { timeout: 600_000 }, () => {
  test.each([
    ['run', KILLS - 2 * FIFTH],
    ['removals', FIFTH],
  ])('leaves nothing out that nobody knows of, and done again ends as if undisturbed: %s', async (name, kills) => {
    const args = [name, '--as-of', day(3)];
    const { folder: other, steps } = await undisturbed(args);
    const [seen, held] = [await visible(other), await known(other)];
    await each(kills, async (i) => {
      // Spread over all the steps, and each of them where there are more deaths than steps.
      const step = 1 + (Math.floor((i * steps) / kills) % steps);
      const folder = await copy();
      const death = await command(folder, args, { DIE_AT: `${step} ${i % 2 === 0 ? 'before' : 'during'}` });
      expect({ step, signal: death.signal }).toEqual({ step, signal: 'SIGKILL' });
      await expectNothingUnknown(folder);
      expect({ step, code: (await command(folder, args)).code }).toEqual({ step, code: 0 });
      expect({ step, seen: await visible(folder), held: await known(folder) }).toEqual({ step, seen, held });
    });
  });

  test('leaves the next day’s run with the same files', async () => {
    const { folder: other, steps } = await undisturbed(['run', '--as-of', day(3)]);
    const next = async (folder: string): Promise<readonly (readonly [string, string])[]> => {
      expect((await command(folder, ['run', '--as-of', day(4)])).code).toBe(0);
      const files = Object.entries(await visible(folder));
      const manifests = files.filter(([name, text]) => name.endsWith('manifest.json') && text.includes(day(4)));
      const run = manifests[0]?.[0].split('/')[0] ?? '';
      return files.flatMap(([name, text]) =>
        name.startsWith(run) && name.endsWith('.csv') ? [[name.slice(17), text] as const] : [],
      );
    };
    const expected = await next(other);
    expect(expected.map(([name]) => name)).toEqual(['ads.add.csv', 'ads.remove.csv']);
    await each(FIFTH, async (i) => {
      const step = 1 + Math.floor(((i + random()) * steps) / FIFTH);
      const folder = await copy();
      await command(folder, ['run', '--as-of', day(3)], { DIE_AT: `${step} during` });
      expect({ step, files: await next(folder) }).toEqual({ step, files: expected });
    });
  });
});
