import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { loadProject } from '../../src/project/load-project.js';
import { type EngineOptions, openEngine } from '../../src/runs/open-engine.js';
import { runDefinition } from '../../src/runs/run-definition.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
afterAll(() => scratch.remove());

let count = 0;
/** A project with customers of this kind, and whatever else. */
function project(customers: object, more: object = {}): string {
  count += 1;
  const folder = join(scratch.folder, String(count));
  mkdirSync(folder);
  const config = {
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    sources: {
      customers: { kind: 'profile', columns: { id: 'id', email: 'mail', birthDate: 'born' }, ...customers },
      ...more,
    },
    segments: { everybody: { kind: 'all', of: [] } },
    campaigns: { letter: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'everybody' } },
  };
  writeFileSync(join(folder, 'clearlist.config.json'), JSON.stringify(config));
  return folder;
}

async function read(folder: string, options: EngineOptions = {}): Promise<unknown> {
  const loaded = await loadProject(folder);
  const engine = openEngine(loaded, options);
  try {
    const definition = runDefinition(loaded, { asOf: '2026-06-01T00:00:00Z' });
    const { inputs } = await engine.run(definition);
    const { profile = [], purchase = [] } = await engine.records(definition);
    return {
      profiles: profile.map(({ id, email, birthDate, unreadable }) => [id, email, birthDate, unreadable]),
      purchases: purchase.map(({ profileId, occurredAt, amount }) => [profileId, occurredAt, amount]),
      files: inputs.map(({ files, rows }) => [files[0]?.file, rows, files[0]?.sha256.length]),
    };
  } catch (error) {
    const { code, at, message } = error as { code: string; at: string; message: string };
    return { code, at, message };
  } finally {
    await engine.close();
  }
}

async function database(path: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const table = { path: 'crm.duckdb', format: { type: 'duckdb', table: 'customers' } };
const sold = {
  purchases: {
    kind: 'purchase',
    path: 'crm.duckdb',
    format: { type: 'duckdb', table: 'shop.sold' },
    columns: { profileId: 'who', occurredAt: 'at', amount: 'sum' },
  },
};

test('tables and views of a database are read by DuckDB, and never written to', async () => {
  const folder = project(table, sold);
  await database(
    join(folder, 'crm.duckdb'),
    "create table people as select * from (values (1, 'A@example.se', date '1990-02-03'), (2, null, null)) as t(id, mail, born)",
    'create view customers as select * from people',
    'create schema shop',
    "create table shop.sold as select '1' as who, timestamptz '2026-01-01 00:00:00Z' as at, cast(12.5 as decimal(9,2)) as sum",
    'checkpoint',
  );
  expect(await read(folder)).toEqual({
    profiles: [
      ['1', ['A@example.se'], '1990-02-03', false],
      ['2', [], undefined, false],
    ],
    purchases: [['1', Date.UTC(2026, 0, 1) * 1000, 12_500_000n]],
    files: [
      ['crm.duckdb', 2, 64],
      ['crm.duckdb', 1, 64],
    ],
  });
  expect(await read(folder, { engine: 'memory' })).toMatchObject({ code: 'engine-unsupported' });
});

test.each([
  ['no such table', { format: { type: 'duckdb', table: 'nothing' } }, 'source-missing'],
  ['no such database', { path: 'other.duckdb' }, 'source-missing'],
  ['a file that is no database', { path: 'clearlist.config.json' }, 'source-missing'],
  ['a column that is not there', { columns: { id: 'no' } }, 'source-header'],
])('%s is refused', async (_, change, code) => {
  const folder = project({ ...table, ...change });
  await database(join(folder, 'crm.duckdb'), 'create table customers as select 1 as id', 'checkpoint');
  expect(await read(folder)).toMatchObject({ code });
});

test('a database with changes beside its file is refused', async () => {
  const folder = project(table);
  await database(join(folder, 'crm.duckdb'), 'create table customers as select 1 as id', 'checkpoint');
  writeFileSync(join(folder, 'crm.duckdb.wal'), 'x');
  expect(await read(folder)).toMatchObject({ code: 'source-changed', at: 'crm.duckdb' });
});

const own = { path: 'our CRM', format: { type: 'rows' } };

async function* people(): AsyncGenerator<object> {
  yield { id: 1, mail: ' A"quoted"@example.se\n', born: '1990-02-03', other: { nested: true } };
  yield { id: 2n, mail: null };
  yield { id: '3', mail: 'å;,@example.se', born: new Date('1990-02-03T00:00:00Z') };
}

test('a program’s own rows are read by both engines, as often as is needed', async () => {
  const folder = project(own);
  for (const engine of ['duckdb', 'memory'] as const) {
    expect(await read(folder, { engine, rows: { customers: people() } })).toEqual({
      profiles: [
        ['1', ['A"quoted"@example.se'], '1990-02-03', false],
        ['2', [], undefined, false],
        // A day with a time is no day.
        ['3', ['å;,@example.se'], undefined, true],
      ],
      purchases: [],
      files: [['our CRM', 3, 64]],
    });
  }
});

test.each<[string, Record<string, Iterable<object>>, object]>([
  ['none were given', {}, { code: 'source-missing', at: 'sources.customers.format' }],
  ['no row has a column', { customers: [{ id: 1, mail: 'a@example.se' }] }, { code: 'source-header' }],
  ['an object in a cell', { customers: [{ id: { a: 1 }, mail: '', born: '' }] }, { code: 'input-invalid' }],
  ['no number', { customers: [{ id: Number.NaN, mail: '', born: '' }] }, { code: 'input-invalid' }],
  ['half a character', { customers: [{ id: '\ud83d', mail: '', born: '' }] }, { code: 'input-invalid' }],
])('rows are refused where %s', async (_, rows, expected) => {
  expect(await read(project(own), { rows })).toMatchObject(expected);
});
