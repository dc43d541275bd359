import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const mortal = new URL('mortal.mjs', import.meta.url).href;

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command with its arguments and what it reads on standard input. */
export interface Given {
  readonly args: readonly string[];
  readonly input?: string;
}

/** The built command as a process that dies where `DIE_AT` says; see mortal.mjs. */
export async function command(
  folder: string,
  { args, input = '' }: Given,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return ended(
    spawn(process.execPath, ['--import', mortal, main, ...args, '--config', folder], {
      cwd: folder,
      env: { ...process.env, CLEARLIST_ENGINE: 'memory', ...env },
    }),
    input,
  );
}

/** What a process said until it ended, given all its input at once. */
export async function ended(child: ChildProcessWithoutNullStreams, input: string): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => undefined).end(input);
  const [code, signal] = await once(child, 'close');
  return { code, signal, stdout, stderr };
}
