import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = path.resolve(import.meta.dirname, '../..');
const built = path.join(root, 'bench/.build');
export const expertScript = path.join(built, 'expert/main.js');
export const byHandScript = path.join(built, 'by-hand/main.js');
const clearlistScript = path.join(root, 'dist/cli/main.js');
const usageHook = path.join(built, 'measure/usage.js');

/** What a whole process took, from its start to its end. */
export interface Usage {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}
export interface Finished extends Usage {
  readonly stdout: string;
}

let children = 0;

/**
 * Runs a script of Node to its end. @throws where it fails, with the end of what it said.
 *
 * @param accepted Exit codes that are no failure.
 */
export async function measured(
  script: string,
  args: readonly string[],
  cwd: string,
  accepted: readonly number[] = [0],
): Promise<Finished> {
  for (const needed of [script, usageHook]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing; npm run bench builds it`);
  }
  children += 1;
  const usageFile = path.join(cwd, `.usage-${process.pid}-${children}.json`);
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', pathToFileURL(usageHook).href, script, ...args], {
    cwd,
    env: { ...process.env, CLEARLIST_BENCH_USAGE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wallSeconds = (performance.now() - started) / 1000;
  if (code === null || !accepted.includes(code))
    throw new Error(`${path.basename(script)} ${args.join(' ')}: exit ${code}\n${said.stderr.slice(-2000)}`);
  const used = JSON.parse(readFileSync(usageFile, 'utf8')) as Omit<Usage, 'wallSeconds'>;
  rmSync(usageFile);
  return { wallSeconds, ...used, stdout: said.stdout };
}

/** Exit 1 is also a listing refused for its size, which the expert does not write either; what was written is compared. */
export const clearlist = (args: readonly string[], cwd: string): Promise<Finished> =>
  measured(clearlistScript, args, cwd, [0, 1]);
