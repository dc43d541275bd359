import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearAudience, okq8 } from 'clearlist';
import {
  decideLines,
  duckdb,
  listStream,
  loadProject,
  openEngine,
  planSegment,
  textLines,
  writeList,
} from 'clearlist/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scratch } from '../cli/command.js';
import { smallProject, source } from '../cli/small-project.js';

const AS_OF = '2026-11-22T06:00:00Z';
const ids = ['p1', 'p2', 'p3'];
const records = {
  profile: ids.map((id) => ({ id, country: 'SE', email: `${id}@example.se` })),
  permission: ids.map((profileId) => ({
    profileId,
    controller: 'okq8',
    purpose: 'direct_marketing',
    channel: 'email',
    state: 'given',
    origin: 'data_subject',
    evidence: 'form',
    occurredAt: '2026-09-01T00:00:00Z',
  })),
};
const campaign = {
  id: 'news',
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  audience: { id: 'everybody', condition: { kind: 'all', of: [] } },
} as const;

test('the bytes of a list as a web stream are those of its file', async () => {
  const list = await clearAudience({ campaign, policy: okq8, records, asOf: AS_OF });
  const file = join(scratch(), 'news.csv');
  await writeList(list, file);
  expect(await new Response(await listStream(list)).text()).toBe(await readFile(file, 'utf8'));
});

test('rows go into a web stream, and whoever has enough cancels it', async () => {
  const engine = duckdb({ records, policy: okq8 });
  const list = await clearAudience({ campaign, policy: okq8, engine, asOf: AS_OF });
  const rows = ReadableStream.from(list).getReader();
  expect(await rows.read()).toEqual({ done: false, value: ['p1', 'p1@example.se'] });
  await rows.cancel();
  await (await listStream(list)).cancel();
  await engine.close();
});

test('a list that its campaign encrypts is not streamed plain', async () => {
  const sealed = { ...campaign, encryptFor: ['printer'] };
  const list = await clearAudience({ campaign: sealed, policy: okq8, records, asOf: AS_OF });
  await expect(listStream(list)).rejects.toMatchObject({ code: 'unknown-name' });
});

test('questions in a web stream of bytes, answers in one of text', async () => {
  const question = (key: string, person: string): string => JSON.stringify({ key, person, campaign: 'news', records });
  const body = new Blob([`${question('å', 'p1')}\r\n${question('b', 'p9')}\n`]).stream();
  const project = await loadProject(await smallProject());
  const answers = ReadableStream.from(decideLines(textLines(body), { ...project, asOf: AS_OF })).pipeThrough(
    new TransformStream<object, string>({
      transform: (answer, controller) => controller.enqueue(`${JSON.stringify(answer)}\n`),
    }),
  );
  const lines = (await new Response(answers.pipeThrough(new TextEncoderStream())).text()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { line: 1, key: 'å', outcome: 'allow' },
    { line: 2, key: 'b', error: { code: 'person-unknown' } },
  ]);
});

test('a source of rows may be a web stream', async () => {
  const folder = await smallProject(source('people', { format: { type: 'rows' }, path: 'a program' }));
  const people = records.profile.map(({ id, email, country }) => ({ id, email, country, born: '1980-01-01' }));
  const engine = openEngine(await loadProject(folder), { rows: { people: ReadableStream.from(people) } });
  const { count } = await planSegment(await loadProject(folder), engine, { asOf: AS_OF, segment: 'everybody' });
  expect(count).toBe(3);
  await engine.close();
});

test('text in any pieces is the lines of the whole', async () => {
  const text = fc.array(fc.constantFrom('å', 'a', '\n', '\r\n', '\u{1f600}'), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 3 }), async (parts, size) => {
      const whole = parts.join('');
      const bytes = Buffer.from(whole);
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const lines: string[] = [];
      for await (const line of textLines(pieces())) lines.push(line);
      const expected = whole.split(/\r?\n/);
      expect(lines).toEqual(expected.at(-1) === '' ? expected.slice(0, -1) : expected);
    }),
  );
});
