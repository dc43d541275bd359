import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClearlistErrorCode, errorCodes } from '../../src/errors.js';
import { clearlistHere } from './in-process.js';
import { definition, files, type SmallProject, smallProject, source } from './small-project.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];
const RUN = ['run', ...AS_OF];
const HERE = { 'clearlist.config.json': '' };

/** One mistake that gives one code: what is different, what is called last, what is said. */
interface Provocation {
  readonly project?: SmallProject;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What happened before: commands, or changes to the folder. */
  readonly before?: (folder: string) => Promise<unknown>;
  readonly args: readonly string[];
  readonly input?: string;
  /** The place, as it stands at the beginning of the message; none where there is no place. */
  readonly at: RegExp;
  readonly says: RegExp;
  readonly next: RegExp;
}

const here = (folder: string, args: readonly string[]) => clearlistHere(args, { cwd: folder });
const ran = (folder: string) => here(folder, RUN);
const created = (folder: string) => here(folder, ['store', 'create']);
const runFolder = async (folder: string): Promise<string> => {
  const [id] = await readdir(join(folder, 'lists'));
  return join('lists', id ?? 'none');
};
const withSource = (name: string, binding: SmallProject): SmallProject => ({
  sources: { ...(definition.sources as SmallProject), [name]: binding },
});
const tombstones = withSource('erased', {
  kind: 'tombstone',
  path: 'erased.csv',
  columns: { digest: 'hash', keyId: 'key', normaliser: 'version', occurredAt: 'at' },
});
const erased = (version: string) => ({
  'erased.csv': `hash,key,version,at\n${'ab'.repeat(32)},k1,${version},2026-01-01T00:00:00Z\n`,
});
const KEY = 'CLEARLIST_TEST_KEY';
const inSek = {
  kind: 'aggregate',
  over: 'purchase',
  where: {},
  measure: { sum: 'amount', currency: 'SEK', convert: true },
  in: { kind: 'rolling', last: 'P365D' },
  is: 'gte',
  value: '1',
};

