import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { beforeAll, describe, expect, test } from 'vitest';
import { readHead } from '../../src/store/head.js';
import { migrateStore } from '../../src/store/migrate-store.js';
import { kindLines } from '../../src/store/parts.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { chance, SEED } from '../setup/drawn-cases.js';
import { add, held } from './held.js';
import { newStore, scratch } from './scratch.js';
import { migrationSteps, TARGET } from './test-migrations.js';

/** How many processes die of each kind; more with `npm run test:kills`. */
const KILLS = Number(process.env.CLEARLIST_KILLS ?? 2);
const random = chance(SEED);

let program: string;

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
  program = join(outDir, (await readdir(outDir))[0] ?? '');
});

interface Death {
  readonly signal: string | null;
  readonly acknowledged: readonly string[];
  readonly steps: number;
  readonly errors: readonly string[];
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
  const [, signal] = await once(child, 'close');
  const said = (word: string): readonly string[] =>
    printed.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  return {
    signal,
    acknowledged: said('done'),
    steps: Number(said('steps')[0] ?? 0),
    errors: said('error'),
    milliseconds: performance.now() - ready,
  };
}

/** Every batch that was acknowledged is whole and once there; any other is whole or not there; and work goes on. */
async function expectWhole(folder: string, acknowledged: readonly string[]): Promise<void> {
  expect((await verifyStore(folder)).problems).toEqual([]);
  for (const kind of ['objection', 'opt_out'] as const) {
    const lines = await held(folder, kind);
    expect(new Set(lines).size).toBe(lines.length);
    const batches = new Set(lines.map((line) => line.replace(/-[xyz]$/, '')));
    for (const batch of batches) for (const letter of 'xyz') expect(lines).toContain(`${batch}-${letter}`);
    for (const batch of acknowledged) expect(batches).toContain(batch);
  }
  expect([...(await held(folder, 'opt_out'))].sort()).toEqual([...(await held(folder))].sort());
  await add(folder, 'afterwards');
  expect((await held(folder)).filter((line) => line === 'afterwards')).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => name.startsWith('.tmp') || name.startsWith('lock-'))).toEqual([]);
}

/** Moments spread over the time that the work takes, and everywhere between. */
const moments = (milliseconds: number): readonly number[] =>
  Array.from({ length: KILLS }, (_, i) => (milliseconds * (i + random())) / KILLS);

describe.skipIf(process.platform === 'win32')('a store whose writer is killed', { timeout: 600_000 }, () => {
  test('holds every acknowledged refusal once, whenever it dies while importing and compacting', async () => {
    const { milliseconds } = await run(['add', await newStore(), 'a']);
    let killed = 0;
    for (const moment of moments(milliseconds)) {
      const folder = await newStore();
      const death = await run(['add', folder, 'a'], moment);
      if (death.signal === 'SIGKILL') killed += 1;
      await expectWhole(folder, death.acknowledged);
    }
    expect(killed).toBeGreaterThan(0);
  });

  test('does so at single steps, before and during each', async () => {
    const { steps } = await run(['add', await newStore(), 'a']);
    expect(steps).toBeGreaterThan(100);
    for (let i = 0; i < KILLS; i += 1) {
      const step = 1 + Math.floor(((i + random()) * steps) / KILLS);
      const folder = await newStore();
      const death = await run(['add', folder, 'a', String(step), i % 2 === 0 ? 'before' : 'during']);
      expect(death.signal).toBe('SIGKILL');
      await expectWhole(folder, death.acknowledged);
    }
  });

  test('does so with two who write at once, of whom one dies', async () => {
    const folder = await newStore();
    const [one, other] = await Promise.all([run(['add', folder, 'a']), run(['add', folder, 'b'])]);
    expect([one.acknowledged.length, other.acknowledged.length]).toEqual([12, 12]);
    await expectWhole(folder, [...one.acknowledged, ...other.acknowledged]);
    for (const moment of moments(one.milliseconds)) {
      const shared = await newStore();
      const [dying, living] = await Promise.all([run(['add', shared, 'a'], moment), run(['add', shared, 'b'])]);
      expect(living.errors).toEqual([]);
      await expectWhole(shared, [...dying.acknowledged, ...living.acknowledged]);
    }
  });

  test('has every line in one version, whenever it dies while migrating', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
    const filled = async (): Promise<string> => {
      const folder = await newStore();
      await add(folder, ...lines);
      return folder;
    };
    const { milliseconds } = await run(['migrate', await filled(), 'a']);
    for (const moment of moments(milliseconds)) {
      const folder = await filled();
      await run(['migrate', folder, 'a'], moment);
      const expectVersion = async (): Promise<number> => {
        const head = await readHead(folder);
        const found: string[] = [];
        for await (const batch of kindLines(folder, head, 'objection')) found.push(...batch);
        expect(found).toEqual(lines.map((line) => line + '!'.repeat(head.version - 1)));
        return head.version;
      };
      await expectVersion();
      await migrateStore(folder, {}, migrationSteps, TARGET);
      expect(await expectVersion()).toBe(TARGET);
    }
  });
});

describe.skipIf(process.platform === 'win32')('a store on a full disk', { timeout: 600_000 }, () => {
  test('says so, keeps what it had, and goes on when there is room', async () => {
    const { steps } = await run(['add', await newStore(), 'a']);
    for (let i = 0; i < KILLS; i += 1) {
      const step = 1 + Math.floor(((i + random()) * steps) / KILLS);
      const folder = await newStore();
      const full = await run(['add', folder, 'a', String(step), 'full']);
      // Taking its own lock away is tried twice; every other step that fails is said.
      if (full.errors.length === 0) expect({ step, done: full.acknowledged.length }).toEqual({ step, done: 12 });
      else expect({ step, errors: full.errors }).toEqual({ step, errors: ['store-not-writable'] });
      await expectWhole(folder, full.acknowledged);
    }
  });
});
