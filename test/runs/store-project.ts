import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { createStore } from '../../src/store/open-store.js';
import { scratchFolders } from '../setup/scratch-folders.js';

const subject = { profileId: 'person', email: 'email', phone: 'phone', country: 'country' };

/** A project of two persons with an empty store, and a binding for every kind of import. */
export async function storeProject(more: Readonly<Record<string, unknown>> = {}): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-import-'));
  scratchFolders.push(folder);
  await writeFile(
    join(folder, 'people.csv'),
    'id,email,country\np1,anna@example.se,SE\np2,bertil@example.se,SE\np3,anna@example.se,SE\n',
  );
  const scope = { controller: 'controller', purpose: 'purpose', channel: 'channel', state: 'state' };
  const times = { occurredAt: 'at', origin: 'origin', evidence: 'evidence' };
  const project = {
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    sources: {
      people: { kind: 'profile', path: 'people.csv', columns: { id: 'id', email: 'email', country: 'country' } },
    },
    imports: {
      letters: { kind: 'objection', columns: { ...subject, ...scope, ...times } },
      'opt-outs': { kind: 'opt_out', columns: { ...subject, channel: 'channel', topic: 'topic', occurredAt: 'at' } },
      consents: { kind: 'permission', columns: { ...subject, ...scope, ...times } },
      inbox: {
        kind: 'opt_out',
        columns: { phone: 'phone', occurredAt: 'at' },
        constants: { channel: 'sms', controller: 'okq8', country: 'SE' },
        text: 'body',
      },
    },
    segments: { everybody: { kind: 'all', of: [] } },
    campaigns: { news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
    store: 'store',
    ...more,
  };
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify(project));
  await createStore(join(folder, 'store'));
  return loadProject(join(folder, 'clearlist.config.json'));
}

/** A CSV file beside the project; what a row leaves out is empty. */
export async function file(
  project: Project,
  name: string,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<string> {
  const header = [
    'person',
    'email',
    'phone',
    'country',
    'controller',
    'purpose',
    'channel',
    'topic',
    'state',
    'at',
    'origin',
    'evidence',
    'body',
  ];
  const cell = (text = ''): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => header.map((column) => cell(row[column])).join(','));
  const path = join(project.folder, name);
  await writeFile(path, `${[header.join(','), ...lines].join('\n')}\n`);
  return path;
}
