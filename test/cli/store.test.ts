import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clearlist, edit, sampleProject, scratch } from './command.js';
import { clearlistHere } from './in-process.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];

/** The sample project with a store and a binding for letters. */
async function project(): Promise<string> {
  const folder = await sampleProject();
  await edit(folder, 'clearlist.config.json', (text) => {
    const config = JSON.parse(text) as Record<string, unknown>;
    const letters = { kind: 'objection', columns: { profileId: 'person', occurredAt: 'at' } };
    return JSON.stringify({ ...config, store: 'kept', imports: { letters } });
  });
  await rm(join(folder, 'kept'), { recursive: true, force: true });
  return folder;
}

test('a refusal goes from standard input into the store, into the decision, and into its explanation', async () => {
  const folder = await project();
  const missing = await clearlistHere(['plan', ...AS_OF], { cwd: folder });
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('[store-missing]') });
  expect(await clearlistHere(['store', 'create'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });

  const args = [
    'record-refusal',
    '--scope',
    'all marketing',
    '--received-at',
    '2026-11-20T08:00:00Z',
    '--language',
    'fi',
  ];
  const recorded = await clearlist(args, { cwd: folder, input: 'C10001\n' });
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect(recorded.stdout).toContain('Kaikki markkinointi päättyy');
  expect(recorded.stdout).toContain('Henkilöitä tiedoissa, joita se koskee: 1.');

  const explain = ['explain', '--campaign', 'newsletter', ...AS_OF, '--json'];
  const explained = await clearlistHere(explain, { cwd: folder, input: 'C10001\n' });
  const reference = /Viite: ([0-9a-f]{16})/.exec(recorded.stdout)?.[1];
  expect(JSON.parse(explained.stdout)).toMatchObject({
    outcome: 'suppress',
    reasons: expect.arrayContaining([
      {
        reason: 'OBJECTION_DIRECT_MARKETING',
        evidence: [
          expect.objectContaining({
            record: expect.objectContaining({ source: 'store/record-refusal', id: reference }),
          }),
        ],
      },
    ]),
  });
});

test('a file is imported once, and what is damaged afterwards is found and mended', async () => {
  const folder = await project();
  await clearlistHere(['store', 'create'], { cwd: folder });
  await writeFile(join(folder, 'letters.csv'), 'person,at\nC10001,2026-11-20T08:00:00Z\nC10002,\n');
  const args = ['import', 'letters.csv', '--as', 'objections', '--source', 'letters', '--json'];
  const first = await clearlistHere(args, { cwd: folder });
  expect({ ...first, stdout: JSON.parse(first.stdout) }).toMatchObject({
    code: 0,
    stderr: '',
    stdout: { added: 2, already: 0 },
  });
  expect(JSON.parse((await clearlistHere(args, { cwd: folder })).stdout)).toMatchObject({ added: 0, already: 2 });

  const head = JSON.parse(await readFile(join(folder, 'kept/HEAD'), 'utf8')) as { parts: { sha256: string }[] };
  await writeFile(join(folder, `kept/parts/${head.parts[0]?.sha256}.jsonl`), 'x\n');
  const verified = await clearlistHere(['store', 'verify'], { cwd: folder });
  expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining('damaged') });
  expect(await clearlistHere(['plan', ...AS_OF], { cwd: folder })).toMatchObject({ code: 1, stdout: '' });
  const restored = await clearlistHere(['store', 'restore', '--json'], { cwd: folder });
  expect(JSON.parse(restored.stdout)).toMatchObject({ lost: { objection: 2 }, damagedParts: 1 });
  expect(await clearlistHere(['store', 'verify'], { cwd: folder })).toMatchObject({ code: 0 });
});

test('what was planned and approved is run, and nothing else; the text of a plan ends with its hash', async () => {
  const folder = await project();
  await clearlistHere(['store', 'create'], { cwd: folder });
  const planned = await clearlistHere(['plan', ...AS_OF, '--only', 'newsletter', '--fail-if-empty'], { cwd: folder });
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  for (const heading of ['files that would be written', 'how new the sources are', 'remarks on the audiences']) {
    expect(planned.stdout).toContain(`\n${heading}\n`);
  }
  const hash = /\nplan ([0-9a-f]{64})\n$/.exec(planned.stdout)?.[1] ?? '';
  const approval = ['--plan', hash, '--approved-by', 'Anna Berg'];
  const other = await clearlistHere(['run', ...AS_OF, '--only', 'wash-sms', ...approval], { cwd: folder });
  expect(other).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[plan-changed]') });
  const done = await clearlistHere(['run', ...AS_OF, '--only', 'newsletter', ...approval, '--quiet'], { cwd: folder });
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(join(folder, 'kept/audit.jsonl'), 'utf8')).toContain('"approvedBy":"Anna Berg"');
  const verified = await clearlistHere(['verify', ...AS_OF], { cwd: folder });
  expect(verified).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('everything is as it was') });
});

test.each([
  [['--plan', 'a'], '--plan and --approved-by belong together'],
  [['--approved-by', 'Anna'], '--plan and --approved-by belong together'],
  [['--plan', 'a', '--approved-by', 'Anna'], '--plan needs --as-of'],
  [['--quiet', '--verbose'], 'cannot be used with'],
])('a wrong command line is told before anything is read: run %j', async (args, message) => {
  expect(await clearlistHere(['run', ...args], { cwd: scratch() })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  });
});
