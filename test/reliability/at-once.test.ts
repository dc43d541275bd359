import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyFiles } from '../../src/export/verify-files.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { command, type Ended, type Given } from './mortal-command.js';
import { copyOf, day, type Nightly, nightlyProject, storedLines, THIRD, visibleLists } from './nightly-project.js';

/** How often each pair meets; see `npm run test:kills`. */
const MEETINGS = Number(process.env.CLEARLIST_MEETINGS ?? 1);

let nightly: Nightly;
beforeAll(async () => {
  nightly = await nightlyProject();
});

const run = (asOf: string): Given => ({ args: ['run', '--as-of', asOf, '--no-report'] });
const taken: Given = { args: ['import', '--as', 'opt_outs', 'unsubscribes.csv', '--source', 'unsubscribes'] };
const sent = (at: string): Given => ({ args: ['sent', join('lists', nightly.runs[1]), '--at', at] });

const runFolders = async (folder: string): Promise<readonly string[]> => [
  ...new Set(Object.keys(await visibleLists(folder)).map((path) => path.split('/')[0] ?? '')),
];

/** Two commands at once in one project; both stand on what the other left whole. */
async function together(
  one: Given,
  other: Given,
): Promise<{ readonly folder: string; readonly ended: readonly Ended[] }> {
  const folder = await copyOf(nightly);
  const ended = await Promise.all([command(folder, one), command(folder, other)]);
  expect((await verifyStore(join(folder, 'store'))).problems).toEqual([]);
  for (const name of await runFolders(folder)) expect(await verifyFiles(join(folder, 'lists', name))).toEqual([]);
  return { folder, ended };
}

const codes = (ended: readonly Ended[]): readonly (number | null)[] => ended.map(({ code }) => code);

describe.each(Array.from({ length: MEETINGS }, (_, i) => i))('two at once, time %i', () => {
  test('a run and an import: both are done, and the refusals count from the next run on', async () => {
    const { folder, ended } = await together(run(THIRD), taken);
    expect(codes(ended)).toEqual([0, 0]);
    expect(await storedLines(folder)).toMatchObject({ opt_out: { length: 2 }, run: { length: 3 } });
    expect(await runFolders(folder)).toHaveLength(3);
  });
});

/** Pairs that meet in `npm run test:kills` only: each takes two processes. */
const more = MEETINGS === 1 ? [] : Array.from({ length: MEETINGS }, (_, i) => i);

for (const i of more) {
  describe(`two of a kind at once, time ${i}`, () => {
    test('the same run: one writes it, the other finds it, and it is recorded once', async () => {
      const { folder, ended } = await together(run(THIRD), run(THIRD));
      expect(codes(ended)).toEqual([0, 0]);
      expect(await runFolders(folder)).toHaveLength(3);
      expect((await storedLines(folder)).run).toHaveLength(3);
    });

    test('runs as of different times: both are there', async () => {
      const { folder, ended } = await together(run(THIRD), run(day(18)));
      expect(codes(ended)).toEqual([0, 0]);
      expect(await runFolders(folder)).toHaveLength(4);
      expect((await storedLines(folder)).run).toHaveLength(4);
    });

    test('the same list sent: everybody has one contact', async () => {
      const { folder, ended } = await together(sent(day(11)), sent(day(11)));
      expect(codes(ended)).toEqual([0, 0]);
      expect((await storedLines(folder)).contact).toHaveLength(4);
    });

    test('the same list sent at two times: one is refused, because it would count twice', async () => {
      const { folder, ended } = await together(sent(day(11)), sent(day(12)));
      expect([...codes(ended)].sort()).toEqual([0, 1]);
      expect(ended.map(({ stderr }) => stderr).join('')).toContain('[input-invalid]');
      expect((await storedLines(folder)).contact).toHaveLength(4);
    });

    test('retention and a run: what is removed is old, and the run is there', async () => {
      const { folder, ended } = await together(run(THIRD), { args: ['clean'] });
      expect(codes(ended)).toEqual([0, 0]);
      expect(await runFolders(folder)).not.toContain(nightly.runs[0]);
      expect((await storedLines(folder)).run).toHaveLength(3);
    });
  });
}
