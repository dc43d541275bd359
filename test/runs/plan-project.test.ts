import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { planSql } from '../../src/runs/plan-sql.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { runProject, type SendingOptions } from '../../src/runs/run-project.js';
import { readAudit } from '../../src/store/audit.js';
import { openStore } from '../../src/store/open-store.js';
import { storeProject } from './store-project.js';

const AS_OF = '2026-11-22T06:00:00Z';
const EARLIER = '2026-11-21T06:00:00Z';

type Use = 'memory' | 'duckdb';

async function on<T>(
  project: Project,
  work: (engine: ReturnType<typeof openEngine>) => Promise<T>,
  engine: Use = 'memory',
): Promise<T> {
  const opened = openEngine(project, { engine });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

const plan = (project: Project, asOf = AS_OF, use: Use = 'memory') =>
  on(project, (engine) => planProject(project, engine, { asOf }), use);
const run = (project: Project, options: Partial<SendingOptions> = {}) =>
  on(project, (engine) => runProject(project, engine, { asOf: AS_OF, ...options }));

async function edited(project: Project, change: (config: Record<string, unknown>) => object): Promise<Project> {
  const config = JSON.parse(await readFile(project.file, 'utf8')) as Record<string, unknown>;
  await writeFile(project.file, JSON.stringify({ ...config, ...change(config) }));
  return loadProject(project.file);
}

const consents = {
  consents: {
    kind: 'permission',
    path: 'consents.csv',
    columns: { profileId: 'id', occurredAt: 'at' },
    constants: {
      controller: 'okq8',
      purpose: 'direct_marketing',
      channel: 'email',
      state: 'given',
      origin: 'data_subject',
      evidence: 'form',
    },
  },
};

/** Two campaigns, whose lists are not empty. */
async function consented(): Promise<Project> {
  const project = await storeProject();
  await writeFile(
    join(project.folder, 'consents.csv'),
    'id,at\np1,2026-01-01T00:00:00Z\np2,2026-01-01T00:00:00Z\np3,2026-01-01T00:00:00Z\n',
  );
  const news = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' };
  return edited(project, ({ sources }) => ({
    sources: { ...(sources as object), ...consents },
    campaigns: { news, more: news },
  }));
}

describe('a plan', () => {
  test('says which files there would be, whom two of them share, what changed, and what is odd', async () => {
    const project = await consented();
    await run(project, { asOf: EARLIER });
    await appendFile(join(project.folder, 'people.csv'), 'p4,new@example.se,SE\n');
    await appendFile(join(project.folder, 'consents.csv'), 'p4,2026-01-01T00:00:00Z\n');
    const said = await plan(project);
    // p1 and p3 share an address, so that one of them is a duplicate.
    expect(said.files).toEqual([
      { campaign: 'news', name: 'news.csv', rows: 3, columns: ['profile_id', 'email'] },
      { campaign: 'more', name: 'more.csv', rows: 3, columns: ['profile_id', 'email'] },
    ]);
    expect(said.figures.overlaps).toEqual([{ campaigns: ['news', 'more'], persons: 3 }]);
    expect(said.figures.campaigns[0]?.countries).toEqual([{ country: 'SE', persons: 3 }]);
    expect(said.changes.map(({ campaign, asOf, members, listed }) => [campaign, asOf, members, listed])).toEqual([
      ['news', EARLIER, 3, 2],
      ['more', EARLIER, 3, 2],
    ]);
    expect(said.earlierInputs).toEqual([
      { source: 'people', rows: 3 },
      { source: 'consents', rows: 3 },
    ]);
    expect(said.remarks.map(({ code }) => code)).toContain('everybody');
    expect(said.ages).toEqual([{ source: 'consents', newest: '2026-01-01T00:00:00Z', limits: {} }]);
  });

  test.each<Use>(['memory', 'duckdb'])(
    'is another run where the same file is read in another way (%s)',
    async (use) => {
      const project = await consented();
      const { runId } = await plan(project, AS_OF, use);
      const bound = (change: object) => () => ({
        sources: {
          people: { kind: 'profile', path: 'people.csv', columns: { id: 'id', email: 'email', country: 'country' } },
          consents: { ...consents.consents, ...change },
        },
      });
      const constants = { ...consents.consents.constants, evidence: 'letter' };
      expect((await plan(await edited(project, bound({ constants })), AS_OF, use)).runId).not.toBe(runId);
      await rename(join(project.folder, 'consents.csv'), join(project.folder, 'renamed.csv'));
      const renamed = await edited(project, bound({ path: 'renamed.csv' }));
      expect((await plan(renamed, AS_OF, use)).runId).toBe(runId);
    },
  );

  test('names the canaries that would stop the run', async () => {
    const canaries = [
      { profileId: 'p1', outcome: 'suppress' },
      { profileId: 'p2', outcome: 'allow' },
      { profileId: 'nobody', outcome: 'suppress' },
    ];
    const project = await edited(await consented(), () => ({ release: { canaries } }));
    expect((await plan(project)).canaries).toEqual(
      ['news', 'more'].flatMap((id) => [
        { at: `release.canaries.0, campaigns.${id}`, message: 'it is allowed' },
        { at: `release.canaries.2, campaigns.${id}`, message: 'it is no member of the audience' },
      ]),
    );
    await expect(run(project)).rejects.toMatchObject({ code: 'canary-failed' });
  });

  test('has the same hash every time and on every engine, and another one when anything it rests on is another', async () => {
    const project = await consented();
    const { planHash } = await plan(project);
    expect((await plan(project)).planHash).toBe(planHash);
    expect((await plan(project, AS_OF, 'duckdb')).planHash).toBe(planHash);
    const hashes = [planHash, (await plan(project, EARLIER)).planHash];
    const changed = async (change: Parameters<typeof edited>[1]): Promise<void> => {
      hashes.push((await plan(await edited(project, change))).planHash);
    };
    await changed(({ campaigns }) => ({ campaigns: { news: (campaigns as { news: object }).news } }));
    await changed(() => ({ release: { auditSample: 1 } }));
    await changed(() => ({ release: { guards: { clearedRise: 51 } } }));
    await changed(() => ({ policy: { preset: 'okq8', minimumAge: 20 } }));
    await changed(() => ({ policy: 'okq8', zone: 'Europe/Helsinki' }));
    await appendFile(join(project.folder, 'consents.csv'), 'p9,2026-01-01T00:00:00Z\n');
    await changed(() => ({}));
    await recordRefusal(project, { person: { profileId: 'p1' }, scopes: ['sms'], receivedAt: EARLIER });
    await changed(() => ({}));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('in SQL has every table that is worked out and every list, and no key', async () => {
    const key = 'ab'.repeat(32);
    const project = await consented();
    await writeFile(join(project.folder, 'k.key'), key);
    await writeFile(join(project.folder, 'gone.csv'), 'digest,key,normaliser,at\n');
    const columns = { digest: 'digest', keyId: 'key', normaliser: 'normaliser', occurredAt: 'at' };
    const keyed = await edited(project, ({ sources }) => ({
      keys: { k: { file: 'k.key' } },
      sources: { ...(sources as object), gone: { kind: 'tombstone', path: 'gone.csv', columns } },
    }));
    const { statements } = await on(keyed, (engine) => planSql(keyed, engine, { asOf: AS_OF }), 'duckdb');
    const text = statements.join('\n');
    const found = ['create table "member" as', '-- more: rows of the list', "unhex('<key>')", "unhex('a", key];
    expect(found.map((part) => text.includes(part))).toEqual([true, true, true, false, false]);
    await expect(on(project, (engine) => planSql(project, engine, { asOf: AS_OF }))).rejects.toMatchObject({
      code: 'engine-unsupported',
    });
  });
});

describe('an approved plan', () => {
  const audit = async ({ store }: Project) => {
    const { folder, head } = await openStore(store?.folder ?? '');
    return (await readAudit(folder, head.audit)).map(({ action, plan: hash, approvedBy }) =>
      action === 'approve' ? [action, hash, approvedBy] : [action],
    );
  };
  const approved = (hash: string) => ({ approved: { hash, by: 'Anna Berg' } });

  test('is carried out, stands in the audit log with who approved it, and may be carried out again', async () => {
    const project = await consented();
    const { planHash, runId } = await plan(project);
    const done = await run(project, approved(planHash));
    expect({ runId: done.runId, alreadyThere: done.alreadyThere }).toEqual({ runId, alreadyThere: false });
    const log = [['create'], ['approve', planHash, 'Anna Berg'], ['record_run']];
    expect(await audit(project)).toEqual(log);
    expect((await run(project, approved(planHash))).alreadyThere).toBe(true);
    expect(await audit(project)).toEqual(log);
  });

  test.each<[string, (project: Project) => Promise<unknown>, Partial<SendingOptions>]>([
    ['a row of a source', ({ folder }) => appendFile(join(folder, 'consents.csv'), 'p9,2026-01-01T00:00:00Z\n'), {}],
    [
      'a refusal in the store',
      (project) => recordRefusal(project, { person: { profileId: 'p2' }, scopes: ['email'], receivedAt: EARLIER }),
      {},
    ],
    ['the as-of', async () => undefined, { asOf: '2026-11-22T06:00:00.001Z' }],
    ['the campaigns', async () => undefined, { only: ['news'] }],
    ['what it is for', async () => undefined, { replay: true }],
  ])('is not carried out where this is another: %s', async (_, change, options) => {
    const project = await consented();
    const { planHash } = await plan(project);
    await change(project);
    await expect(run(project, { ...approved(planHash), ...options })).rejects.toMatchObject({ code: 'plan-changed' });
    expect(await readdir(project.folder)).not.toContain('lists');
    expect((await audit(project)).map(([action]) => action)).not.toContain('approve');
  });

  test('is not carried out again once something else happened to the store', async () => {
    const project = await consented();
    const { planHash } = await plan(project);
    await run(project, approved(planHash));
    await run(project, { asOf: '2026-11-22T07:00:00Z' });
    await expect(run(project, approved(planHash))).rejects.toMatchObject({ code: 'plan-changed' });
  });

  test.each([
    ['a hash that is none', { hash: 'ab', by: 'Anna' }, 'input-invalid'],
    ['nobody', { hash: 'a'.repeat(64), by: ' ' }, 'input-invalid'],
    ['a name of two lines', { hash: 'a'.repeat(64), by: 'Anna\nBo' }, 'input-invalid'],
  ])('refuses %s before anything is read', async (_, given, code) => {
    const project = await storeProject();
    await writeFile(join(project.folder, 'people.csv'), '\0');
    await expect(run(project, { approved: given })).rejects.toMatchObject({ code });
  });

  test('needs a store to stand in', async () => {
    const project = await edited(await storeProject(), () => ({ store: undefined }));
    await expect(run(project, approved('a'.repeat(64)))).rejects.toMatchObject({ code: 'project-invalid' });
  });
});

test('a run that must not give an empty list stops before anything is written', async () => {
  const project = await storeProject();
  await expect(run(project, { failIfEmpty: true })).rejects.toMatchObject({ code: 'list-empty', at: 'campaigns.news' });
  expect(await readdir(project.folder)).not.toContain('lists');
  await expect(run(await consented(), { failIfEmpty: true })).resolves.toBeDefined();
});