const provocations: Readonly<Partial<Record<ClearlistErrorCode, Provocation>>> = {
  'as-of-invalid': {
    args: ['plan', '--as-of', '2026-02-30T06:00:00Z'],
    at: /as-?of/i,
    says: /./,
    next: /Write it like/,
  },
  'canary-failed': {
    project: { release: { canaries: [{ profileId: 'p1', outcome: 'suppress' }] } },
    args: RUN,
    at: /release\.canaries/,
    says: /canar/,
    next: /./,
  },
  'definition-invalid': {
    files: { 'idea.json': '{"kind":"compare","field":"birthDat","is":"eq","value":"1980-01-01"}' },
    args: ['plan', '--segment', 'idea.json', ...AS_OF],
    at: /idea/,
    says: /birthDat/,
    next: /./,
  },
  'duplicate-id': {
    files: { 'people.csv': `${files['people.csv']}p1,other@example.se,SE,1980-01-01\n` },
    args: RUN,
    at: /people\.csv|profile/,
    says: /same id/,
    next: /id of its own|its own id/,
  },
  'engine-failed': {
    args: [...RUN, '--engine', 'duckdb', '--memory', '1MB'],
    at: /^/,
    says: /DuckDB stopped/,
    next: /memory/,
  },
  'engine-unsupported': {
    args: ['plan', '--sql', '--engine', 'memory', ...AS_OF],
    at: /^/,
    says: /speaks no SQL/,
    next: /duckdb/,
  },
  'guard-tripped': {
    project: {
      release: { guards: { leastPersons: 1, clearedRise: 0 } },
      campaigns: { news: { ...(definition.campaigns as { news: object }).news } },
    },
    files: { 'people.csv': `${files['people.csv']}p4,cecilia@example.se,SE,1980-01-01\n` },
    before: async (folder) => {
      await ran(folder);
      await writeFile(join(folder, 'objections.csv'), 'id,person,at\n');
    },
    args: ['run', '--as-of', '2026-11-22T07:00:00Z'],
    at: /campaigns\.news/,
    says: /./,
    next: /override-guard/,
  },
  'identity-cycle': {
    project: withSource('merges', {
      kind: 'identity_link',
      path: 'merges.csv',
      columns: { profileId: 'a', intoProfileId: 'b', occurredAt: 'at' },
      constants: { link: 'merge' },
    }),
    files: { 'merges.csv': 'a,b,at\np1,p3,2026-01-01T00:00:00Z\np3,p1,2026-01-02T00:00:00Z\n' },
    args: RUN,
    at: /./,
    says: /circle/,
    next: /merges/,
  },
  'input-invalid': {
    project: { store: 'kept' },
    before: created,
    args: ['record-refusal'],
    input: 'p1',
    at: /--scope/,
    says: /nothing is said/,
    next: /all_marketing/,
  },
  'key-invalid': {
    project: { keys: { k1: { file: 'k1.key' } } },
    files: { 'k1.key': 'abc' },
    args: ['check', ...AS_OF],
    at: /k1/,
    says: /64 hex/,
    next: /openssl/,
  },
  'key-missing': {
    project: { keys: { k1: { environment: KEY } } },
    args: ['check', ...AS_OF],
    at: /keys\.k1/,
    says: /not there/,
    next: new RegExp(KEY),
  },
  'list-altered': {
    before: async (folder) => {
      await ran(folder);
      const list = join(folder, await runFolder(folder), 'news.csv');
      await writeFile(list, `${await readFile(list, 'utf8')}p9,x@example.se\n`);
    },
    args: ['recheck', 'lists/RUN', ...AS_OF],
    at: /news\.csv/,
    says: /./,
    next: /never edited/,
  },
  'list-empty': {
    project: { segments: { everybody: { kind: 'compare', field: 'country', is: 'eq', value: 'NO' } } },
    args: [...RUN, '--fail-if-empty'],
    at: /news/,
    says: /./,
    next: /fail-if-empty/,
  },
  'list-expired': {
    before: ran,
    args: ['recheck', 'lists/RUN', '--as-of', '2026-12-22T06:00:00Z'],
    at: /./,
    says: /./,
    next: /Run the campaign again/,
  },
  'normaliser-unknown': {
    project: { ...tombstones, keys: { k1: { file: 'k1.key' } } },
    files: { ...erased('0'), 'k1.key': 'ab'.repeat(32) },
    args: RUN,
    at: /erased\.csv:2/,
    says: /not known/,
    next: /release that knows it/,
  },
  'output-differs': {
    before: async (folder) => {
      await ran(folder);
      await writeFile(join(folder, await runFolder(folder), 'news.csv'), 'by hand\n');
    },
    args: RUN,
    at: /lists/,
    says: /nothing was overwritten/,
    next: /Move that folder/,
  },
  'output-not-writable': { args: [...RUN, '--output', 'people.csv/lists'], at: /people\.csv/, says: /./, next: /./ },
  'person-ambiguous': {
    project: { store: 'kept', keys: { k1: { file: 'k1.key' } } },
    files: { 'k1.key': 'ab'.repeat(32) },
    before: created,
    args: ['erase', '--key', 'k1'],
    input: 'anna@example.se',
    at: /^/,
    says: /./,
    next: /profile id/,
  },
  'person-unknown': { args: ['explain', '--campaign', 'news', ...AS_OF], input: 'p9', at: /^/, says: /./, next: /./ },
  'plan-changed': {
    project: { store: 'kept' },
    before: created,
    args: [...RUN, '--plan', 'ab'.repeat(32), '--approved-by', 'Anna Berg'],
    at: /^/,
    says: /./,
    next: /plan again/,
  },
  'policy-unknown': {
    args: ['policy', 'show', '--preset', 'okq9'],
    at: /^/,
    says: /no policy is named "okq9"/,
    next: /okq8/,
  },
  'project-exists': { args: ['init', '.'], at: /^/, says: /./, next: /new or empty folder/ },
  'project-invalid': { project: { outputs: 'lists' }, args: ['check'], at: /outputs/, says: /output/, next: /./ },
  'project-missing': {
    files: HERE,
    before: (folder) => rm(join(folder, 'clearlist.config.json')),
    args: ['check'],
    at: /^/,
    says: /no project file/,
    next: /init/,
  },
  'rate-missing': {
    project: {
      segments: { everybody: inSek },
      rates: { currency: 'SEK', rates: [{ currency: 'EUR', from: '2026-01-01', to: '2027-01-01', rate: '11.25' }] },
    },
    args: RUN,
    at: /rates/,
    says: /no rate for NOK on 2026-10-01/,
    next: /Add the rate/,
  },
  'rows-unreadable': {
    files: { 'objections.csv': 'id,person,at\no1\n' },
    args: RUN,
    at: /objections\.csv:2/,
    says: /cannot be read/,
    next: /./,
  },
  'source-changed': {
    project: withSource('crm', {
      kind: 'profile',
      path: 'crm.duckdb',
      format: { type: 'duckdb', table: 'people' },
      columns: { id: 'id' },
    }),
    files: { 'crm.duckdb': 'a database', 'crm.duckdb.wal': 'and changes beside it' },
    args: [...RUN, '--engine', 'duckdb'],
    at: /crm\.duckdb/,
    says: /./,
    next: /CHECKPOINT/,
  },
  'source-encoding': {
    files: { 'people.csv': Buffer.from([...Buffer.from('id,email,country,born\np1,'), 0xff, 0x0a]) },
    args: RUN,
    at: /people\.csv/,
    says: /UTF-8/,
    next: /encoding/,
  },
  'source-header': {
    files: { 'consents.csv': 'id,persn,at\n' },
    args: RUN,
    at: /consents\.csv:1/,
    says: /did you mean "persn"/,
    next: /./,
  },
  'source-missing': {
    before: (folder) => rm(join(folder, 'objections.csv')),
    args: RUN,
    at: /sources\.objections\.path/,
    says: /no file at objections\.csv/,
    next: /./,
  },
  'source-shrunk': {
    project: source('purchases', { shrinkGuard: 20 }),
    before: async (folder) => {
      await ran(folder);
      await writeFile(join(folder, 'purchases.csv'), 'id,person,at,amount,currency\n');
    },
    args: ['run', '--as-of', '2026-11-22T07:00:00Z'],
    at: /purchases/,
    says: /fewer/,
    next: /Fetch the source again/,
  },
  'source-stale': {
    project: source('people', { freshness: { files: 'P2D' } }),
    before: (folder) =>
      utimes(join(folder, 'people.csv'), new Date('2026-11-01T00:00:00Z'), new Date('2026-11-01T00:00:00Z')),
    args: RUN,
    at: /people/,
    says: /./,
    next: /./,
  },
  'store-damaged': {
    project: { store: 'kept' },
    before: async (folder) => {
      await created(folder);
      await clearlistHere(['record-refusal', '--scope', 'all_marketing', '--no-look-up'], { cwd: folder, input: 'p1' });
      const [part = ''] = await readdir(join(folder, 'kept', 'parts'));
      await writeFile(join(folder, 'kept', 'parts', part), 'something else\n');
    },
    args: RUN,
    at: /kept.parts/,
    says: /./,
    next: /store verify/,
  },
  'store-missing': { project: { store: 'kept' }, args: RUN, at: /kept/, says: /no store here/, next: /store create/ },
  'store-not-writable': {
    project: { store: 'people.csv/kept' },
    args: ['store', 'create'],
    at: /people\.csv/,
    says: /./,
    next: /./,
  },
  'store-version': {
    project: { store: 'kept' },
    before: async (folder) => {
      await created(folder);
      const head = join(folder, 'kept', 'HEAD');
      await writeFile(head, (await readFile(head, 'utf8')).replace(/"version": ?\d+/, '"version": 99'));
    },
    args: RUN,
    at: /kept/,
    says: /version 99/,
    next: /newer release/,
  },
  'token-invalid': {
    project: { store: 'kept', unsubscribe: { key: 'u1', keys: { u1: { file: 'u1.key' } } } },
    files: { 'u1.key': 'ab'.repeat(32) },
    before: created,
    args: ['record-refusal', '--token-stdin'],
    input: '1.u1.abc',
    at: /^/,
    says: /./,
    next: /keep every key/,
  },
  'unknown-name': { args: [...RUN, '--only', 'autumn'], at: /^/, says: /autumn/, next: /news/ },
};

