import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { cleanLists } from '../../src/runs/clean-lists.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { recheckProject } from '../../src/runs/recheck-project.js';
import { runProject } from '../../src/runs/run-project.js';
import { verifyProject } from '../../src/runs/verify-project.js';
import { readAudit } from '../../src/store/audit.js';
import { openStore } from '../../src/store/open-store.js';
import { storeProject } from './store-project.js';

async function on<T>(project: Project, work: (engine: ReturnType<typeof openEngine>) => Promise<T>): Promise<T> {
  const engine = openEngine(project, { engine: 'memory' });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const run = async (project: Project, asOf: string) =>
  (await on(project, (engine) => runProject(project, engine, { asOf }))).runId;

/** A project whose lists are kept for so many days, and may be sent for a week. */
async function keeping(days: number): Promise<Project> {
  const { file } = await storeProject();
  const config = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...config, release: { keepListsForDays: days } }));
  return loadProject(file);
}

const logged = async ({ store }: Project) => {
  const { folder, head } = await openStore(store?.folder ?? '');
  return (await readAudit(folder, head.audit)).filter(({ action }) => action === 'remove_lists');
};

test('lists go at their age, with their rechecks; what is younger, the latest run and anything else stay', async () => {
  const project = await keeping(10);
  const first = await run(project, '2026-03-01T10:00:00Z');
  const path = join(project.output, first);
  const recheck = await on(project, (engine) =>
    recheckProject(project, engine, path, { asOf: '2026-03-01T11:00:00Z' }),
  );
  const second = await run(project, '2026-03-05T10:00:00Z');
  await mkdir(join(project.output, 'notes'));
  await mkdir(join(project.output, 'f'.repeat(16)));
  expect(await cleanLists(project, { asOf: '2026-03-11T10:00:00Z' })).toMatchObject({ removed: [] });
  const done = await cleanLists(project, { asOf: '2026-03-11T11:00:00.001Z' });
  const names = [first, recheck.folder.split('/').at(-1)];
  expect(done).toEqual({ olderThanDays: 10, removed: names, unreadable: ['f'.repeat(16)] });
  expect((await readdir(project.output)).sort()).toEqual([second, 'f'.repeat(16), 'notes'].sort());
  expect(await logged(project)).toMatchObject([{ olderThanDays: 10, folders: names }]);
  expect(await cleanLists(project, { asOf: '2027-03-11T10:00:00Z' })).toMatchObject({ removed: [] });
  expect(await logged(project)).toHaveLength(1);
  const verified = await on(project, (engine) =>
    verifyProject(project, engine, { asOf: '2026-03-11T12:00:00Z', folders: [join(project.output, second)] }),
  );
  expect(verified).toMatchObject({ sound: true });
});

test('what may still be sent is kept, however short lists are kept', async () => {
  const project = await keeping(1);
  const first = await run(project, '2026-03-01T10:00:00Z');
  await run(project, '2026-03-02T10:00:00Z');
  expect(await cleanLists(project, { asOf: '2026-03-08T10:00:00Z' })).toMatchObject({ removed: [] });
  expect(await cleanLists(project, { asOf: '2026-03-08T10:00:00.001Z' })).toMatchObject({ removed: [first] });
});

test('a project that does not say how long lists are kept keeps them', async () => {
  const project = await storeProject();
  await expect(cleanLists(project, { asOf: '2027-03-01T10:00:00Z' })).rejects.toMatchObject({
    code: 'project-invalid',
  });
});
