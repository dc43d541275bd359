import { beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_AS_OF, SAMPLE_PERSONS } from '../../src/project/sample/sample-project.js';
import { decideLines } from '../../src/runs/decide-lines.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { clearlist, sampleProject } from './command.js';

const request = { controller: 'okq8', purpose: 'direct_marketing', messageKind: 'newsletter', channel: 'email' };
const asOf = '2026-03-03T10:00:00Z';
const anna = { id: 'p1', country: 'SE', email: 'anna@example.se' };
const consent = {
  profileId: 'p1',
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
};
const records = { profile: [anna], permission: [consent] };

async function answers(...lines: readonly unknown[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  const written = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  for await (const answer of decideLines(written, { policy: okq8, asOf })) found.push({ ...answer });
  return found;
}

describe('one question a line', () => {
  test('is answered with its key and basis, and nothing about the person', async () => {
    const [answer] = await answers({ key: 7, person: { email: 'Anna@Example.se' }, request, records });
    expect(answer).toMatchObject({
      line: 1,
      key: 7,
      outcome: 'allow',
      primaryReason: 'ALLOW_CONSENT',
      basis: 'consent',
    });
    expect(JSON.stringify(answer)).not.toMatch(/anna|p1/i);
  });

  test('is answered with all reasons, each with record, date and path', async () => {
    const objection = [{ id: 'o-1', email: 'anna@example.se', occurredAt: '2026-02-01T00:00:00Z' }];
    const [answer] = await answers({ person: 'p1', request, records: { ...records, objection } });
    expect(answer).toMatchObject({
      outcome: 'suppress',
      primaryReason: 'OBJECTION_DIRECT_MARKETING',
      reasons: [
        {
          reason: 'OBJECTION_DIRECT_MARKETING',
          evidence: [
            {
              kind: 'objection',
              record: { source: 'objection', row: 1, id: 'o-1' },
              since: '2026-02-01T00:00:00Z',
              via: ['identifier'],
            },
          ],
        },
      ],
      policy: { id: okq8.id, version: okq8.version },
    });
  });

  test.each<[string, object, string]>([
    [
      'a kind of record that nobody knows',
      { records: { ...records, mystery: [{ profileId: 'p1' }] } },
      'RECORD_UNPARSEABLE',
    ],
    ['an as-of that is none', { records, asOf: 'yesterday' }, 'AS_OF_INVALID'],
    ['a channel that nobody knows', { records, request: { ...request, channel: 'pigeon' } }, 'UNKNOWN_CHANNEL'],
    ['a controller that nobody knows', { records, request: { ...request, controller: 'x' } }, 'UNKNOWN_CONTROLLER'],
  ])('%s refuses', async (_, change, reason) => {
    const [answer] = await answers({ person: 'p1', request, ...change });
    expect(answer).toMatchObject({ outcome: 'suppress', primaryReason: reason });
  });

  test('just before sending a refusal of tomorrow counts', async () => {
    const objection = [{ profileId: 'p1', occurredAt: '2026-04-01T00:00:00Z' }];
    const line = { person: 'p1', request, records: { ...records, objection } };
    expect((await answers(line, { ...line, sending: true })).map(({ outcome }) => outcome)).toEqual([
      'allow',
      'suppress',
    ]);
  });

  test('that is at fault is an error with its number and key, stops nobody, and shows nothing of the line', async () => {
    const found = await answers(
      '{"key":"a","person":"secret@example.se",',
      '',
      { key: 'b', person: 'secret@example.se', request },
      { key: 'c', person: 'nobody', request, records },
      { key: 'd', person: 'p1', request, records: { objection: [{ profileId: 'p1', controller: 5 }] } },
      { key: 'e', person: 'p1', request, 'secret@example.se': 1, records },
      { key: 'f', person: 'p1', records },
      { key: 'g', person: 'p1', campaign: 'secret@example.se', records },
      { key: 'h', person: 'p1', request, records: { objection: [{ email: 'secret' }] } },
      { key: 'i', person: 'p1', request, records },
    );
    expect(found.map(({ line, key, error }) => [line, key, (error as { code?: string } | undefined)?.code])).toEqual([
      [1, undefined, 'input-invalid'],
      [3, 'b', 'input-invalid'],
      [4, 'c', 'person-unknown'],
      [5, 'd', 'input-invalid'],
      [6, 'e', 'input-invalid'],
      [7, 'f', 'input-invalid'],
      [8, 'g', 'unknown-name'],
      [9, 'h', 'rows-lost'],
      [10, 'i', undefined],
    ]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('the command', () => {
  let project: string;
  beforeAll(async () => {
    project = await sampleProject();
  });

  test('decides by the records of a project, as its run does; one bad line gives exit 1 at the end', async () => {
    const input = [
      '{"key":1,"person":"nobody","campaign":"newsletter"}',
      `{"key":2,"person":"${SAMPLE_PERSONS.cleared}","campaign":"autumn-fuel","sending":true}`,
      `{"key":3,"person":"${SAMPLE_PERSONS.suppressed}","campaign":"autumn-fuel","sending":true}`,
    ];
    const as = ['--as-of', SAMPLE_AS_OF];
    const { code, stdout, stderr } = await clearlist(['decide', ...as], { cwd: project, input: input.join('\n') });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { key: 1, error: { code: 'person-unknown' } },
      { key: 2, outcome: 'allow' },
      { key: 3, outcome: 'suppress' },
    ]);
    expect([code, stderr.trim()]).toEqual([1, 'clearlist: 1 line was not decided']);
  });

  test('needs no project where every line brings its records', async () => {
    const input = JSON.stringify({ person: 'p1', request, records });
    const { code, stdout } = await clearlist(['decide', '--preset', 'okq8', '--as-of', asOf], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ line: 1, outcome: 'allow' });
  });

  test('a file that is not there is one clear error', async () => {
    const { code, stderr } = await clearlist(['decide', '--preset', 'okq8', '--file', '/nowhere.jsonl']);
    expect(code).toBe(1);
    expect(stderr).toContain('source-missing');
  });
});
