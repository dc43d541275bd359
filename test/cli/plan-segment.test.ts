import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleProject } from './command.js';
import { clearlistHere } from './in-process.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];

let cwd: string;
beforeAll(async () => {
  cwd = await sampleProject();
  await writeFile(
    join(cwd, 'winback.yaml'),
    `# bought once, not lately
kind: all
of:
  - {kind: segment, id: everybody}
  - {kind: not, of: {kind: segment, id: lapsed-fuel}}
  - kind: compare
    field: country
    is: eq
    value: "NO"
`,
  );
});

const plan = (...args: readonly string[]) => clearlistHere(['plan', '--segment', ...args, ...AS_OF], { cwd });

describe('plan --segment', () => {
  test('says the same on both engines, and writes the members for the owner alone, in byte order', async () => {
    const said = async (engine: string) => {
      const { code, stdout } = await plan('lapsed-fuel', '--engine', engine, '--members', `${engine}.txt`, '--json');
      expect(code).toBe(0);
      const { engine: by, inputs, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
      expect(by).toMatchObject({ id: engine });
      expect(Array.isArray(inputs)).toBe(true);
      return { rest, members: await readFile(join(cwd, `${engine}.txt`), 'utf8') };
    };
    const [duckdb, memory] = [await said('duckdb'), await said('memory')];
    expect(duckdb).toEqual(memory);
    const ids = duckdb.members.split('\n').slice(0, -1);
    expect(duckdb.rest).toMatchObject({ segment: 'lapsed-fuel', members: ids.length, lint: [], notEvaluated: [] });
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual([...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect((await stat(join(cwd, 'duckdb.txt'))).mode & 0o777).toBe(0o600);
  });

  test('takes a file that refers to segments of the project', async () => {
    const { code, stdout } = await plan('winback.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^winback as of .*\n {2}in the segment everybody and not \(in the segment lapsed-fuel\) and country is NO\n/,
    );
    expect(stdout).toMatch(/everybody +\d+\n {2}in it +\d+\n/);
    expect(stdout).toMatch(/remark: .*of\[0\]: this always holds/);
  });

  test.each<[string, readonly string[], string, RegExp]>([
    ['no such segment', ['lapsed-fule'], '', /no segment is named "lapsed-fule" \[unknown-name\]\n.*lapsed-fuel/],
    ['no such file', ['none.yaml'], '', /^clearlist: none\.yaml: the segment cannot be read \[source-missing\]/],
    ['no YAML', ['bad.yaml'], 'kind: [all', /^clearlist: bad\.yaml:1: the segment is no JSON and no YAML/],
    [
      'no such kind',
      ['bad.yaml'],
      'kind: compair',
      /bad\.yaml\.kind: .*no kind of condition is named "compair"; did you mean "compare"/,
    ],
    [
      'no such key',
      ['bad.json'],
      '{"kind":"all","of":[],"off":1}',
      /bad\.json: .*no key "off" here; did you mean "of"/,
    ],
    [
      'no such field',
      ['bad.yaml'],
      'kind: not\nof: {kind: presence, field: contry, is: present}',
      /bad\.yaml\.of\.field: .*"contry"; did you mean "country"/,
    ],
    [
      'another segment that is not there',
      ['bad.yaml'],
      'kind: segment\nid: lapsed',
      /bad\.yaml\.id: .*no segment is named "lapsed"/,
    ],
    ['members where there is no folder', ['everybody', '--members', 'no/such/folder'], '', /\[output-not-writable\]/],
  ])('%s', async (_, args, content, message) => {
    if (content !== '') await writeFile(join(cwd, args[0] ?? ''), content);
    const { code, stdout, stderr } = await plan(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test.each([[['--segment', 'everybody', '--only', 'newsletter']], [['--members', 'x.txt']]])(
    '%s is no command',
    async (args) => {
      expect(await clearlistHere(['plan', ...args, ...AS_OF], { cwd })).toMatchObject({ code: 2, stdout: '' });
    },
  );
});
