import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newOwner } from '../../src/files/process-owner.js';
import { createStore } from '../../src/store/open-store.js';
import { clearlist, edit, type Finished, sampleProject, scratch } from './command.js';
import { clearlistHere } from './in-process.js';
import { smallProject } from './small-project.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];
const CONFIG = 'clearlist.config.json';

/** Waits ten seconds for the other machine: a process that does so while the other mistakes are made. */
let locked: Promise<Finished>;
beforeAll(async () => {
  const folder = await smallProject({ store: 'kept' });
  await createStore(join(folder, 'kept'));
  const elsewhere = (await newOwner()).replace(/^[0-9a-f]{8}/, (here) => (here === 'ffffffff' ? '0' : 'f').repeat(8));
  await writeFile(join(folder, 'kept', `lock-${elsewhere}`), '');
  const args = ['record-refusal', '--scope', 'all_marketing', '--no-look-up'];
  locked = clearlist(args, { cwd: folder, input: 'p1\n' });
});

type Project = Record<string, Record<string, Record<string, unknown>>> & { policy: unknown; output: unknown };

const inConfig = (change: (project: Project) => void) => async (folder: string) => {
  await edit(folder, CONFIG, (text) => {
    const project = JSON.parse(text) as Project;
    change(project);
    return JSON.stringify(project, null, 2);
  });
};

/** One mistake a user makes: what they did, the place named, and words of the message. */
const mistakes: readonly (readonly [string, (folder: string) => Promise<void>, RegExp, RegExp])[] = [
  [
    'an objection row with a cell too few',
    (folder) => edit(folder, 'data/objections.csv', (text) => `${text.trimEnd()}\nX1\n`),
    /^clearlist: data\/objections\.csv:\d+: /,
    /cannot be read.*\[rows-unreadable\]/,
  ],
  [
    'an objection row that names nobody',
    (folder) =>
      edit(
        folder,
        'data/objections.csv',
        (text) => `${text.trimEnd()}\n${',not-an-address'.padEnd(text.split('\n')[0]?.split(',').length ?? 0, ',')}\n`,
      ),
    /^clearlist: data\/objections\.csv:\d+: /,
    /\[rows-(unreadable|lost)\]/,
  ],
  [
    'an opt-out file that is not there',
    (folder) => rm(join(folder, 'data/opt-outs.csv')),
    /^clearlist: sources\.opt-outs\.path: /,
    /no file at data\/opt-outs\.csv \[source-missing\]/,
  ],
  [
    'a column that is not there',
    (folder) => edit(folder, 'data/consents.csv', (text) => text.replace('customer_no', 'customerno')),
    /^clearlist: data\/consents\.csv:1: /,
    /no column "customer_no"; did you mean "customerno"\? \[source-header\]/,
  ],
  [
    'a wrong type in a definition',
    inConfig((project) => {
      const condition = project.segments?.everybody as Record<string, unknown>;
      condition.of = [{ kind: 'compare', field: 'birthDate', is: 'lte', value: 'last year' }];
    }),
    /^clearlist: segments\.everybody\.of\[0\]\.value: /,
    /"last year" is no date for "birthDate" \[project-invalid\]/,
  ],
  [
    'a key that does not exist',
    inConfig((project) => {
      (project.campaigns?.newsletter as Record<string, unknown>).chanel = 'email';
    }),
    /^clearlist: campaigns\.newsletter\.chanel: /,
    /chanel.*\[project-invalid\]/,
  ],
  [
    'a policy that does not exist',
    inConfig((project) => {
      project.policy = 'okq9';
    }),
    /^clearlist: policy: /,
    /no policy is named "okq9" \[policy-unknown\]/,
  ],
  [
    'a channel whose rules are not there',
    inConfig((project) => {
      (project.campaigns?.newsletter as Record<string, unknown>).channel = 'affiliate';
    }),
    /^clearlist: campaigns\.newsletter\.channel: /,
    /no channel "affiliate" here; it has email, sms, .*\[project-invalid\]/,
  ],
  [
    'a source of a kind that nothing evaluates',
    inConfig((project) => {
      (project.sources?.objections as Record<string, unknown>).kind = 'loyalty';
    }),
    /^clearlist: sources\.objections\.kind: /,
    /a refusal nobody sees/,
  ],
  [
    'an output folder that cannot be written',
    inConfig((project) => {
      project.output = 'data/customers.csv/lists';
    }),
    /^clearlist: .*customers\.csv/,
    /\[output-not-writable\]/,
  ],
  [
    'a purchase without a readable time',
    (folder) => edit(folder, 'data/purchases.csv', (text) => text.replace(/\d{4}-\d{2}-\d{2}/, 'yesterday')),
    /^clearlist: data\/purchases\.csv:2: /,
    /no readable occurredAt/,
  ],
];

