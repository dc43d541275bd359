import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { runProject } from '../../src/runs/run-project.js';
import { createStore, openStore } from '../../src/store/open-store.js';
import { type StoredKind, storedKinds } from '../../src/store/stored-kinds.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/** Long ago, so that lists of these days are old on any day on which tests run. */
export const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T06:00:00Z`;

const csv = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;
const people = ['p1', 'p2', 'p3', 'p4'];

const files: Readonly<Record<string, string>> = {
  'people.csv': csv('id,email,country', ...people.map((id) => `${id},${id}@example.se,SE`)),
  'consents.csv': csv('person', ...people),
  // Taken in by an import: both are refusals of persons who would be on the list.
  'unsubscribes.csv': csv('person,at', `p1,${day(12)}`, `p3,${day(12)}`),
};

const definition = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  sources: {
    people: { kind: 'profile', path: 'people.csv', columns: { id: 'id', email: 'email', country: 'country' } },
    consents: {
      kind: 'permission',
      path: 'consents.csv',
      columns: { profileId: 'person' },
      constants: {
        controller: 'okq8',
        purpose: 'direct_marketing',
        channel: 'email',
        state: 'given',
        origin: 'data_subject',
        evidence: 'form',
        occurredAt: '2025-12-01T00:00:00Z',
      },
    },
  },
  imports: {
    unsubscribes: {
      kind: 'opt_out',
      columns: { profileId: 'person', occurredAt: 'at' },
      constants: { channel: 'email', controller: 'okq8' },
    },
  },
  segments: { everybody: { kind: 'all', of: [] } },
  campaigns: { news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
  store: { folder: 'store', keepMemberships: true },
  release: { keepListsForDays: 30 },
};

/** What was done before anything is killed: a run, another a week later, and the plan of a third. */
export interface Nightly {
  readonly folder: string;
  /** Ids of the two runs. */
  readonly runs: readonly [string, string];
  /** Hash of the plan as of the third day. */
  readonly plan: string;
}

export const THIRD = day(17);

/** A project with a store, two runs, and a file of unsubscribes that nobody has taken in yet. */
export async function nightlyProject(more: Readonly<Record<string, unknown>> = {}): Promise<Nightly> {
  const folder = await scratchFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify({ ...definition, ...more }));
  await writeFile(join(folder, 'k1.key'), 'ab'.repeat(32), { mode: 0o600 });
  await createStore(join(folder, 'store'));
  const project = await loadProject(folder);
  const engine = openEngine(project, { engine: 'memory' });
  try {
    const first = await runProject(project, engine, { asOf: day(3) });
    const second = await runProject(project, engine, { asOf: day(10) });
    const { planHash } = await planProject(project, engine, { asOf: THIRD });
    return { folder, runs: [first.runId, second.runId], plan: planHash };
  } finally {
    await engine.close();
  }
}

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist nightly å '));
  scratchFolders.push(folder);
  return folder;
}

export async function copyOf({ folder }: Nightly): Promise<string> {
  const copy = await scratchFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

/** Everything in the folder for lists that anybody takes for a list: each file with its bytes. */
export async function visibleLists(folder: string): Promise<Readonly<Record<string, string>>> {
  const lists = join(folder, 'lists');
  const found: Record<string, string> = {};
  for (const run of (await readdir(lists)).filter((name) => !name.startsWith('.')).sort()) {
    for (const name of (await readdir(join(lists, run))).sort()) {
      found[`${run}/${name}`] = await readFile(join(lists, run, name), 'utf8');
    }
  }
  return found;
}

/** Every record in the store, by kind. */
export async function storedLines(folder: string): Promise<Readonly<Partial<Record<StoredKind, readonly string[]>>>> {
  const store = await openStore(join(folder, 'store'));
  const held: Partial<Record<StoredKind, readonly string[]>> = {};
  for (const kind of storedKinds) {
    const lines: string[] = [];
    for await (const batch of store.lines(kind)) lines.push(...batch);
    if (lines.length > 0) held[kind] = lines.sort();
  }
  return held;
}