// Small data needs no database; what does names it.
beforeAll(() => {
  process.env.CLEARLIST_ENGINE = 'memory';
});
afterAll(() => {
  delete process.env.CLEARLIST_ENGINE;
});

test.each(Object.entries(provocations))('%s: exit 1, what is wrong, where, and what to do next', async (code, it) => {
  const folder = await smallProject(it.project, it.files);
  await it.before?.(folder);
  const lists = await readdir(join(folder, 'lists')).catch(() => []);
  const args = await Promise.all(it.args.map(async (arg) => (arg === 'lists/RUN' ? runFolder(folder) : arg)));
  const {
    code: exit,
    stdout,
    stderr,
  } = await clearlistHere(args, { cwd: folder, ...(it.input === undefined ? {} : { input: it.input }) });
  const said = new RegExp(`^clearlist: (?<place>.*) \\[${code}\\]\n`, 'm').exec(stderr)?.groups?.place;
  expect(said, stderr).toBeDefined();
  expect(said).toMatch(it.at);
  expect(said).toMatch(it.says);
  const next = /\n {2}next: (\S.*\.)\n$/.exec(stderr)?.[1];
  expect(next, stderr).toMatch(it.next);
  expect(stderr).not.toMatch(/\n\s+at |@example/);
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
  expect(await readdir(join(folder, 'lists')).catch(() => [])).toEqual(lists);
});

/** Codes that no command line can bring about, or not in this process, and the test that does. */
const elsewhere: Readonly<Partial<Record<ClearlistErrorCode, string>>> = {
  interrupted: 'runs/interrupted.test.ts',
  'rows-lost': 'cli/decide.test.ts',
  'self-audit-failed': 'campaign/release.test.ts',
  'list-not-hashed': 'export/listing-files/laws.test.ts',
  'list-used-twice': 'export/publish-run.test.ts',
  'not-a-cleared-list': 'export/single-list.test.ts',
  'list-refused': 'export/single-list.test.ts',
  'store-locked': 'cli/mistakes.test.ts',
  'engine-missing': 'cli/other-processes.test.ts',
};

test('every code of the closed set is provoked, here or in the test that is named', async () => {
  const named = [...Object.keys(provocations), ...Object.keys(elsewhere)];
  expect([...named].sort()).toEqual([...errorCodes].sort());
  for (const [code, file] of Object.entries(elsewhere)) {
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    expect(text, `${file} provokes ${code}`).toMatch(new RegExp(`'${code}'|\\[${code}\\\\?\\]`));
  }
});
