import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeList } from '../../src/export/single-list.js';
import { clearAudience } from '../../src/index.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { type Rechecked, recheckProject } from '../../src/runs/recheck-project.js';
import { runProject } from '../../src/runs/run-project.js';

/** From a run to its recheck, through files, on both engines. */

const IDS = ['anna', 'bo', 'cia', '=dan', 'eva, x', 'fia'];
const config = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  sources: {
    customers: {
      kind: 'profile',
      path: 'customers.csv',
      columns: { id: 'id', email: ['mail', 'mail2'] },
      constants: { country: 'SE' },
    },
    consents: {
      kind: 'permission',
      path: 'consents.csv',
      columns: { profileId: 'who', occurredAt: 'when' },
      constants: {
        controller: 'okq8',
        purpose: 'direct_marketing',
        channel: 'email',
        state: 'given',
        origin: 'data_subject',
        evidence: 'form',
      },
    },
    objections: {
      kind: 'objection',
      path: 'objections.csv',
      columns: { profileId: 'who', email: 'mail', occurredAt: 'when' },
      constants: { purpose: 'direct_marketing' },
    },
  },
  segments: { everybody: { kind: 'all', of: [] } },
  campaigns: {
    news: {
      controller: 'okq8',
      kind: 'newsletter',
      channel: 'email',
      audience: 'everybody',
      limit: { rows: 5, by: 'hash', salt: 'l' },
    },
    parts: {
      controller: 'okq8',
      kind: 'newsletter',
      channel: 'email',
      audience: 'everybody',
      columns: ['profileId'],
      split: {
        salt: 's',
        parts: [
          { id: 'a', percent: 50 },
          { id: 'b', percent: 50 },
        ],
      },
    },
  },
};

