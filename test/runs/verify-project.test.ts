import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { recheckProject } from '../../src/runs/recheck-project.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { writeReport } from '../../src/runs/run-page.js';
import { type PublishedSummary, runProject } from '../../src/runs/run-project.js';
import { type ProjectVerification, type VerifyOptions, verifyProject } from '../../src/runs/verify-project.js';
import { AUDIT } from '../../src/store/audit.js';
import { storeProject } from './store-project.js';

const AS_OF = '2026-03-03T10:00:00Z';
const LATER = '2026-03-04T10:00:00Z';

async function on<T>(project: Project, work: (engine: ReturnType<typeof openEngine>) => Promise<T>): Promise<T> {
  const engine = openEngine(project, { engine: 'memory' });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const run = (project: Project, asOf = AS_OF): Promise<PublishedSummary> =>
  on(project, (engine) => runProject(project, engine, { asOf }));
const verify = (project: Project, options: Partial<VerifyOptions> = {}): Promise<ProjectVerification> =>
  on(project, (engine) => verifyProject(project, engine, { asOf: LATER, ...options }));

/** Three persons with a consent to e-mail, a run of them, and a campaign without ids beside the letter. */
async function published(): Promise<{ readonly project: Project; readonly made: PublishedSummary }> {
  const { file, folder } = await storeProject();
  const config = JSON.parse(await readFile(file, 'utf8')) as { sources: object; campaigns: { news: object } };
  await writeFile(join(folder, 'consents.csv'), 'id\np1\np2\np3\n');
  const consents = {
    kind: 'permission',
    path: 'consents.csv',
    columns: { profileId: 'id' },
    constants: {
      controller: 'okq8',
      purpose: 'direct_marketing',
      channel: 'email',
      state: 'given',
      origin: 'data_subject',
      evidence: 'form',
      occurredAt: '2026-01-01T00:00:00Z',
    },
  };
  const campaigns = { ...config.campaigns, nameless: { ...config.campaigns.news, columns: ['address'] } };
  await writeFile(file, JSON.stringify({ ...config, sources: { ...config.sources, consents }, campaigns }));
  const project = await loadProject(file);
  return { project, made: await run(project) };
}

test('everything as it was written is sound, and says in which lists nobody can be found', async () => {
  const { project, made } = await published();
  const found = await verify(project);
  expect(found).toMatchObject({ sound: true, suppressed: 0, gone: [], store: { problems: [] } });
  expect(found.runs).toMatchObject([{ runId: made.runId, valid: true, problems: [] }]);
  expect(found.runs[0]?.lists).toEqual([{ campaign: 'news', name: 'news.csv', before: 2, dropped: 0, reasons: [] }]);
  expect(found.runs[0]?.unseen.map(({ at }) => basename(at ?? ''))).toEqual(['nameless.csv']);
});

test('who must not be contacted any more is counted, as long as the list may be sent', async () => {
  const { project } = await published();
  await recordRefusal(project, { person: { profileId: 'p2' }, scopes: ['email'], receivedAt: LATER });
  const found = await verify(project);
  expect(found).toMatchObject({ sound: false, suppressed: 1 });
  expect(found.runs[0]?.lists).toMatchObject([{ dropped: 1, reasons: [{ code: 'CHANNEL_OPT_OUT', rows: 1 }] }]);
  expect(found.runs[0]?.problems).toEqual([]);
  // A week after as-of nobody may send it; then only the files are looked at.
  expect(await verify(project, { asOf: '2026-03-10T10:00:00Z' })).toMatchObject({ suppressed: 1 });
  const old = await verify(project, { asOf: '2026-03-10T10:00:00.001Z' });
  expect(old).toMatchObject({ sound: true, suppressed: 0, runs: [{ valid: false, lists: [] }] });
  expect(await verify(project, { filesOnly: true })).toMatchObject({ sound: true, runs: [{ valid: true, lists: [] }] });
});

type Damage = (made: PublishedSummary, project: Project) => Promise<unknown>;

test.each<[string, Damage, RegExp]>([
  [
    'a row in a list',
    ({ folder }) => appendFile(join(folder, 'news.csv'), 'x,x@example.se\r\n'),
    /the file is changed/,
  ],
  ['a list that is gone', ({ folder }) => rm(join(folder, 'news.csv')), /the file is missing/],
  ['a file that nobody wrote', ({ folder }) => writeFile(join(folder, 'more.csv'), ''), /the file is unexpected/],
  ['a manifest that is none', ({ folder }) => writeFile(join(folder, 'manifest.json'), '{}'), /no manifest of a run/],
  [
    'another manifest that fits the files',
    async ({ folder }) => {
      const path = join(folder, 'manifest.json');
      await writeFile(path, (await readFile(path, 'utf8')).replace('"canaries": 0', '"canaries": 1'));
    },
    /not the one that the store wrote down/,
  ],
])('damage is told, and nobody on that run is decided about: %s', async (_, damage, message) => {
  const { project, made } = await published();
  await damage(made, project);
  const found = await verify(project);
  expect(found.sound).toBe(false);
  expect(found.runs[0]?.problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  expect(found.runs[0]?.lists).toEqual([]);
});

test('a broken chain is told, and the lists are held against today all the same', async () => {
  const { project } = await published();
  const path = join(project.store?.folder ?? '', AUDIT);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"action":"create"', '"action":"import"'));
  const found = await verify(project);
  expect(found).toMatchObject({ sound: false, store: { problems: [{ message: expect.stringContaining('chain') }] } });
  expect(found.runs[0]).toMatchObject({ problems: [], lists: [{ dropped: 0 }] });
});

test('a run whose lists are gone is named, and one that the store does not know is a problem', async () => {
  const { project, made } = await published();
  await rm(made.folder, { recursive: true });
  expect(await verify(project)).toMatchObject({ sound: true, runs: [], gone: [made.runId] });
  const { store: _, ...without } = project;
  const { folder } = await run(without as Project, LATER);
  const found = await verify(project, { folders: [folder] });
  expect(found.runs[0]?.problems).toMatchObject([{ message: expect.stringContaining('does not know this run') }]);
});

test('a page that somebody changed is told, and one that was made again is the same', async () => {
  const { project, made } = await published();
  const { file } = await writeReport(made.folder);
  expect(await verify(project, { filesOnly: true })).toMatchObject({ sound: true });
  await appendFile(file, ' ');
  const found = await verify(project, { filesOnly: true });
  expect(found.runs[0]?.problems).toEqual([{ at: file, message: 'the page is not the one of this manifest' }]);
});

test('rechecks are held against their manifest and the run beside them', async () => {
  const { project, made } = await published();
  const config = { ...project, campaigns: project.campaigns.filter(({ id }) => id === 'news') };
  const only = await run(config);
  const engine = openEngine(config, { engine: 'memory' });
  const { folder } = await recheckProject(config, engine, only.folder, { asOf: LATER });
  await engine.close();
  const checks = async () =>
    (await verify(project, { filesOnly: true })).runs.flatMap(({ rechecks }) =>
      rechecks.map(({ problems }) => problems),
    );
  expect(made.runId).not.toBe(only.runId);
  expect(await checks()).toEqual([[]]);
  await appendFile(join(folder, 'news.csv'), 'x,x@example.se\r\n');
  expect(await checks()).toMatchObject([[{ message: 'the file is changed' }]]);
  await writeFile(join(folder, 'recheck.json'), '{}');
  expect(await checks()).toMatchObject([[{ message: 'this is no manifest of a recheck' }]]);
});
