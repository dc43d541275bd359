import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { acknowledgeSent } from '../../src/runs/acknowledge-sent.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { recheckProject } from '../../src/runs/recheck-project.js';
import { runProject } from '../../src/runs/run-project.js';
import { readAudit } from '../../src/store/audit.js';
import { openStore } from '../../src/store/open-store.js';
import { storeProject } from './store-project.js';

const AS_OF = '2026-03-03T10:00:00Z';
const SENT = '2026-03-03T12:00:00Z';
const LATER = '2026-03-05T10:00:00Z';

async function on<T>(project: Project, work: (engine: ReturnType<typeof openEngine>) => Promise<T>): Promise<T> {
  const engine = openEngine(project, { engine: 'memory' });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const run = (project: Project, asOf = AS_OF, replay = false) =>
  on(project, (engine) => runProject(project, engine, { asOf, replay }));
const counts = async (project: Project, asOf: string) =>
  (await run(project, asOf)).campaigns.map(({ id, counts: { listed, reasons } }) => [
    id,
    listed,
    reasons.find(({ code }) => code === 'FREQUENCY_CAP')?.any ?? 0,
  ]);

/** Four persons with consents, one of whose ids a spreadsheet would compute; a letter not twice within ten days, in two parts. */
async function project(): Promise<Project> {
  const { file, folder } = await storeProject();
  await writeFile(
    join(folder, 'people.csv'),
    'id,email,country\np1,p1@example.se,SE\np2,p2@example.se,SE\n=p3,p3@example.se,SE\np4,p4@example.se,SE\n',
  );
  await writeFile(join(folder, 'consents.csv'), 'id\np1\np2\n=p3\np4\n');
  const config = JSON.parse(await readFile(file, 'utf8')) as { sources: object };
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
  const letter = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' };
  const parts = [
    { id: 'a', percent: 50 },
    { id: 'b', percent: 50 },
  ];
  const campaigns = {
    news: { ...letter, notAgainWithinDays: 10 },
    halves: { ...letter, notAgainWithinDays: 10, split: { salt: 's', parts } },
  };
  await writeFile(file, JSON.stringify({ ...config, sources: { ...config.sources, consents }, campaigns }));
  return loadProject(file);
}

test('whoever was on a list that was sent is contacted: the next run leaves them alone, for as long as it says', async () => {
  const loaded = await project();
  const { folder, runId } = await run(loaded);
  // Written and not acknowledged is not sent.
  expect(await counts(loaded, LATER)).toEqual([
    ['news', 4, 0],
    ['halves', 4, 0],
  ]);
  const done = await acknowledgeSent(loaded, folder, { at: SENT, lists: ['news.csv'] });
  expect(done).toMatchObject({ runId, at: SENT, lists: [{ campaign: 'news', name: 'news.csv', rows: 4 }] });
  expect(await counts(loaded, LATER)).toEqual([
    ['news', 0, 4],
    ['halves', 4, 0],
  ]);
  expect(await counts(loaded, '2026-03-13T12:00:00Z')).toEqual([
    ['news', 4, 0],
    ['halves', 4, 0],
  ]);
});

test('the same said again adds nothing, the rest may be said later, and another time is refused', async () => {
  const loaded = await project();
  const { folder } = await run(loaded);
  const lists = ['halves.a.csv'];
  const first = await acknowledgeSent(loaded, folder, { at: SENT, lists });
  expect(first.already).toBe(0);
  expect(await acknowledgeSent(loaded, folder, { at: '2026-03-03T13:00:00+01:00', lists })).toMatchObject({ added: 0 });
  await expect(acknowledgeSent(loaded, folder, { at: LATER })).rejects.toMatchObject({
    code: 'input-invalid',
    at: 'halves.a.csv',
  });
  expect(
    (await acknowledgeSent(loaded, folder, { at: LATER, lists: ['halves.b.csv', 'news.csv'] })).lists,
  ).toHaveLength(2);
  const store = await openStore(loaded.store?.folder ?? '');
  const log = await readAudit(store.folder, store.head.audit);
  expect(log.filter(({ action }) => action === 'record_sent').map(({ sentAt }) => sentAt)).toEqual([SENT, LATER]);
  expect(JSON.stringify(log)).not.toMatch(/p1|example/);
});

test('of a recheck only those count who were kept', async () => {
  const loaded = await project();
  const { folder } = await run(loaded);
  const people = join(loaded.folder, 'people.csv');
  await writeFile(people, (await readFile(people, 'utf8')).replace('p2,p2@', 'p2,other@'));
  const kept = await on(loaded, (engine) => recheckProject(loaded, engine, folder, { asOf: LATER }));
  const done = await acknowledgeSent(loaded, kept.folder, { at: LATER, lists: ['news.csv'] });
  expect(done.lists).toEqual([{ campaign: 'news', name: 'news.csv', rows: 3 }]);
  await appendFile(join(folder, 'manifest.json'), ' ');
  await expect(acknowledgeSent(loaded, kept.folder, { at: LATER })).rejects.toMatchObject({ code: 'list-altered' });
});

test.each<[string, string, (folder: string) => Promise<unknown>, object]>([
  ['a time before the decision', 'input-invalid', async () => {}, { at: '2026-03-03T09:59:59.999Z' }],
  ['a time that is none', 'as-of-invalid', async () => {}, { at: 'yesterday' }],
  ['a list that is not there', 'unknown-name', async () => {}, { lists: ['newsletter.csv'] }],
  ['an altered list', 'list-altered', (folder) => appendFile(join(folder, 'news.csv'), 'p9,x\r\n'), {}],
])('refused, and nothing recorded: %s', async (_, code, change, options) => {
  const loaded = await project();
  const { folder } = await run(loaded);
  await change(folder);
  await expect(acknowledgeSent(loaded, folder, { at: SENT, ...options })).rejects.toMatchObject({ code });
  expect((await openStore(loaded.store?.folder ?? '')).contents('contact').records).toBe(0);
});

test('a replay was never sent', async () => {
  const loaded = await project();
  const { folder } = await run(loaded, AS_OF, true);
  await expect(acknowledgeSent(loaded, folder, { at: SENT })).rejects.toMatchObject({ code: 'input-invalid' });
});
