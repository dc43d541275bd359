import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mapValues from 'lodash-es/mapValues.js';
import sortBy from 'lodash-es/sortBy.js';
import { expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import type { PersonDecision } from '../../src/campaign/person-decision.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { sourceData } from '../../src/engines/duckdb/source-data.js';
import type { Placed } from '../../src/model/record-kind.js';
import { loadProject } from '../../src/project/load-project.js';
import { runDefinition } from '../../src/runs/run-definition.js';
import { join as joined, literal, name, type Sql, sql } from '../../src/sql/fragment.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/**
 * A large file with columns is read as often as somebody asks for some of its rows, a small one once into a table. Here
 * they hold the same rows, and a column that nobody reads makes one large.
 */

const AS_OF = '2026-03-10T10:00:00Z';

type Rows = readonly (readonly (string | null)[])[];

const HEADERS = {
  people: ['id', 'mail', 'old_mail', 'tel', 'country', 'city'],
  consents: ['person', 'state', 'at', 'evidence'],
  contacts: ['person', 'at'],
  objections: ['person', 'at'],
} as const;

type File = keyof typeof HEADERS;

const columns = {
  people: { id: 'id', email: 'mail', formerEmail: 'old_mail', phone: 'tel', country: 'country' },
  consents: { profileId: 'person', state: 'state', occurredAt: 'at', evidence: 'evidence' },
  contacts: { profileId: 'person', occurredAt: 'at' },
  objections: { profileId: 'person', occurredAt: 'at' },
};

const scope = { controller: 'okq8', purpose: 'direct_marketing', channel: 'email' };

const said: Readonly<Record<File, object>> = {
  people: { kind: 'profile', attributes: { town: 'city' } },
  consents: { kind: 'permission', constants: { ...scope, topic: '*', origin: 'data_subject' } },
  contacts: { kind: 'contact', constants: { channel: 'email', purpose: 'direct_marketing', topic: 'newsletter' } },
  objections: { kind: 'objection', constants: scope },
};

const day = (n: number): string => `2026-03-0${n}T10:00:00Z`;

/** Members are those of Lund. */
const ROWS: Readonly<Record<File, Rows>> = {
  people: [
    ['anna', 'anna@example.se', null, '070-1234567', 'SE', 'Lund'],
    [' bertil ', 'Bertil@Example.se', null, null, 'SE', 'Lund'],
    ['cecilia', 'home@example.se', null, null, 'SE', 'Lund'],
    ['david', 'david@example.se', 'Home+d@example.se', null, 'SE', 'Malmö'],
    ['eva', 'eva@example.se', null, null, 'SE', 'Lund'],
    ['fredrik', null, null, null, null, 'Lund'],
    ['gun', 'gun@example.se', null, null, 'SE', 'Lund'],
  ],
  consents: [
    ...['anna', 'bertil', 'cecilia', 'david', 'eva', 'gun'].map((id) => [id, 'given', '2025-01-01T00:00:00Z', 'e']),
    // Of somebody outside, who once had the address of a member.
    ['david', 'withdrawn', day(1), null],
    ['gun ', 'withdrawn', day(2), null],
    ['nobody', 'withdrawn', day(2), null],
  ],
  contacts: [
    ['eva', day(8)],
    ['eva', day(9)],
    ['anna', day(9)],
  ],
  objections: [['anna', day(1)]],
};

async function write(folder: string, file: File, rows: Rows, isLarge: boolean): Promise<void> {
  const session = await Session.open();
  try {
    const row = (cells: readonly (string | null)[]): Sql => sql`(${joined(cells.map(literal), ', ')})`;
    const names = joined(
      HEADERS[file].map((one) => name(one)),
      ', ',
    );
    const padding = isLarge
      ? sql`, case when i = '0' then array_to_string(list_transform(range(40000), lambda x: md5(x::varchar)), '') end as padding`
      : sql``;
    const values = joined(
      rows.map((cells, i) => row([...cells, String(i)])),
      ', ',
    );
    await session.run(
      sql`copy (select ${names}${padding} from (values ${values}) as t(${names}, i)) to ${join(folder, `${file}.parquet`)} (format parquet, compression uncompressed)`,
    );
  } finally {
    session.close();
  }
}

const inOrder = (rows: readonly Placed[] | undefined) => sortBy(rows, ({ ref }) => ref.row);

async function decided(rows: Readonly<Record<File, Rows>>, isLarge: boolean): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-read-again-'));
  scratchFolders.push(folder);
  for (const file of Object.keys(said) as File[]) await write(folder, file, rows[file], isLarge);
  const sources = Object.fromEntries(
    (Object.keys(said) as File[]).map((file) => [
      file,
      { path: `${file}.parquet`, columns: columns[file], ...said[file] },
    ]),
  );
  const project = {
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    attributes: { town: { type: 'text', about: 'where they live', category: 'demographic_profile' } },
    sources,
    segments: { lund: { kind: 'compare', field: 'town', is: 'eq', value: 'Lund' } },
    campaigns: { news: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'lund' } },
  };
  await writeFile(join(folder, 'clearlist.config.json'), JSON.stringify(project));
  const loaded = await loadProject(folder);
  const engine = new DuckDbEngine(sourceData(loaded), { threads: 1 });
  try {
    const run = { ...runDefinition(loaded, { asOf: AS_OF }), audit: { sample: 100, always: ['david'] } };
    const { lists, captured, inputs, figures } = await engine.run(run);
    const decisions: PersonDecision[] = [];
    for (const list of lists) for await (const one of contentOf(list).decisions()) decisions.push(one);
    return {
      counts: lists.map(({ counts }) => counts),
      decisions: sortBy(decisions, 'personId'),
      captured: captured.map(({ persons, records }) => ({ persons, records: mapValues(records, inOrder) })),
      rows: inputs.map(({ source, rows: all, unreadable }) => ({ source, all, unreadable })),
      quality: (await figures()).quality,
    };
  } catch (error) {
    return error instanceof Error ? error.message : error;
  } finally {
    await engine.close();
  }
}

