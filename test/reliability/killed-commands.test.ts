import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyFiles } from '../../src/export/verify-files.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { chance, SEED } from '../setup/drawn-cases.js';
import { each } from './each.js';
import { exposed, tracedCalls } from './exposed.js';
import { command, type Given } from './mortal-command.js';
import { copyOf, day, type Nightly, nightlyProject, storedLines, THIRD, visibleLists } from './nightly-project.js';

/** How many processes die at each command; see `npm run test:kills`. */
const KILLS = Number(process.env.CLEARLIST_COMMAND_KILLS ?? 0);
const random = chance(SEED);

/** What changes a disk, as the nightly job and customer service do it. */
const commands: Readonly<Record<string, (nightly: Nightly) => Given>> = {
  run: () => ({ args: ['run', '--as-of', THIRD] }),
  'run --plan': ({ plan }) => ({ args: ['run', '--as-of', THIRD, '--plan', plan, '--approved-by', 'Anna Berg'] }),
  import: () => ({ args: ['import', '--as', 'opt_outs', 'unsubscribes.csv', '--source', 'unsubscribes'] }),
  'record-refusal': () => ({
    args: ['record-refusal', '--scope', 'all_marketing', '--received-at', day(12), '--no-look-up'],
    input: 'p2\n',
  }),
  recheck: ({ runs }) => ({ args: ['recheck', join('lists', runs[1]), '--as-of', day(11)] }),
  sent: ({ runs }) => ({ args: ['sent', join('lists', runs[1]), '--at', day(11)] }),
  clean: () => ({ args: ['clean'] }),
};

let nightly: Nightly;
beforeAll(async () => {
  nightly = await nightlyProject();
});

/** What anybody sees and what is known afterwards. */
const state = async (folder: string) => ({ lists: await visibleLists(folder), store: await storedLines(folder) });

/** Whatever moment it died at: lists are whole, the store and its chain are sound, and nothing known was lost. */
async function expectNothingHalf(folder: string, before: Awaited<ReturnType<typeof state>>): Promise<void> {
  const { lists, store } = await state(folder);
  for (const run of new Set(Object.keys(lists).map((path) => path.split('/')[0] ?? ''))) {
    if (!run.includes('-recheck-')) expect(await verifyFiles(join(folder, 'lists', run))).toEqual([]);
    expect(Object.keys(lists).filter((path) => path.startsWith(`${run}/`) && path.endsWith('.json'))).toHaveLength(1);
  }
  expect((await verifyStore(join(folder, 'store'))).problems).toEqual([]);
  for (const [kind, lines] of Object.entries(before.store)) {
    expect(store[kind as keyof typeof store]).toEqual(expect.arrayContaining([...lines]));
  }
  // Both refusals of the file, or neither.
  expect([undefined, 2]).toContain(store.opt_out?.length);
}

const names = Object.keys(commands);
const killed = KILLS === 0 ? ['import'] : names;

describe.skipIf(process.platform === 'win32')('a command that is killed', { timeout: 600_000 }, () => {
  test.each(killed)('leaves nothing half, loses nothing, and done again ends as if undisturbed: %s', async (name) => {
    const given = commands[name]?.(nightly) ?? { args: [] };
    const before = await state(nightly.folder);
    const other = await copyOf(nightly);
    const file = join(other, 'steps');
    const trace = join(other, 'trace');
    expect(await command(other, given, { STEPS: file, TRACE: trace })).toMatchObject({ code: 0 });
    expect(exposed(await tracedCalls(trace))).toEqual([]);
    const steps = Number(await readFile(file, 'utf8'));
    const expected = await state(other);
    expect(expected).not.toEqual(before);
    const deaths = Math.max(1, KILLS);
    await each(deaths, async (i) => {
      // A death in each stretch of the command: over many, at every step of it.
      const step = 1 + Math.floor(((i + random()) * steps) / deaths);
      const folder = await copyOf(nightly);
      const death = await command(folder, given, { DIE_AT: `${step} ${i % 2 === 0 ? 'before' : 'during'}` });
      expect({ step, signal: death.signal }).toEqual({ step, signal: 'SIGKILL' });
      await expectNothingHalf(folder, before);
      expect({ step, ...(await command(folder, given)) }).toMatchObject({ step, code: 0 });
      expect({ step, state: await state(folder) }).toEqual({ step, state: expected });
    });
  });

  test('would be noticed if it synced nothing, or wrote where it renames', async () => {
    const given = commands.import?.(nightly) ?? { args: [] };
    const whole = await copyOf(nightly);
    const trace = join(whole, 'trace');
    const FAULT = 'no-sync no-rename';
    expect(await command(whole, given, { TRACE: trace, FAULT })).toMatchObject({ code: 0 });
    const calls = await tracedCalls(trace);
    expect(exposed(calls)).not.toEqual([]);
    const emptied = calls.findIndex(([name, path]) => name === 'writeFile' && path.endsWith(join('store', 'HEAD')));
    const folder = await copyOf(nightly);
    await command(folder, given, { DIE_AT: `${emptied + 2} before`, FAULT });
    await expect(expectNothingHalf(folder, await state(nightly.folder))).rejects.toMatchObject({
      code: 'store-damaged',
    });
  });
});
