import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject, type Project } from '../../../src/project/load-project.js';
import { openEngine } from '../../../src/runs/open-engine.js';
import { type PublishedSummary, runProject } from '../../../src/runs/run-project.js';
import { createStore } from '../../../src/store/open-store.js';
import { scratchFolders } from '../../setup/scratch-folders.js';

export interface Person {
  readonly id: string;
  readonly email?: string;
  readonly phone?: string;
  /** Born 1980 where it is not given. */
  readonly born?: string;
  readonly tier?: string;
  /** Given 2026-01-01 where it is not given. */
  readonly consent?: 'none' | 'withdrawn';
}

/** Writes who there is; everybody consents to be on listings, or says otherwise. */
export async function writePeople(folder: string, people: readonly Person[]): Promise<void> {
  const lines = people.map(({ id, email = '', phone = '', born = '1980-05-01', tier = 'gold' }) =>
    [id, email, phone, 'SE', born, tier].join(','),
  );
  await writeFile(join(folder, 'people.csv'), `${['id,email,phone,country,born,tier', ...lines].join('\n')}\n`);
  const consents = people
    .filter(({ consent }) => consent !== 'none')
    .map(
      ({ id, consent = 'given' }) =>
        `${id},*,*,*,${consent},2026-0${consent === 'withdrawn' ? 2 : 1}-01T00:00:00Z,data_subject,form-1`,
    );
  const header = 'person,controller,purpose,channel,state,at,origin,evidence';
  await writeFile(join(folder, 'consents.csv'), `${[header, ...consents].join('\n')}\n`);
}

const GOLD = { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' };

export const ADS = {
  controller: 'okq8',
  kind: 'listing_ad',
  channel: 'social_listing',
  country: 'SE',
  audience: 'gold',
  destination: 'google',
  listing: { service: 'google-customer-match' },
};

/** A project with one audience at Google, an empty store, and a least size of one. */
export const listingConfig = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: { preset: 'okq8', dangerouslyDestinations: { minimumAudience: 1, minimumCell: 1 } },
  keys: {},
  attributes: { tier: { type: 'text', about: 'level', category: 'interests' } },
  sources: {
    people: {
      kind: 'profile',
      path: 'people.csv',
      columns: { id: 'id', email: 'email', phone: 'phone', country: 'country', birthDate: 'born' },
      attributes: { tier: 'tier' },
    },
    consents: {
      kind: 'permission',
      path: 'consents.csv',
      columns: {
        profileId: 'person',
        controller: 'controller',
        purpose: 'purpose',
        channel: 'channel',
        state: 'state',
        occurredAt: 'at',
        origin: 'origin',
        evidence: 'evidence',
      },
    },
  },
  segments: { gold: GOLD },
  destinations: { google: { contract: 'dpa-1' } },
  campaigns: { ads: ADS },
  store: 'store',
  ...more,
});

export async function listingProject(
  people: readonly Person[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-listing-'));
  scratchFolders.push(folder);
  await writePeople(folder, people);
  await createStore(join(folder, 'store'));
  return withConfig(folder, more);
}

/** The same project with other definitions. */
export async function withConfig(folder: string, more: Readonly<Record<string, unknown>>): Promise<Project> {
  const file = join(folder, 'clearlist.config.json');
  await writeFile(file, JSON.stringify(listingConfig(more)));
  return loadProject(file);
}

export async function runOnce(
  project: Project,
  asOf: string,
  { engine = 'memory', replay = false }: { readonly engine?: 'memory' | 'duckdb'; readonly replay?: boolean } = {},
): Promise<PublishedSummary> {
  const opened = openEngine(project, { engine });
  try {
    return await runProject(project, opened, { asOf, replay });
  } finally {
    await opened.close();
  }
}

export const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T06:00:00Z`;
