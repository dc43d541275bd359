import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { program } from '../../src/cli/program.js';
import { copyOf, day, type Nightly, nightlyProject, THIRD } from '../reliability/nightly-project.js';

/** Commands as processes, with `npm run test:terminals`: each takes four of them. */
const EVERY = process.env.CLEARLIST_TERMINALS !== undefined;

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let nightly: Nightly;
beforeAll(async () => {
  if (EVERY) nightly = await nightlyProject({ keys: { k1: { file: 'k1.key' } } });
});

interface Invocation {
  readonly args: (nightly: Nightly) => readonly string[];
  readonly input?: string;
  /** 0 where it is not given. */
  readonly code?: number;
}

const given = (...args: readonly string[]): Invocation => ({ args: () => args });
const cases = fileURLToPath(new URL('../../examples/06-policy-cases/cases.yaml', import.meta.url));
const person = JSON.stringify({ email: 'p1@example.se', country: 'SE' });

/** Every command that does something, as somebody gives it. */
const invocations: Readonly<Record<string, Invocation>> = {
  init: given('init', 'new'),
  demo: given('demo'),
  check: given('check'),
  plan: given('plan', '--as-of', THIRD),
  run: given('run', '--as-of', THIRD),
  recheck: { args: ({ runs }) => ['recheck', join('lists', runs[1]), '--as-of', day(11)] },
  verify: given('verify', '--as-of', day(11)),
  sent: { args: ({ runs }) => ['sent', join('lists', runs[1]), '--at', day(11)] },
  changes: { args: ({ runs }) => ['changes', 'everybody', '--since', runs[0]] },
  report: { args: ({ runs }) => ['report', join('lists', runs[1])] },
  clean: given('clean'),
  explain: { ...given('explain', '--campaign', 'news'), input: 'p1\n' },
  decide: { ...given('decide'), input: '{"person":"p1","campaign":"news"}\n' },
  normalize: { ...given('normalize', '--service', 'google-customer-match'), input: `${person}\n` },
  import: given('import', '--as', 'opt_outs', 'unsubscribes.csv', '--source', 'unsubscribes'),
  'record-refusal': { ...given('record-refusal', '--scope', 'all_marketing'), input: 'p1\n' },
  erase: { ...given('erase', '--key', 'k1'), input: 'p1\n' },
  store: given('store', 'verify'),
  'policy show': given('policy', 'show'),
  'policy test': given('policy', 'test', cases),
  'policy coverage': given('policy', 'coverage', cases),
  // The campaign is on e-mail, for which no register is asked: said, and nothing else.
  'wash request': {
    ...given('wash', 'request', '--campaign', 'news', '--register', 'nix-telefon', '--out', 'out.csv'),
    code: 1,
  },
  'wash answers': { ...given('wash', 'answers', 'unsubscribes.csv', '--source', 'unsubscribes'), code: 1 },
  removals: given('removals', '--as-of', THIRD),
};

/** Names of the commands that do something: `policy test`. */
const leaves = (command: Command, above: readonly string[] = []): readonly string[] =>
  command.commands.length === 0
    ? [above.join(' ')]
    : command.commands.flatMap((inner) => leaves(inner, [...above, inner.name()]));

test('every command is among them', () => {
  expect(Object.keys(invocations).sort()).toEqual([...leaves(program())].sort());
});

interface Shown {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/** A line of shell in a project of its own. */
async function shell(line: string, env: Readonly<Record<string, string>>): Promise<Shown> {
  const child = spawn('bash', ['-c', line], {
    cwd: await copyOf(nightly),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: undefined, CLEARLIST_ENGINE: 'memory', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const ESCAPE = '\u001b';
const STACK = /^\s+at |EPIPE|a fault of Clearlist itself/m;

describe.skipIf(process.platform !== 'linux').each(EVERY ? Object.keys(invocations) : [])('%s', (name) => {
  const { args, input = '', code: expected = 0 } = invocations[name] as Invocation;
  const line = (): string => quoted([process.execPath, main, ...args(nightly)]);
  const fed = (): string => `printf %s ${quoted([input])} | ${line()}`;

  test('in a pipe: no progress, no escape codes', async () => {
    const { code, stdout, stderr } = await shell(fed(), {});
    expect({ code, stderr }).toMatchObject({ code: expected });
    expect(stdout + stderr).not.toContain(ESCAPE);
    expect(stdout + stderr).not.toContain('\r');
    expect((stdout + stderr).trim()).not.toBe('');
  });

  test('on a terminal: nothing but one line that is overwritten, no colour, the same result', async () => {
    const terminal = `script -qec ${quoted([fed()])} /dev/null`;
    const { code, stdout } = await shell(terminal, { TERM: 'xterm-256color' });
    expect({ code, stdout }).toMatchObject({ code: expected });
    // What is overwritten, and the line that goes at the end.
    const left = stdout.split(`\r${ESCAPE}[2K`).filter((text, at, all) => at === all.length - 1 || text.includes('\n'));
    expect(left.join('')).not.toContain(ESCAPE);
    expect(left.join('')).not.toMatch(STACK);
    expect(left.join('').trim()).not.toBe('');
  });

  test('read by somebody who stops reading: it goes on to its end, quietly', async () => {
    const { code, stderr } = await shell(`${fed()} | head -c 1; exit "\${PIPESTATUS[1]}"`, {});
    expect({ code, stderr }).toMatchObject({ code: expected });
    expect(stderr).not.toMatch(STACK);
  });

  test('without any standard input: it does what needs none, and says what it lacks', async () => {
    const { code, stderr } = await shell(`${line()} <&-`, {});
    expect({ code, stderr }).toMatchObject({
      code: input === '' ? expected : expect.toSatisfy((c) => c === 0 || c === 1),
    });
    expect(stderr).not.toMatch(STACK);
  });
});
