import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a process of its own, fed line by line. */
async function normalize(args: readonly string[], input: Iterable<string>): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'normalize', ...args], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => undefined);
  for (const line of input)
    if (!child.stdin.write(`${line}\n`)) await Promise.race([once(child.stdin, 'drain'), once(child, 'close')]);
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, out, err };
}

test('JSON Lines in, JSON Lines out, in order', async () => {
  const { code, out } = await normalize(
    ['--canonical', '--country', 'Sverige'],
    [
      '{"email":"Anna+Fuel@Example.SE","phone":"070-123 45 67","birth_date":"07/03/1985"}',
      '',
      '{"phone":41234567,"country":"NO","national_id":"811228-9874"}',
    ],
  );
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      email: { canonical: 'anna+fuel@example.se', refusal_key: 'anna@example.se' },
      phone: { canonical: '+46701234567', refusal_key: '+46701234567' },
      birth_date: { refused: 'DATE_AMBIGUOUS' },
    },
    {
      phone: { canonical: '+4741234567', refusal_key: '+4741234567' },
      country: { canonical: 'NO' },
      national_id: { refused: 'NATIONAL_ID' },
    },
  ]);
});

test.each([
  ['no JSON', '{"email":"bertil@example.se"', 'standard input:2', 'input-invalid'],
  ['no object', '["bertil@example.se"]', 'standard input:2', 'input-invalid'],
  ['an unknown field', '{"mail":"bertil@example.se"}', 'standard input:2, mail', 'unknown-name'],
])('a line that is %s ends it with its number and exit code 1, and repeats nobody', async (_, line, place, code) => {
  const ended = await normalize(['--canonical'], ['{"gender":"mies"}', line, '{"gender":"mies"}']);
  expect(ended.code).toBe(1);
  expect(ended.out).toBe('{"gender":{"canonical":"m"}}\n');
  expect(ended.err).toContain(`clearlist: ${place}: `);
  expect(ended.err).toContain(`[${code}]`);
  expect(ended.err).not.toContain('bertil');
});

test('many lines stream through', async () => {
  const lines = 50_000;
  const { code, out } = await normalize(
    ['--canonical'],
    Array.from({ length: lines }, (_, i) => `{"email":"p${i}@example.se"}`),
  );
  expect(code).toBe(0);
  const written = out.trim().split('\n');
  expect(written.length).toBe(lines);
  expect(written.at(-1)).toBe(
    `{"email":{"canonical":"p${lines - 1}@example.se","refusal_key":"p${lines - 1}@example.se"}}`,
  );
});

test('help shows fields, codes and examples; without --canonical the command line is wrong', async () => {
  const { code, out } = await normalize(['--help'], []);
  expect(code).toBe(0);
  for (const word of ['postal_code', 'PHONE_AMBIGUOUS', 'clearlist normalize --canonical']) expect(out).toContain(word);
  expect((await normalize([], [])).code).toBe(2);
});
