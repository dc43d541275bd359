import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolders } from '../setup/scratch-folders.js';

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

/**
 * Where a command finds nothing but its own: in the folder of all it would remove what others left who were killed, by
 * steps that come or do not.
 */
export async function ownTemporaryFolder(): Promise<{ readonly TMPDIR: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist mortal '));
  scratchFolders.push(folder);
  return { TMPDIR: folder };
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
      env: { ...process.env, ...(await ownTemporaryFolder()), CLEARLIST_ENGINE: 'memory', ...env },
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