test.each(mistakes)(
  '%s: exit 1, one message with place and next step, no list left behind',
  async (_, make, place, words) => {
    const folder = await sampleProject();
    await make(folder);
    // Both readers have to say it; what the project file says wrong is said before any of them.
    for (const engine of place.source.includes('data') ? ['duckdb', 'memory'] : ['duckdb']) {
      const { code, stdout, stderr } = await clearlistHere(['run', ...AS_OF, '--engine', engine], { cwd: folder });
      expect(stderr).toMatch(place);
      expect(stderr).toMatch(words);
      expect(stderr).toMatch(/\n {2}next: \S.*\.\n$/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(await readdir(folder)).not.toContain('lists');
    }
  },
);

test('a process says so too: exit 1, one message, no list', async () => {
  const folder = await sampleProject();
  await rm(join(folder, 'data/opt-outs.csv'));
  const { code, stdout, stderr } = await clearlist(['run', ...AS_OF], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^clearlist: sources\.opt-outs\.path: .*\n {2}next: \S.*\.\n$/);
});

test('errors can be read by programs', async () => {
  const { code, stderr } = await clearlist(['run', ...AS_OF, '--json'], { cwd: scratch() });
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'project-missing', hint: expect.stringContaining('init') },
  });
});

test.each([
  ['an unknown command', ['runn']],
  ['an unknown option', ['run', '--fast']],
  ['a missing value', ['explain']],
  ['an engine that does not exist', ['plan', '--engine', 'oracle']],
  ['threads that are no number', ['plan', '--threads', 'many']],
])('%s is a wrong command line: exit 2', async (_, args) => {
  expect((await clearlistHere(args, { cwd: scratch() })).code).toBe(2);
});

test.each([
  ['no offset', '2026-11-22T06:00:00'],
  ['no such day', '2026-02-30T06:00:00Z'],
  ['finer than a millisecond', '2026-11-22T06:00:00.000001Z'],
])('an as-of with %s is refused', async (_, asOf) => {
  const folder = await sampleProject();
  const { code, stderr } = await clearlistHere(['run', '--as-of', asOf], { cwd: folder });
  expect(code).toBe(1);
  expect(stderr).toContain('[as-of-invalid]');
});

test('init writes into an empty folder only', async () => {
  const folder = scratch();
  await writeFile(join(folder, 'mine.txt'), 'mine');
  const { code, stderr } = await clearlist(['init', folder]);
  expect(code).toBe(1);
  expect(stderr).toContain('[project-exists]');
  expect(await readdir(folder)).toEqual(['mine.txt']);
});

test('init looks at own files, shows a proposal, and writes it only where it is told to', async () => {
  const folder = scratch();
  const file = join(folder, 'crm.csv');
  await writeFile(file, 'Kundnr;E-post;Land\nK1;canary@example.se;SE\n');
  const shown = await clearlistHere(['init', '--from', file], { cwd: folder });
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('kind: profile');
  expect(shown.stdout + shown.stderr).not.toContain('canary');
  expect(await readdir(folder)).toEqual(['crm.csv']);
  expect((await clearlistHere(['init', '--from', file, '--write'], { cwd: folder })).code).toBe(0);
  expect((await clearlistHere(['check'], { cwd: folder })).code).toBe(0);
  expect((await clearlistHere(['init', '--from', file, '--write'], { cwd: folder })).stderr).toContain(
    '[project-exists]',
  );
  expect((await clearlistHere(['init', '--from', folder], { cwd: folder })).stderr).toContain('[source-missing]');
  expect((await clearlistHere(['init'], { cwd: folder })).code).toBe(2);
  expect((await clearlistHere(['init', 'x', '--write'], { cwd: folder })).code).toBe(2);
});

test.each([
  ['nobody', 'nobody-by-this-id'],
  ['an unknown address', 'nobody@example.org'],
])('explaining %s says so', async (_, input) => {
  const folder = await sampleProject();
  const { code, stderr } = await clearlistHere(['explain', '--campaign', 'newsletter', ...AS_OF], {
    cwd: folder,
    input,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('[person-unknown]');
  expect(stderr).not.toContain(input);
});

// That every command has examples, and which, is a law of test/docs/reference.test.ts.
test('help is data, on standard output', async () => {
  const { code, stdout, stderr } = await clearlist(['explain', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Examples:');
});

test('a store in which another machine writes is waited for, and then said to be locked [store-locked]', async () => {
  const { code, stdout, stderr } = await locked;
  expect(stderr).toMatch(/^clearlist: .*kept: .*\[store-locked\]\n/);
  expect(stderr).toContain('clearlist store unlock');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});
