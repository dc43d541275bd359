import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ClearlistError } from '../../src/errors.js';
import { loadProject } from '../../src/project/load-project.js';
import { checkProject } from '../../src/runs/check-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { runProject } from '../../src/runs/run-project.js';

const scratch = mkdtempSync(join(tmpdir(), 'clearlist-quality-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const engines = ['duckdb', 'memory'] as const;
const CANARY = 'canary-19121212';

const files = {
  'customers.csv': `id,email,phone,country\n1,a@example.se,,SE\n2,,+46701740601,\n3,${CANARY}@example.se,,SE\n4,,,\n`,
  'purchases.csv':
    'line,id,at\nL1,1,2026-01-02T00:00:00Z\nL1,2,2026-03-01T12:30:00Z\nL2,9,2025-12-31T23:59:59Z\n,1,2026-01-05T00:00:00Z\n',
  'objections.csv': 'id,at\n8,2026-02-01T00:00:00Z\n1,\n',
};

type Sources = Record<string, Record<string, unknown>>;
let count = 0;
async function project(
  change: (sources: Sources) => void = () => {},
  data: Partial<typeof files> = {},
): Promise<string> {
  count += 1;
  const folder = join(scratch, String(count));
  mkdirSync(folder);
  for (const [name, text] of Object.entries({ ...files, ...data })) writeFileSync(join(folder, name), text);
  const sources: Sources = {
    customers: {
      kind: 'profile',
      path: 'customers.csv',
      columns: { id: 'id', email: 'email', phone: 'phone', country: 'country' },
    },
    purchases: { kind: 'purchase', path: 'purchases.csv', columns: { id: 'line', profileId: 'id', occurredAt: 'at' } },
    objections: { kind: 'objection', path: 'objections.csv', columns: { profileId: 'id', occurredAt: 'at' } },
  };
  change(sources);
  const config = {
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    sources,
    segments: { everybody: { kind: 'all', of: [] } },
    campaigns: { letter: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
  };
  writeFileSync(join(folder, 'clearlist.config.json'), JSON.stringify(config));
  return folder;
}

async function onEach<T>(work: (use: (typeof engines)[number]) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (const use of engines) results.push(await work(use));
  return results;
}

const ASOF = '2026-06-01T00:00:00Z';

const check = (folder: string, asOf = ASOF) =>
  onEach(async (use) => {
    const loaded = await loadProject(folder);
    const engine = openEngine(loaded, { engine: use });
    return checkProject(loaded, engine, { asOf })
      .catch((error: unknown) => error)
      .finally(() => engine.close());
  });

test('a check counts what is doubtful in each source, on both engines, and names nobody', async () => {
  const [first, second] = await check(await project());
  expect(first).toEqual(second);
  expect((first as { quality: unknown }).quality).toEqual([
    {
      source: 'customers',
      kind: 'profile',
      records: 4,
      duplicates: 0,
      orphans: 0,
      without: { email: 2, phone: 3, country: 2 },
    },
    {
      source: 'purchases',
      kind: 'purchase',
      records: 4,
      duplicates: 1,
      orphans: 1,
      earliest: '2025-12-31T23:59:59Z',
      latest: '2026-03-01T12:30:00Z',
    },
    {
      source: 'objections',
      kind: 'objection',
      records: 2,
      duplicates: 0,
      orphans: 1,
      earliest: '2026-02-01T00:00:00Z',
      latest: '2026-02-01T00:00:00Z',
    },
  ]);
  expect(JSON.stringify(first)).not.toContain(CANARY);
});

describe('a source that may not be old', () => {
  const files = (limit: object) => (sources: Sources) => {
    (sources.purchases as Record<string, unknown>).freshness = limit;
  };
  const old = async (limit: object, written?: string): Promise<string> => {
    const folder = await project(files(limit));
    if (written !== undefined) utimesSync(join(folder, 'purchases.csv'), new Date(written), new Date(written));
    return folder;
  };
  const codes = async (folder: string, asOf?: string): Promise<readonly unknown[]> =>
    (await check(folder, asOf)).map((result) => (result instanceof ClearlistError ? result.code : 'fine'));

  test('stops by its newest file, to the microsecond', async () => {
    const folder = await old({ files: 'P2D' }, '2026-05-30T00:00:00Z');
    expect(await codes(folder)).toEqual(['fine', 'fine']);
    expect(await codes(folder, '2026-06-01T00:00:00.001Z')).toEqual(['source-stale', 'source-stale']);
    expect(await codes(folder, '2026-01-01T00:00:00Z')).toEqual(['fine', 'fine']);
  });

  test('stops by its newest record that is not in the future', async () => {
    const folder = await old({ records: 'PT36H' });
    expect(await codes(folder, '2026-03-03T00:30:00Z')).toEqual(['fine', 'fine']);
    expect(await codes(folder, '2026-03-03T00:30:00.001Z')).toEqual(['source-stale', 'source-stale']);
    // The purchase of March is in the future here, and proves nothing.
    expect(await codes(folder, '2026-02-01T00:00:00Z')).toEqual(['source-stale', 'source-stale']);
    expect(await codes(folder, '2025-01-01T00:00:00Z')).toEqual(['source-stale', 'source-stale']);
  });
});

test('a source that lost more rows than its guard allows stops the run, and nothing is written', async () => {
  const folder = await project((sources) => {
    (sources.objections as Record<string, unknown>).shrinkGuard = 50;
  });
  const run = async (asOf: string): Promise<unknown> => {
    const loaded = await loadProject(folder);
    const engine = openEngine(loaded);
    return runProject(loaded, engine, { asOf })
      .then(({ alreadyThere }) => alreadyThere)
      .catch((error: ClearlistError) => [error.code, error.at, error.message])
      .finally(() => engine.close());
  };
  expect(await run('2026-06-01T00:00:00Z')).toBe(false);
  writeFileSync(join(folder, 'objections.csv'), 'id,at\n8,2026-02-01T00:00:00Z\n');
  expect(await run('2026-06-02T00:00:00Z')).toBe(false);
  writeFileSync(join(folder, 'objections.csv'), 'id,at\n');
  expect(await run('2026-06-03T00:00:00Z')).toEqual([
    'source-shrunk',
    'sources.objections.shrinkGuard',
    'source "objections" has 0 rows, and had 1 in the last run; 50 % fewer are allowed',
  ]);
});
