import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../src/campaign/engine.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { acknowledgeSent } from '../../src/runs/acknowledge-sent.js';
import { decideLines, projectLedger } from '../../src/runs/decide-lines.js';
import { importRecords } from '../../src/runs/import-records.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { planSegment } from '../../src/runs/plan-segment.js';
import { recheckProject } from '../../src/runs/recheck-project.js';
import { runProject } from '../../src/runs/run-project.js';
import { verifyProject } from '../../src/runs/verify-project.js';
import { sql } from '../../src/sql/fragment.js';
import { scratch } from '../cli/command.js';
import {
  copyOf,
  day,
  type Nightly,
  nightlyProject,
  storedLines,
  THIRD,
  visibleLists,
} from '../reliability/nightly-project.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const INTERRUPTED = { name: 'ClearlistError', code: 'interrupted' };

let nightly: Nightly;
const tmp = process.env.TMPDIR;
beforeEach(async () => {
  nightly ??= await nightlyProject();
  // Spilled rows and copies go here, so that what is left of them is seen.
  process.env.TMPDIR = scratch();
});
afterEach(() => {
  if (tmp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = tmp;
});

/** Works on an engine that is told to stop at a stage; which stages there were. */
async function stoppedAt(
  stop: (stage: string) => boolean,
  project: Project,
  use: 'memory' | 'duckdb',
  work: (engine: Engine) => Promise<unknown>,
): Promise<readonly string[]> {
  const controller = new AbortController();
  const engine = openEngine(project, { engine: use, signal: controller.signal });
  const stages: string[] = [];
  engine.onProgress = (stage) => {
    stages.push(stage);
    if (stop(stage)) controller.abort();
  };
  try {
    await work(engine);
  } finally {
    await engine.close();
  }
  return stages;
}

const works: Readonly<Record<string, (project: Project, engine: Engine) => Promise<unknown>>> = {
  run: (project, engine) => runProject(project, engine, { asOf: THIRD }),
  plan: (project, engine) => planProject(project, engine, { asOf: THIRD }),
  recheck: (project, engine) =>
    recheckProject(project, engine, join(project.output, nightly.runs[1]), { asOf: day(11) }),
  verify: (project, engine) => verifyProject(project, engine, { asOf: day(11) }),
  segment: (project, engine) => planSegment(project, engine, { asOf: THIRD, segment: 'everybody' }),
  ledger: (project, engine) => projectLedger(project, engine, THIRD),
};

const state = async (folder: string) => ({ lists: await visibleLists(folder), store: await storedLines(folder) });

async function expectNothingLeft(folder: string, before: Awaited<ReturnType<typeof state>>): Promise<void> {
  expect(await state(folder)).toEqual(before);
  expect((await readdir(join(folder, 'lists'))).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(await spilled()).toEqual([]);
}

/** What keeps rows that do not fit into memory, and copies of sources, as long as a command works. */
const spilled = async (): Promise<readonly string[]> =>
  (await readdir(process.env.TMPDIR ?? '')).filter((name) => /^clearlist-(spill|copies)-/.test(name));

test.each(Object.keys(works))('whatever is told to stop leaves nothing, at every stage: %s', async (name) => {
  const work = works[name] ?? (() => Promise.reject());
  const done = await loadProject(await copyOf(nightly));
  const stages = await stoppedAt(
    () => false,
    done,
    'memory',
    (engine) => work(done, engine),
  );
  const project = await loadProject(await copyOf(nightly));
  const before = await state(project.folder);
  for (const stage of new Set(stages)) {
    const stopped = stoppedAt(
      (one) => one === stage,
      project,
      'memory',
      (engine) => work(project, engine),
    );
    await expect(stopped, stage).rejects.toMatchObject(INTERRUPTED);
  }
  await expectNothingLeft(project.folder, before);
});

test('on DuckDB too, between statements and within one', async () => {
  const project = await loadProject(await copyOf(nightly));
  const before = await state(project.folder);
  const run = (engine: Engine) => runProject(project, engine, { asOf: THIRD });
  const later = (stage: string): boolean => stage === 'decide';
  await expect(stoppedAt(later, project, 'duckdb', run)).rejects.toMatchObject(INTERRUPTED);
  await expectNothingLeft(project.folder, before);
  const controller = new AbortController();
  const session = await Session.open({ signal: controller.signal });
  const endless = session.rows(sql`select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b`);
  setTimeout(() => controller.abort(), 30);
  await expect(endless).rejects.toMatchObject(INTERRUPTED);
  await expect(session.rows(sql`select 1`)).rejects.toMatchObject(INTERRUPTED);
  session.close();
  expect(await spilled()).toEqual([]);
});

test('what works without an engine takes the signal itself', async () => {
  const project = await loadProject(await copyOf(nightly));
  const before = await state(project.folder);
  const signal = AbortSignal.abort();
  const file = join(project.folder, 'unsubscribes.csv');
  const taken = importRecords(project, { as: 'opt_outs', file, source: 'unsubscribes', signal });
  await expect(taken).rejects.toMatchObject(INTERRUPTED);
  const said = acknowledgeSent(project, join(project.output, nightly.runs[1]), { at: day(11), signal });
  await expect(said).rejects.toMatchObject(INTERRUPTED);
  const answers = decideLines(['{}'], { policy: project.policy, asOf: THIRD, signal });
  await expect(answers.next()).rejects.toMatchObject(INTERRUPTED);
  await expectNothingLeft(project.folder, before);
});

test('a command that is interrupted stops where it is, says so and ends with 130', async () => {
  const folder = await copyOf(nightly);
  const before = await state(folder);
  const args = ['run', '--as-of', THIRD, '--engine', 'memory', '--verbose', '--config', folder];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    // The first stage: the engine is at work.
    if (stderr === '') child.kill('SIGINT');
    stderr += chunk;
  });
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(stderr).toContain('[interrupted]');
  await expectNothingLeft(folder, before);
});
