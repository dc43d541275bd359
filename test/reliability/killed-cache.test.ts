import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AS_OF, CachedProject } from '../runs/cached-project.js';
import { chance, SEED } from '../setup/drawn-cases.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How many runs die; see `npm run test:kills`. */
const KILLS = Math.max(1, Number(process.env.CLEARLIST_COMMAND_KILLS ?? 1));
const random = chance(SEED);

/** So many entries may say something of a file, and hold no table: those of purchases and events. */
const FILES_KNOWN = 2;

/** Enough for several tables, each in a file of its own. */
const FILES = {
  people: ['id,email,country', ...Array.from({ length: 40 }, (_, i) => `p${i},p${i}@example.se,SE`)],
  purchases: [
    'person,at,amount,category',
    ...Array.from({ length: 200 }, (_, i) => `p${i % 40},2026-03-0${1 + (i % 9)}T10:00:00Z,${10 * (i % 17)},fuel`),
  ],
  events: ['person,at,type', ...Array.from({ length: 40 }, (_, i) => `p${i},2026-03-09T23:30:00Z,app_open`)],
  consents: ['person,at,evidence', ...Array.from({ length: 30 }, (_, i) => `p${i},2025-01-01T00:00:00Z,e${i}`)],
  objections: ['person,email,at', ',p3@example.se,2026-03-01T10:00:00Z'],
};

const started = ({ folder }: CachedProject) =>
  spawn(process.execPath, [main, 'run', '--as-of', AS_OF, '--config', folder], { cwd: folder, stdio: 'ignore' });

/** Dies so long after the first table is being written. Units: milliseconds. */
async function killedAfter(project: CachedProject, delay: number): Promise<void> {
  const child = started(project);
  const ended = once(child, 'close');
  const isWriting = async (): Promise<boolean> => (await project.entries()).length > 0;
  while (child.exitCode === null && !(await isWriting())) await sleep(5);
  await sleep(delay);
  child.kill('SIGKILL');
  await ended;
}

test('a run that is killed while it writes the cache leaves nothing that a later run would trust', {
  timeout: 600_000,
}, async () => {
  const project = await CachedProject.make(FILES);
  const cold = await project.run({ cache: false });
  for (let i = 0; i < KILLS; i += 1) {
    await rm(project.cache, { recursive: true, force: true });
    await rm(join(project.folder, 'lists'), { recursive: true, force: true });
    await killedAfter(project, KILLS === 1 ? 0 : random() * 600);
    const left = await project.entries();
    const again = await project.run();
    expect(again.notices).toEqual([]);
    expect(again.files).toEqual(cold.files);
    const entries = await project.entries();
    // What was being written is gone, and what was whole stays and is not worked out again: it is used, or what came of it.
    expect(entries.filter((name) => name.startsWith('.'))).toEqual([]);
    const whole = left.filter((name) => !name.startsWith('.'));
    expect(entries).toEqual(expect.arrayContaining(whole));
    expect(new Set(entries.map((name) => name.split('-')[0])).size).toBe(entries.length);
    if (whole.length > FILES_KNOWN) expect(again.hits).toBeGreaterThan(0);
    expect((await project.members('buyers')).notices).toEqual([]);
  }
});
