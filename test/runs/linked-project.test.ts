import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { loadProject } from '../../src/project/load-project.js';
import { explainProject } from '../../src/runs/explain-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { runDefinition } from '../../src/runs/run-definition.js';

/** Devices, logins, merges and tombstones from files, through a project, on both engines. */

const hex = '5c'.repeat(32);
const VARIABLE = 'CLEARLIST_TEST_TOMBSTONE_KEY';
const { digest } = refusalDigest({ kind: 'email', value: 'erik@example.se', key: { id: 'k1', hex } }) ?? { digest: '' };

const files = {
  'customers.csv': `id,mail,country,dead
anna,anna@example.se,SE,false
bo,bo@example.se,SE,false
erik,Erik+new@Example.SE,SE,false
dora,dora@example.se,SE,false
old,,SE,true
`,
  'events.csv': `who,device,what,when
,phone,app_open,2026-02-01T10:00:00Z
,phone,app_open,2026-02-01T12:00:00Z
,tablet,app_open,2026-02-01T12:00:00Z
erik,,app_open,2026-02-01T12:00:00Z
,pc,app_open,2026-02-01T12:00:00Z
,,app_open,2026-02-01T12:00:00Z
`,
  'logins.csv': `who,device,when
anna,phone,2026-02-01T09:00:00Z
bo,phone,2026-02-01T11:00:00Z
old,pc,2026-02-01T09:00:00Z
`,
  'merges.csv': 'from,into\nold,dora\n',
  'erased.csv': `hash,key,version,when\n${digest.toUpperCase()},k1,1,2025-10-01T00:00:00Z\n`,
};

const project = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  linkDevices: true,
  keys: { k1: { environment: VARIABLE } },
  sources: {
    customers: {
      kind: 'profile',
      path: 'customers.csv',
      columns: { id: 'id', email: 'mail', country: 'country', deceased: 'dead' },
    },
    events: {
      kind: 'event',
      path: 'events.csv',
      columns: { profileId: 'who', deviceId: 'device', type: 'what', occurredAt: 'when' },
      withoutSubject: 'leave_out',
    },
    logins: {
      kind: 'identity_link',
      path: 'logins.csv',
      columns: { profileId: 'who', deviceId: 'device', occurredAt: 'when' },
      constants: { link: 'login' },
    },
    merges: {
      kind: 'identity_link',
      path: 'merges.csv',
      columns: { profileId: 'from', intoProfileId: 'into' },
      constants: { link: 'merge' },
    },
    erased: {
      kind: 'tombstone',
      path: 'erased.csv',
      columns: { digest: 'hash', keyId: 'key', normaliser: 'version', occurredAt: 'when' },
    },
  },
  segments: {
    openers: {
      kind: 'aggregate',
      over: 'event',
      where: { type: 'app_open' },
      measure: { count: 'line' },
      in: { kind: 'ever' },
      is: 'eq',
      value: 1,
    },
  },
  campaigns: { news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'openers' } },
};

const asOf = '2026-03-03T10:00:00Z';
const engines = ['memory', 'duckdb'] as const;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearlist-linked-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  process.env[VARIABLE] = hex;
});
afterEach(async () => {
  delete process.env[VARIABLE];
  await rm(folder, { recursive: true, force: true });
});

async function load(change: object = {}) {
  const file = join(folder, 'clearlist.config.json');
  await writeFile(file, JSON.stringify({ ...project, ...change }));
  return loadProject(file);
}

async function run(engineId: (typeof engines)[number], change: object = {}) {
  const loaded = await load(change);
  const engine = openEngine(loaded, { engine: engineId });
  try {
    const done = await engine.run(runDefinition(loaded, { asOf }));
    const list = done.lists[0];
    const reasons = (list?.counts.reasons ?? []).map(({ code, any }) => [code, any]);
    const members: string[] = [];
    if (list !== undefined) for await (const { personId } of contentOf(list).decisions()) members.push(personId);
    const leftOut = done.inputs.find(({ source }) => source === 'events')?.leftOut;
    return { members: members.sort(), reasons, anonymous: done.anonymousEvents, leftOut };
  } finally {
    await engine.close();
  }
}