const AS_OF = '2026-03-03T10:00:00Z';
const LATER = '2026-03-03T12:00:00Z';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearlist-recheck-'));
  const quoted = (id: string): string => (id.includes(',') ? `"${id}"` : id);
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify(config));
  await writeFile(
    join(folder, 'customers.csv'),
    `id,mail,mail2\n${IDS.map((id, i) => `${quoted(id)},p${i}@example.se,\n`).join('')}`,
  );
  await writeFile(
    join(folder, 'consents.csv'),
    `who,when\n${IDS.map((id) => `${quoted(id)},2026-01-01T00:00:00Z\n`).join('')}`,
  );
  await writeFile(join(folder, 'objections.csv'), 'who,mail,when\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const project = (): Promise<Project> => loadProject(join(folder, 'clearlist.config.json'));

async function on<T>(
  engine: 'duckdb' | 'memory',
  work: (loaded: Project, opened: ReturnType<typeof openEngine>) => Promise<T>,
): Promise<T> {
  const loaded = await project();
  const opened = openEngine(loaded, { engine });
  try {
    return await work(loaded, opened);
  } finally {
    await opened.close();
  }
}

const run = () => on('memory', (loaded, engine) => runProject(loaded, engine, { asOf: AS_OF }));
const recheck = (path: string, engine: 'duckdb' | 'memory' = 'memory', asOf = LATER): Promise<Rechecked> =>
  on(engine, (loaded, opened) => recheckProject(loaded, opened, path, { asOf }));
const text = (...path: readonly string[]): Promise<string> => readFile(join(...path), 'utf8');
const records = (list: string): readonly string[] => list.split('\r\n').slice(1, -1);

describe.each(['memory', 'duckdb'] as const)('a run, rechecked on %s', (engine) => {
  test('loses whoever must not be contacted any more, with the reason, and nobody else', async () => {
    const { folder: made } = await run();
    await appendFile(
      join(folder, 'objections.csv'),
      'anna,,2026-03-03T11:00:00Z\n,P3@Example.se,2026-04-01T00:00:00Z\n',
    );
    const { folder: written, manifest } = await recheck(made, engine);
    expect(manifest.lists.map(({ name, rows, before }) => [name, before - rows])).toEqual([
      ['news.csv', expect.any(Number)],
      ['parts.a.csv', expect.any(Number)],
      ['parts.b.csv', expect.any(Number)],
    ]);
    for (const { name, reasons, dropped } of manifest.lists) {
      const [before, after] = [await text(made, name), await text(written, name)];
      const gone = records(before).filter((record) => /^"?(anna|'=dan)"?(,|$)/.test(record));
      expect(records(after)).toEqual(records(before).filter((record) => !gone.includes(record)));
      expect(dropped).toBe(gone.length);
      expect(reasons).toEqual(gone.length === 0 ? [] : [{ code: 'OBJECTION_DIRECT_MARKETING', rows: gone.length }]);
    }
    expect(manifest.lists.reduce((sum, { dropped }) => sum + dropped, 0)).toBeGreaterThanOrEqual(3);
  });

  test('loses nobody where nothing has changed, and keeps every byte', async () => {
    const { folder: made } = await run();
    const { folder: written, manifest } = await recheck(made, engine);
    for (const { name } of manifest.lists) expect(await text(written, name)).toBe(await text(made, name));
  });
});

test('never adds: a consent that came later, or a limit that is gone, brings nobody', async () => {
  const { folder: made } = await run();
  const { campaigns } = config;
  const { limit: _, ...news } = campaigns.news;
  await writeFile(
    join(folder, 'clearlist.config.json'),
    JSON.stringify({ ...config, campaigns: { ...campaigns, news } }),
  );
  const { folder: written } = await recheck(made);
  expect(await text(written, 'news.csv')).toBe(await text(made, 'news.csv'));
});

test('a person of whom nothing is known any more, and one at another address, are dropped', async () => {
  const { folder: made } = await run();
  const before = await text(folder, 'customers.csv');
  await writeFile(
    join(folder, 'customers.csv'),
    before.replace('bo,p1@example.se,', 'bo,new@example.se,p1@example.se').replace(/cia,.*\n/, ''),
  );
  const { manifest } = await recheck(made);
  const codes = manifest.lists.flatMap(({ reasons }) => reasons.map(({ code }) => code));
  expect(new Set(codes)).toEqual(new Set(['ADDRESS_CHANGED', 'PERSON_UNKNOWN']));
});

test('at the last valid instant it is rechecked, a millisecond later it is refused whole', async () => {
  const { folder: made, manifest } = await run();
  expect(manifest.validUntil).toBe('2026-03-10T10:00:00Z');
  await expect(recheck(made, 'memory', '2026-03-10T10:00:00.001Z')).rejects.toMatchObject({ code: 'list-expired' });
  await expect(recheck(made, 'memory', '2026-03-10T10:00:00Z')).resolves.toBeDefined();
});

test.each([
  ['a row more', (list: string) => `${list}mallory,m@example.se\r\n`],
  ['one letter', (list: string) => list.replace('p1@', 'q1@').replace('p0@', 'q0@').replace('p2@', 'q2@')],
])('an altered list is refused whole: %s', async (_, change) => {
  const { folder: made } = await run();
  await writeFile(join(made, 'news.csv'), change(await text(made, 'news.csv')));
  await expect(recheck(made)).rejects.toMatchObject({ code: 'list-altered' });
  expect((await readdir(join(folder, 'lists'))).filter((name) => name.includes('recheck'))).toEqual([]);
});

test('a replay, a folder without manifest and a campaign that sends something else are refused', async () => {
  const replay = await on('memory', (loaded, engine) => runProject(loaded, engine, { asOf: AS_OF, replay: true }));
  await expect(recheck(replay.folder)).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(recheck(folder)).rejects.toMatchObject({ code: 'input-invalid' });
  const { folder: made } = await run();
  const other = { ...config.campaigns.news, kind: 'general_offer' };
  await writeFile(
    join(folder, 'clearlist.config.json'),
    JSON.stringify({ ...config, campaigns: { ...config.campaigns, news: other } }),
  );
  await expect(recheck(made)).rejects.toMatchObject({ code: 'definition-invalid' });
});

test('a single list is rechecked too, and the same recheck again changes nothing', async () => {
  const { policy, campaigns } = await project();
  const [campaign] = campaigns;
  if (campaign === undefined) throw new Error('no campaign');
  const profile = IDS.map((id, i) => ({ id, country: 'SE', email: `p${i}@example.se` }));
  const consent = {
    controller: 'okq8',
    purpose: 'direct_marketing',
    channel: 'email',
    state: 'given',
    origin: 'data_subject',
    evidence: 'f',
  };
  const permission = IDS.map((profileId) => ({ ...consent, profileId, occurredAt: '2026-01-01T00:00:00Z' }));
  const list = await clearAudience({ campaign, policy, records: { profile, permission }, asOf: AS_OF });
  const file = join(folder, 'single.csv');
  await writeList(list, file);
  await appendFile(
    join(folder, 'objections.csv'),
    IDS.map((id) => `${id.includes(',') ? `"${id}"` : id},,2026-03-03T11:00:00Z\n`).join(''),
  );
  const { folder: written, manifest } = await recheck(file);
  expect(manifest.lists).toMatchObject([{ name: 'single.csv', before: 5, dropped: 5, rows: 0 }]);
  expect(records(await text(written, 'single.csv'))).toEqual([]);
  expect(await recheck(file)).toEqual({ folder: written, manifest, alreadyThere: true });
  await appendFile(join(written, 'single.csv'), 'by hand\r\n');
  await expect(recheck(file)).rejects.toMatchObject({ code: 'output-differs' });
});
