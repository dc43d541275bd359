import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { importRecords } from '../../src/runs/import-records.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { type PublishedSummary, runProject } from '../../src/runs/run-project.js';
import { createStore } from '../../src/store/open-store.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/**
 * A project in which everybody but two is refused in another way: by a source or by the store, by each thing that a
 * record can name somebody by. Whoever overlooks one of these ways has a list with somebody too many. Records name a
 * second person too, so that none is about nobody whatever is overlooked; whoever only carries a refusal to others is no
 * member, so that no sample is about them.
 *
 * `test/parity/audit-faults.ts` plants faults of that kind, and demands of this file that the run stops there.
 */
const FAULTED = process.env.CLEARLIST_FAULTED === '1';

const hex = '5c'.repeat(32);
const VARIABLE = 'CLEARLIST_TEST_OVERLOOKED_KEY';
const erased = refusalDigest({ kind: 'email', value: 'erased@example.se', key: { id: 'k1', hex } });
const at = '2026-03-01T10:00:00Z';

const PEOPLE = `id,email,former,phone,country
free,free@example.se,,,SE
also-free,also@example.se,,,SE
by-id,id@example.se,,,SE
by-case,case@example.se,,,SE
by-former,new@example.se,Old@Example.se,,SE
by-phone,phone@example.se,,070-123 45 67,SE
by-merge,merge@example.se,,,SE
merged,,,,FI
by-sharer,shared@example.se,,,SE
sharer,shared@example.se,,,FI
outsider,outsider@example.se,,,FI
by-hash,erased@example.se,,,SE
by-complaint,complaint@example.se,,,SE
by-store,store@example.se,,,SE
by-withdrawal,withdrawal@example.se,,,SE
by-device,device@example.se,,,SE
`;

const ids = PEOPLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',')[0] ?? '');

const files: Readonly<Record<string, string>> = {
  'people.csv': PEOPLE,
  'objections.csv': `who,at\nby-id,${at}\nmerged,${at}\nsharer,${at}\n`,
  'opt-outs.csv': `who,email,phone,country,at\noutsider,CASE@example.se,,,${at}\noutsider,old@example.se,,,${at}\noutsider,,0701234567,SE,${at}\n`,
  'reports.csv': `who,email,what,at\noutsider,complaint@example.se,complaint,${at}\n`,
  'consents.csv': `who,state,at\n${ids.map((id) => `${id},given,2026-01-01T10:00:00Z\n`).join('')}by-withdrawal,withdrawn,${at}\n`,
  'merges.csv': 'from,into\nmerged,by-merge\n',
  'logins.csv': `who,device,at\nby-device,d1,${at}\n`,
  'signals.csv': `device,state,at\nd1,on,${at}\n`,
  'erased.csv': `hash,key,version,at\n${erased?.digest},k1,1,${at}\n`,
};

const source = (path: string, kind: string, columns: object, constants: object = {}) => ({
  kind,
  path,
  columns,
  constants,
});
const definition = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  keys: { k1: { environment: VARIABLE } },
  sources: {
    people: source('people.csv', 'profile', {
      id: 'id',
      email: 'email',
      formerEmail: 'former',
      phone: 'phone',
      country: 'country',
    }),
    objections: source(
      'objections.csv',
      'objection',
      { profileId: 'who', occurredAt: 'at' },
      { controller: 'okq8', purpose: 'direct_marketing' },
    ),
    'opt-outs': source(
      'opt-outs.csv',
      'opt_out',
      { profileId: 'who', email: 'email', phone: 'phone', country: 'country', occurredAt: 'at' },
      { controller: 'okq8', channel: 'email' },
    ),
    reports: source(
      'reports.csv',
      'delivery',
      { profileId: 'who', email: 'email', outcome: 'what', occurredAt: 'at' },
      { channel: 'email' },
    ),
    consents: source(
      'consents.csv',
      'permission',
      { profileId: 'who', state: 'state', occurredAt: 'at' },
      { controller: 'okq8', purpose: 'direct_marketing', channel: 'email', origin: 'data_subject', evidence: 'form' },
    ),
    merges: source('merges.csv', 'identity_link', { profileId: 'from', intoProfileId: 'into' }, { link: 'merge' }),
    logins: source(
      'logins.csv',
      'identity_link',
      { profileId: 'who', deviceId: 'device', occurredAt: 'at' },
      { link: 'login' },
    ),
    signals: source(
      'signals.csv',
      'signal',
      { deviceId: 'device', state: 'state', occurredAt: 'at' },
      { signal: 'gpc' },
    ),
    erased: source('erased.csv', 'tombstone', {
      digest: 'hash',
      keyId: 'key',
      normaliser: 'version',
      occurredAt: 'at',
    }),
  },
  imports: {
    letters: {
      kind: 'objection',
      columns: { profileId: 'who', email: 'email', occurredAt: 'at' },
      constants: { controller: 'okq8' },
    },
  },
  segments: { swedes: { kind: 'compare', field: 'country', is: 'eq', value: 'SE' } },
  campaigns: {
    news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'swedes', columns: ['profileId'] },
  },
  store: 'store',
};

let project: Project;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-overlooked-'));
  scratchFolders.push(folder);
  process.env[VARIABLE] = hex;
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify(definition));
  await createStore(join(folder, 'store'));
  project = await loadProject(join(folder, 'clearlist.config.json'));
  await writeFile(join(folder, 'letters.csv'), `who,email,at\noutsider, STORE@example.se ,${at}\n`);
  await importRecords(project, { as: 'objections', file: join(folder, 'letters.csv'), source: 'letters' });
});
afterAll(() => {
  delete process.env[VARIABLE];
});

async function released(): Promise<PublishedSummary> {
  const engine = openEngine(project, { engine: 'duckdb' });
  try {
    return await runProject(project, engine, { asOf: '2026-03-10T10:00:00Z' });
  } finally {
    await engine.close();
  }
}

/** Who is on the list. */
async function listed({ folder, manifest }: PublishedSummary): Promise<readonly string[]> {
  const [file] = manifest.campaigns[0]?.files ?? [];
  const lines = (await readFile(join(folder, file?.name ?? ''), 'utf8')).trim().split(/\r?\n/);
  return lines.slice(1).map((line) => line.replaceAll('"', ''));
}

if (FAULTED)
  test('what overlooks a way in which somebody is refused stops before anything is released', async () => {
    await expect(released()).rejects.toMatchObject({ code: 'self-audit-failed' });
  });
else
  test('nobody who is refused in any way is on the list, and every record that names somebody is known', async () => {
    const summary = await released();
    // A signal of a browser says nothing about e-mail.
    expect(await listed(summary)).toEqual(['also-free', 'by-device', 'free']);
    expect(summary.manifest.release.audited).toEqual({ persons: 13, decisions: 13, named: 4 });
  });
