import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratch } from './command.js';

export interface SmallProject {
  readonly [key: string]: unknown;
}

const csv = (rows: readonly string[]): string => `${rows.join('\n')}\n`;

/** Three persons, two of whom share an address, one consent each, one objection; every file small enough to read. */
export const files = {
  'people.csv': csv([
    'id,email,country,born',
    'p1,anna@example.se,SE,1980-01-01',
    'p2,bertil@example.se,SE,1980-01-01',
    'p3,anna@example.se,SE,1980-01-01',
  ]),
  'consents.csv': csv(['id,person,at', ...['p1', 'p2', 'p3'].map((id) => `c-${id},${id},2026-09-01T10:00:00Z`)]),
  'objections.csv': csv(['id,person,at', 'o1,p2,2026-10-01T10:00:00Z']),
  'purchases.csv': csv(['id,person,at,amount,currency', 'k1,p1,2026-10-01T10:00:00Z,100,NOK']),
} as const;

const scope = { controller: 'okq8', purpose: 'direct_marketing', channel: 'email' };

export const definition: SmallProject = {
  clearlist: 1,
  zone: 'Europe/Stockholm',
  policy: 'okq8',
  sources: {
    people: {
      kind: 'profile',
      path: 'people.csv',
      columns: { id: 'id', email: 'email', country: 'country', birthDate: 'born' },
    },
    consents: {
      kind: 'permission',
      path: 'consents.csv',
      columns: { id: 'id', profileId: 'person', occurredAt: 'at' },
      constants: { ...scope, state: 'given', origin: 'data_subject', evidence: 'form' },
    },
    objections: {
      kind: 'objection',
      path: 'objections.csv',
      columns: { id: 'id', profileId: 'person', occurredAt: 'at' },
      constants: { ...scope, channel: '*', origin: 'data_subject' },
    },
    purchases: {
      kind: 'purchase',
      path: 'purchases.csv',
      columns: { id: 'id', profileId: 'person', occurredAt: 'at', amount: 'amount', currency: 'currency' },
      constants: { controller: 'okq8' },
    },
  },
  segments: { everybody: { kind: 'all', of: [] } },
  campaigns: { news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
};

/** The project in a folder of its own, with keys of the definition changed and files added or replaced. */
export async function smallProject(
  changes: SmallProject = {},
  changed: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const folder = join(scratch(), 'project');
  await mkdir(folder);
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify({ ...definition, ...changes }, null, 2));
  for (const [name, text] of Object.entries({ ...files, ...changed })) await writeFile(join(folder, name), text);
  return folder;
}

/** A change to one source. */
export const source = (name: string, changes: SmallProject): SmallProject => {
  const sources = definition.sources as Readonly<Record<string, SmallProject>>;
  return { sources: { ...sources, [name]: { ...sources[name], ...changes } } };
};
