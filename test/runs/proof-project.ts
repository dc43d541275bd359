import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { runProject, type SendingOptions } from '../../src/runs/run-project.js';
import { verifyProject } from '../../src/runs/verify-project.js';
import { storeProject } from './store-project.js';

export const AS_OF = '2026-03-03T10:00:00Z';
export const LATER = '2026-03-04T10:00:00Z';

export type Use = 'memory' | 'duckdb';
type Opened = ReturnType<typeof openEngine>;

export async function on<T>(
  project: Project,
  work: (engine: Opened) => Promise<T>,
  engine: Use = 'memory',
): Promise<T> {
  const opened = openEngine(project, { engine });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

export const run = (project: Project, options: Partial<SendingOptions> = {}, use: Use = 'memory') =>
  on(project, (engine) => runProject(project, engine, { asOf: AS_OF, ...options }), use);
export const plan = (project: Project, use: Use = 'memory') =>
  on(project, (engine) => planProject(project, engine, { asOf: AS_OF }), use);
export const verify = (project: Project) => on(project, (engine) => verifyProject(project, engine, { asOf: LATER }));

const PEOPLE = `id,email,country,deceased
anna,anna@example.se,SE,
reader,reader@example.se,SE,
objected,objected@example.se,SE,
silent,silent@example.se,SE,
dead,dead@example.se,SE,true
outside,outside@example.se,SE,
twin,outside@example.se,SE,
`;
const AGREED = ['anna', 'reader', 'objected', 'dead', 'outside', 'twin'];

const scope = { controller: 'okq8', purpose: 'direct_marketing', channel: 'email', origin: 'data_subject' };
const letter = { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'readers', proof: 'team' };
export const parts = [
  { id: 'a', percent: 50 },
  { id: 'b', percent: 50 },
];

type Config = Record<string, unknown> & { readonly campaigns: Readonly<Record<string, object>> };

/** A letter in two parts; one whose readers the letter has taken; one to a colleague who is on both proofs. */
const CONFIG: Config = {
  sources: {
    people: {
      kind: 'profile',
      path: 'people.csv',
      columns: { id: 'id', email: 'email', country: 'country', deceased: 'deceased' },
    },
    consents: {
      kind: 'permission',
      path: 'consents.csv',
      columns: { profileId: 'id' },
      constants: { ...scope, state: 'given', evidence: 'form', occurredAt: '2026-01-01T00:00:00Z' },
    },
    objections: {
      kind: 'objection',
      path: 'objections.csv',
      columns: { profileId: 'id' },
      constants: { ...scope, occurredAt: '2026-02-01T00:00:00Z' },
    },
  },
  lists: {
    team: { path: 'team.txt' },
    readers: { ids: ['anna', 'reader'] },
  },
  segments: {
    readers: { kind: 'list', list: 'readers' },
    colleague: { kind: 'list', ids: ['outside'] },
  },
  campaigns: {
    letter: { ...letter, split: { salt: 's', parts } },
    second: { ...letter, limit: { rows: 1, by: 'hash', salt: 's' }, notAgainWithinDays: 30 },
    third: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'colleague' },
  },
  allocation: { order: 'definition', perPerson: 1 },
};

const TEAM = ['anna', 'objected', 'silent', 'dead', 'outside', 'twin', 'nobody'];

export async function project(change: (config: Config) => object = () => ({})): Promise<Project> {
  const { file, folder } = await storeProject();
  const { imports: _, ...config } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(join(folder, 'people.csv'), PEOPLE);
  await writeFile(join(folder, 'consents.csv'), `id\n${AGREED.join('\n')}\n`);
  await writeFile(join(folder, 'objections.csv'), 'id\nobjected\n');
  await writeFile(join(folder, 'u1.key'), 'c3'.repeat(32));
  await writeFile(join(folder, 'team.txt'), `${TEAM.join('\n')}\n`);
  await writeFile(file, JSON.stringify({ ...config, ...CONFIG, ...change(CONFIG) }));
  return loadProject(file);
}

export const only = (changes: object) => (): object => ({ campaigns: { letter: { ...letter, ...changes } } });
