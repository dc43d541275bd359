import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolders } from '../setup/scratch-folders.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command, as a real process. */
export function clearlist(args: readonly string[], options: { cwd?: string; input?: string } = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}

export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist test å '));
  scratchFolders.push(folder);
  return folder;
}

let sample: Promise<string> | undefined;

/** The project that all others are copied from; it stays as long as the process. */
async function initialised(): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), 'clearlist sample '));
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'project');
  const { code, stderr } = await clearlist(['init', folder]);
  if (code !== 0) throw new Error(stderr);
  return folder;
}

/** The sample project in a folder of its own, its path with a space and an å. */
export async function sampleProject(): Promise<string> {
  sample ??= initialised();
  const folder = join(scratch(), 'project');
  await cp(await sample, folder, { recursive: true });
  return folder;
}

export async function edit(folder: string, file: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${file}`);
  await writeFile(path, after);
}
