import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishRun } from '../../src/export/publish-run.js';
import { listManifestSchema, writeList } from '../../src/export/single-list.js';
import { sha256 } from '../../src/identity/digest.js';
import { SEED } from '../setup/drawn-cases.js';
import { campaign, listOf, people, runOf } from './cleared-lists.js';
import { bytesBelow, encryptedRunOf } from './encrypted-runs.js';
import { expectOnlyWholeRuns, namesIn, scratch } from './scratch.js';

let program: string;

/** Few, where a step is a step; more than one block, where the process should die while writing. */
const ROWS = '50';
const MANY_ROWS = 10_000;

/** Every step and twenty moments with `npm run test:kills`; without, some of them, spread over all. */
const ALL = process.env.CLEARLIST_KILLS !== undefined;
const EVERY = ALL ? 1 : 3;
const MOMENTS = ALL ? 20 : 6;

/** One file without a loader: a process is up in a tenth of a second, so that many can die. */
beforeAll(async () => {
  const outDir = await scratch();
  await build({
    entry: [fileURLToPath(new URL('killed-process.ts', import.meta.url))],
    outDir,
    format: 'cjs',
    noExternal: [/./],
    splitting: false,
    config: false,
    silent: true,
  });
  program = join(outDir, (await namesIn(outDir))[0] ?? '');
});

interface Death {
  /** `null` where the process ended by itself. */
  readonly signal: string | null;
  /** How many calls changed the output; 0 where it did not get to the end. */
  readonly steps: number;
  /** From the start of the work to the end of the process. */
  readonly milliseconds: number;
}

async function run(args: readonly string[], killAfterMs?: number): Promise<Death> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  let ready = 0;
  child.stdout.on('data', (text) => {
    printed += text;
    if (ready !== 0) return;
    ready = performance.now();
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  const [code, signal] = await once(child, 'close');
  expect(code ?? 0).toBe(0);
  return { signal, steps: Number(printed.split('\n')[1] ?? 0), milliseconds: performance.now() - ready };
}

/** Two at a time: more would only wait for each other. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/** Steps of the work, counted in a run that nobody kills; another third of them for each seed. */
async function stepsOf(what: string, atLeast: number): Promise<readonly number[]> {
  const { steps } = await run([what, await scratch(), ROWS]);
  expect(steps).toBeGreaterThanOrEqual(atLeast);
  const first = 1 + (SEED % EVERY);
  return Array.from({ length: Math.ceil((steps + 1 - first) / EVERY) }, (_, index) => first + index * EVERY);
}

async function expectNextRunToTidy(output: string, rows: number): Promise<void> {
  await expectOnlyWholeRuns(output);
  const { manifest } = await publishRun(runOf(output, rows, 3));
  expect(await namesIn(output)).toEqual([manifest.runId]);
  await expectOnlyWholeRuns(output);
}

describe.skipIf(process.platform === 'win32')(
  'a run that is killed is complete or invisible, and the next one tidies',
  () => {
    test('at every step', async () => {
      await each(await stepsOf('publish', 16), async (step) => {
        const output = await scratch();
        const moment = step % 2 === 0 ? 'before' : 'during';
        expect((await run(['publish', output, ROWS, String(step), moment])).signal).toBe('SIGKILL');
        await expectNextRunToTidy(output, Number(ROWS));
      });
    });

    test('an encrypted list has never stood there plain, whenever the process died', async () => {
      await each(await stepsOf('publish-encrypted', 16), async (step) => {
        const output = await scratch();
        expect((await run(['publish-encrypted', output, ROWS, String(step), 'during'])).signal).toBe('SIGKILL');
        expect((await bytesBelow(output)).includes('example.se')).toBe(false);
        const { manifest } = await publishRun(encryptedRunOf(output, Number(ROWS), 3));
        expect(await namesIn(output)).toEqual([manifest.runId]);
        await expectOnlyWholeRuns(output);
      });
    });

    test(`at ${MOMENTS} moments`, async () => {
      const { milliseconds } = await run(['publish', await scratch(), String(MANY_ROWS)]);
      const moments = Array.from({ length: MOMENTS }, (_, index) => (milliseconds * index) / MOMENTS);
      let killed = 0;
      await each(moments, async (moment) => {
        const output = await scratch();
        if ((await run(['publish', output, String(MANY_ROWS)], moment)).signal === 'SIGKILL') killed += 1;
        await expectNextRunToTidy(output, MANY_ROWS);
      });
      expect(killed).toBeGreaterThan(0);
    });

    test('two processes at once publish one run', async () => {
      const output = await scratch();
      await Promise.all([run(['publish', output, ROWS]), run(['publish', output, ROWS])]);
      expect(await namesIn(output)).toHaveLength(1);
      await expectOnlyWholeRuns(output);
    });
  },
);

describe.skipIf(process.platform === 'win32')('a single list never stands without its manifest', () => {
  test('whenever the process that replaces it is killed', async () => {
    const before = await scratch();
    await writeList(listOf(campaign('c'), people(2)), join(before, 'list.csv'));
    await each(await stepsOf('write', 5), async (step) => {
      const output = await scratch();
      await cp(before, output, { recursive: true });
      expect((await run(['write', output, ROWS, String(step), 'before'])).signal).toBe('SIGKILL');
      await expectWholeOrNoList(output);
      await writeList(listOf(campaign('c'), people(1)), join(output, 'list.csv'));
      expect(await namesIn(output)).toEqual(['list.csv', 'list.csv.manifest.json']);
      await expectWholeOrNoList(output);
    });
  });
});

async function expectWholeOrNoList(folder: string): Promise<void> {
  const file = join(folder, 'list.csv');
  if (!existsSync(file)) return;
  const manifest = listManifestSchema.parse(JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')));
  expect(manifest.campaign.files[0]?.sha256).toBe(sha256(await readFile(file, 'utf8')));
}