const both = (rows: Readonly<Record<File, Rows>>) => Promise.all([decided(rows, false), decided(rows, true)]);

test('decisions, what a self-audit captures, counts and quality are the same', async () => {
  const [once, again] = await both(ROWS);
  expect(again).toEqual(once);
  expect(once).toMatchObject({
    counts: [{ members: 6 }],
    rows: expect.arrayContaining([expect.objectContaining({ source: 'consents', all: 9, unreadable: 0 })]),
  });
  // Cecilia by the address that David once had.
  const masks = (once as { decisions: readonly PersonDecision[] }).decisions.map(({ personId, mask }) => [
    personId,
    mask === 0n,
  ]);
  expect(masks).toEqual([
    ['anna', false],
    ['bertil', true],
    ['cecilia', false],
    ['eva', true],
    ['fredrik', false],
    ['gun', false],
  ]);
});

test.each<readonly [string, Partial<Record<File, Rows>>]>([
  ['a consent of nobody', { consents: [...ROWS.consents, [null, 'given', day(1), 'e']] }],
  ['a consent of nobody who is named', { consents: [...ROWS.consents, [' ', 'given', day(1), 'e']] }],
  ['a profile without an id', { people: [...ROWS.people, [null, 'a@example.se', null, null, 'SE', 'Malmö']] }],
  [
    'two profiles with one id, outside of every audience',
    { people: [...ROWS.people, ...[1, 2].map(() => ['x', null, null, null, null, null])] },
  ],
  ['a contact without a time', { contacts: [...ROWS.contacts, ['david', null]] }],
])('%s stops the run', async (_, change) => {
  const [once, again] = await both({ ...ROWS, ...change });
  expect(again).toEqual(once);
  expect(once).toEqual(expect.any(String));
});