describe.each(engines)('a project with devices and tombstones, on %s', (engine) => {
  test('devices count for who logged in, a merged profile’s death and a tombstone suppress', async () => {
    expect(await run(engine)).toEqual({
      members: ['anna', 'bo', 'dora', 'erik'],
      reasons: [
        ['DECEASED', 1],
        ['ERASED_SUPPRESSED', 1],
        ['CONSENT_MISSING', 4],
      ],
      anonymous: 1,
      leftOut: 1,
    });
  });

  test('linking is off unless the project turns it on', async () => {
    expect(await run(engine, { linkDevices: undefined })).toMatchObject({ members: ['erik'], anonymous: 4 });
  });

  test('a key from a file does what one from the environment does', async () => {
    await writeFile(join(folder, 'k1.hex'), `${hex}\n`);
    expect(await run(engine, { keys: { k1: { file: 'k1.hex' } } })).toEqual(await run(engine));
  });

  test('a tombstone whose key no place is named for stops the run, with its place', async () => {
    await expect(run(engine, { keys: {} })).rejects.toMatchObject({ code: 'key-missing', at: 'erased.csv:2' });
  });

  test('so does one made by a version of the canonical form that is not known', async () => {
    await writeFile(join(folder, 'erased.csv'), `hash,key,version,when\n${digest},k1,0,\n`);
    await expect(run(engine)).rejects.toMatchObject({ code: 'normaliser-unknown', at: 'erased.csv:2' });
  });

  test.each([
    ['logins.csv', 'who,device,when\nanna,,2026-02-01T09:00:00Z\n', 'no readable intoProfileId or deviceId'],
    ['logins.csv', 'who,device,when\nanna,phone,\n', 'no readable occurredAt'],
    ['logins.csv', 'who,device,when\nanna,phone,yesterday\n', 'no readable occurredAt'],
    ['erased.csv', 'hash,key,version,when\nerik@example.se,k1,1,\n', 'no readable digest'],
    ['erased.csv', `hash,key,version,when\n${digest},k1,,\n`, 'no readable normaliser'],
  ])('a row of %s that cannot be understood stops the run: %#', async (file, text, message) => {
    await writeFile(join(folder, file), text);
    const failure = await run(engine).catch((error: { issues: { message: string }[]; message: string }) => error);
    expect(JSON.stringify(failure)).toContain(message);
  });

  test.each(['anna', 'bo', 'dora', 'erik'])('explain says of %s what the run says', async (profileId) => {
    const loaded = await load();
    const opened = openEngine(loaded, { engine });
    try {
      const said = await explainProject(loaded, opened, 'news', { profileId }, { asOf });
      expect(said.audience.member).toBe(true);
      const codes = said.reasons.map(({ reason }) => reason);
      expect(codes.includes('ERASED_SUPPRESSED')).toBe(profileId === 'erik');
      expect(codes.includes('DECEASED')).toBe(profileId === 'dora');
    } finally {
      await opened.close();
    }
  });

  test('explain stops at a tombstone whose key is not given, too', async () => {
    const loaded = await load({ keys: {} });
    const opened = openEngine(loaded, { engine });
    try {
      const explaining = explainProject(loaded, opened, 'news', { profileId: 'anna' }, { asOf });
      await expect(explaining).rejects.toMatchObject({ code: 'key-missing' });
    } finally {
      await opened.close();
    }
  });
});

describe('keys of a project', () => {
  test.each([
    ['the variable is not set', { k1: { environment: `${VARIABLE}_NOWHERE` } }, 'key-missing'],
    ['the file is not there', { k1: { file: 'nowhere.hex' } }, 'key-missing'],
    ['the key itself in the project file', { k1: hex }, 'project-invalid'],
  ])('%s', async (_, keys, code) => {
    await expect(load({ keys })).rejects.toMatchObject({ code });
  });

  test('a key that is none is refused without being shown', async () => {
    process.env[VARIABLE] = 'correct horse battery staple';
    const failure = await load().catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'key-invalid', at: 'keys.k1' });
    expect(JSON.stringify(failure)).not.toContain('horse');
  });
});
