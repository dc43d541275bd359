import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { recordUnsubscribe } from '../../src/runs/record-unsubscribe.js';
import { runProject } from '../../src/runs/run-project.js';
import { openStore } from '../../src/store/open-store.js';
import { storeProject } from './store-project.js';

const asOf = '2026-11-22T06:00:00Z';
const receivedAt = '2026-11-22T07:00:00Z';
const url = 'https://okq8.example/unsubscribe?t={token}';

const campaign = {
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  audience: 'everybody',
  columns: ['profileId', 'address', 'unsubscribe_token', { header: 'link', field: 'unsubscribe_url' }],
};

/** Three persons with consent and a key each project has for itself. */
async function project(more: Readonly<Record<string, unknown>> = {}): Promise<Project> {
  const made = await storeProject();
  const config = JSON.parse(await readFile(made.file, 'utf8')) as { sources: object; campaigns: object };
  await writeFile(join(made.folder, 'u1.key'), 'c3'.repeat(32));
  await writeFile(
    join(made.folder, 'people.csv'),
    'id,email,country\np1,anna@example.se,SE\np2,bertil@example.se,SE\np3,cecilia@example.se,SE\n',
  );
  await writeFile(
    join(made.folder, 'consents.csv'),
    `id,at\n${['p1', 'p2', 'p3'].map((id) => `${id},2026-01-01T00:00:00Z`).join('\n')}\n`,
  );
  const constants = {
    controller: '*',
    purpose: '*',
    channel: '*',
    state: 'given',
    origin: 'data_subject',
    evidence: 'form',
  };
  const consents = {
    kind: 'permission',
    path: 'consents.csv',
    columns: { profileId: 'id', occurredAt: 'at' },
    constants,
  };
  const people = {
    kind: 'profile',
    path: 'people.csv',
    columns: { id: 'id', email: 'email', country: 'country' },
    constants: { birthDate: '1980-01-01' },
  };
  const whole = {
    ...config,
    sources: { people, consents },
    campaigns: { news: campaign, bank: { ...campaign, controller: 'okq8_bank' } },
    unsubscribe: { key: 'u1', keys: { u1: { file: 'u1.key' } }, url },
    ...more,
  };
  await writeFile(made.file, JSON.stringify(whole));
  return loadProject(made.file);
}

type Listed = Readonly<Record<string, { readonly token: string; readonly link: string }>>;

/** The list of a campaign by profile, as it was written. */
async function listed(of: Project, id: string, engine: 'memory' | 'duckdb' = 'memory'): Promise<Listed> {
  const opened = openEngine(of, { engine });
  const { folder } = await runProject(of, opened, { asOf });
  await opened.close();
  const [, ...rows] = (await readFile(join(folder, `${id}.csv`), 'utf8')).trimEnd().split('\r\n');
  return Object.fromEntries(
    rows.map((row) => {
      const [person = '', , token = '', link = ''] = row.split(',');
      return [person, { token, link }];
    }),
  );
}

describe('a click on a link of a list', () => {
  test('refuses exactly the one it was made for, and every controller of the group', async () => {
    const one = await project();
    const before = await listed(one, 'news');
    expect(Object.keys(before)).toEqual(['p1', 'p2', 'p3']);
    for (const { token, link } of Object.values(before)) expect(link).toBe(url.replace('{token}', token));
    const done = await recordUnsubscribe(one, { token: ` ${before.p2?.token}\n`, receivedAt });
    expect(done).toMatchObject({ added: 1, records: [{ kind: 'opt_out', fields: { channel: 'email', topic: '*' } }] });
    expect(Object.keys(await listed(one, 'news'))).toEqual(['p1', 'p3']);
    expect(Object.keys(await listed(one, 'bank'))).toEqual(['p1', 'p3']);
    expect(await recordUnsubscribe(one, { token: before.p2?.token ?? '', receivedAt })).toMatchObject({ added: 0 });
  });

  test('with a choice of the preference centre refuses what was chosen', async () => {
    const one = await project();
    const { p1 } = await listed(one, 'news');
    const done = await recordUnsubscribe(one, { token: p1?.token ?? '', receivedAt, scopes: ['newsletter'] });
    expect(done.records).toMatchObject([{ kind: 'opt_out', fields: { channel: '*', topic: 'newsletter' } }]);
  });

  test('that was altered refuses nobody', async () => {
    const one = await project();
    const { p1, p2 } = await listed(one, 'news');
    const forged = `${p1?.token.slice(0, 40)}${p2?.token.slice(40)}`;
    await expect(recordUnsubscribe(one, { token: forged, receivedAt })).rejects.toMatchObject({
      code: 'token-invalid',
    });
    expect((await openStore(one.store?.folder ?? '')).contents('opt_out').records).toBe(0);
  });
});

test('both engines write the same tokens', async () => {
  const one = await project();
  const memory = await listed(one, 'news', 'memory');
  expect(await listed(one, 'news', 'duckdb')).toEqual(memory);
});

test.each([
  ['tokens without a key', { unsubscribe: undefined }, 'definition-invalid'],
  ['links without an address', { unsubscribe: { key: 'u1', keys: { u1: { file: 'u1.key' } } } }, 'definition-invalid'],
  [
    'a key that is not among them',
    { unsubscribe: { key: 'u2', keys: { u1: { file: 'u1.key' } }, url } },
    'key-missing',
  ],
  ['a key that is not there', { unsubscribe: { key: 'u1', keys: { u1: { file: 'none' } }, url } }, 'key-missing'],
  ['an address without a token', { unsubscribe: { key: 'u1', keys: {}, url: 'https://x.example' } }, 'project-invalid'],
  ['tokens by post', { campaigns: { news: { ...campaign, channel: 'post' } } }, 'project-invalid'],
])('a project with %s is refused', async (_, change, code) => {
  const work = project(change).then((one) => listed(one, 'news'));
  await expect(work).rejects.toMatchObject({ code });
});
