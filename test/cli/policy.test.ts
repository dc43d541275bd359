import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clearlist, sampleProject, scratch } from './command.js';
import { clearlistHere } from './in-process.js';

const here = (args: readonly string[]) => clearlistHere(args, { cwd: scratch() });

const person = { ref: 'p1', country: 'SE', identifiers: [{ kind: 'email', value: 'anna@example.se' }] };
const request = {
  operation: 'decide',
  person: 'p1',
  controller: 'okq8',
  purpose: 'direct_marketing',
  message_kind: 'newsletter',
  channel: 'email',
  as_of: '2026-03-03T10:00:00Z',
};
const one = (id: string, expected: object, given: object = {}) => ({
  id,
  title: 'a customer <who> never "said" anything',
  given: { people: [person], ...given },
  request,
  expect: expected,
});
const missing = { outcome: 'suppress', primary_reason: 'CONSENT_MISSING' };
const suite = (...cases: readonly object[]) => ({ format: 'suppression-decisions/1', cases });

async function caseFile(name: string, content: object | string): Promise<string> {
  const file = join(scratch(), name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const YAML = `
format: suppression-decisions/1
cases:
  - id: y1
    title: written by somebody who writes no code
    given:
      people:
        - ref: p1
          country: NO # a country, not the word no
          birth_date: 1985-05-01
          identifiers: [{ kind: email, value: anna@example.no }]
    request:
      operation: decide
      person: p1
      controller: okq8
      purpose: direct_marketing
      message_kind: newsletter
      channel: email
      as_of: 2026-03-03T10:00:00Z
    expect: { outcome: suppress, primary_reason: CONSENT_MISSING }
`;

describe('policy test', () => {
  test.each(['memory', 'duckdb'])('in JSON and YAML holds on %s', async (engine) => {
    const files = [await caseFile('a.json', suite(one('a', missing))), await caseFile('b.yaml', YAML)];
    const { code, stdout, stderr } = await here(['policy', 'test', ...files, '--engine', engine]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').filter(Boolean)).toEqual(
      files.map((file) => `${file}: 1 passed, 0 failed, 0 cannot be asked`),
    );
  });

  test('shows what was expected and found, and exits with 1', async () => {
    const unknown = one('c', missing, { weather: 'rain' });
    const file = await caseFile('a.json', suite(one('a', missing), one('b', { outcome: 'allow' }), unknown));
    const xml = join(scratch(), 'results.xml');
    const { code, stdout, stderr } = await here(['policy', 'test', file, '--junit', xml]);
    expect(code).toBe(1);
    expect(stderr).toBe('clearlist: 2 cases do not hold\n');
    expect(stdout).toContain(`${file}: 1 passed, 1 failed, 1 cannot be asked`);
    expect(stdout).toContain('FAILED  b  a customer <who> never "said" anything');
    expect(stdout).toContain('found     outcome suppress, primary_reason CONSENT_MISSING');
    expect(stdout).toContain('CANNOT BE ASKED  c');
    const written = await readFile(xml, 'utf8');
    expect(written).toContain('tests="3" failures="2"');
    expect(written).toContain('name="b a customer &lt;who&gt; never &quot;said&quot; anything"');
  });

  test('holds the cases against a project’s own policy', async () => {
    const folder = await sampleProject();
    const file = await caseFile('a.json', suite(one('a', missing)));
    const { code, stdout } = await here([
      'policy',
      'test',
      file,
      '--config',
      join(folder, 'clearlist.config.json'),
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      engine: 'memory',
      files: [{ file, cases: [{ id: 'a', status: 'passed' }] }],
    });
  });

  test.each<[string, string, RegExp]>([
    [
      'no JSON and no YAML',
      '{"format": \n "suppression-decisions/1", cases: [',
      /a\.json:\d+: .*no JSON and no YAML.*\[input-invalid\]/,
    ],
    ['a key written twice', 'format: suppression-decisions/1\nformat: x\ncases: []', /a\.json:2: .*duplicate key/],
    ['another format', '{"format": "suppression-decisions/2", "cases": []}', /\[input-invalid\]/],
  ])('refuses %s with its place', async (_, content, said) => {
    const { code, stderr } = await here(['policy', 'test', await caseFile('a.json', content)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('    at ');
  });

  test('refuses a file that is not there', async () => {
    const { code, stderr } = await here(['policy', 'test', join(scratch(), 'none.json')]);
    expect(code).toBe(1);
    expect(stderr).toContain('none.json: the suite cannot be read [input-invalid]');
  });
});

test('policy coverage names the reasons that no case reaches', async () => {
  const file = await caseFile('a.json', suite(one('a', missing)));
  const { stdout } = await clearlist(['policy', 'coverage', file, '--json']);
  const { codes, unreached } = JSON.parse(stdout);
  expect(codes.CONSENT_MISSING).toEqual({ first: 1, any: 1 });
  expect(unreached).toContain('DECEASED');
  expect(unreached).not.toContain('CONSENT_MISSING');
  expect((await here(['policy', 'coverage', file])).stdout).toMatch(/CONSENT_MISSING\s+first in {4}1 {2}found in {4}1/);
});

test('policy show gives a preset or the project’s policy, and says which presets there are', async () => {
  expect(JSON.parse((await here(['policy', 'show', '--preset', 'okq8'])).stdout)).toMatchObject({ id: 'okq8' });
  const config = join(await sampleProject(), 'clearlist.config.json');
  expect(JSON.parse((await here(['policy', 'show', '--config', config])).stdout)).toMatchObject({ id: 'okq8' });
  const { code, stderr } = await here(['policy', 'show', '--preset', 'okq9']);
  expect(code).toBe(1);
  expect(stderr).toContain('[policy-unknown]');
});
