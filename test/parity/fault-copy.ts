import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlantedFault } from './planted-fault.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['src', 'test', 'package.json', 'tsconfig.json'];

/** Without the build of the command, which no suite that catches faults starts. */
const CONFIG = `import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/setup/draw-alike.ts', 'drawn.ts', 'test/setup/clean-scratch.ts'], pool: 'forks', testTimeout: 120_000, hookTimeout: 120_000 },
});
`;

/** The first failure is enough: nobody reads its shortest form. */
const DRAWN = `import fc from 'fast-check';
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
`;

/** A fault may show in few cases only: more of them than the test command takes. */
const TIMES = '3';

/** What a run of suites says: nothing failed, the first test that failed, or why nothing could be tried. */
export type Outcome =
  | { readonly passed: true }
  | { readonly passed: false; readonly failed: string }
  | { readonly broken: string };

interface Report {
  readonly numTotalTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function read(folder: string, said: string, report: string): Outcome {
  let parsed: Report;
  try {
    parsed = JSON.parse(readFileSync(report, 'utf8')) as Report;
  } catch {
    return { broken: said.slice(-500) };
  }
  const { success, numTotalTests, testResults } = parsed;
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) return { passed: false, failed: `${name.slice(folder.length + 6)}: ${failed.fullName}` };
  }
  if (success && numTotalTests > 0) return { passed: true };
  const message = testResults.find(({ status }) => status === 'failed')?.message;
  return { broken: message ?? said.slice(-500) };
}

/** A copy of the sources and tests in which faults are planted, one after the other; packages are shared. */
export class FaultCopy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'clearlist-fault-'));

  constructor() {
    for (const part of PARTS) cpSync(join(root, part), join(this.#folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
    writeFileSync(join(this.#folder, 'vitest.config.ts'), CONFIG);
    writeFileSync(join(this.#folder, 'drawn.ts'), DRAWN);
  }

  /** What the suites say of the sources with this fault; the copy is whole again afterwards. */
  with(fault: PlantedFault): Promise<Outcome> {
    return this.withAll([fault], fault.by);
  }

  /** The same with several faults at once. */
  async withAll(faults: readonly Omit<PlantedFault, 'by'>[], by: readonly string[]): Promise<Outcome> {
    const whole = new Map<string, string>();
    try {
      for (const { says, file, find, put } of faults) {
        const path = join(this.#folder, 'src', file);
        const text = readFileSync(path, 'utf8');
        whole.set(path, whole.get(path) ?? text);
        const parts = text.split(find);
        if (parts.length !== 2) throw new Error(`"${says}": ${parts.length - 1} places in ${file}, not one`);
        writeFileSync(path, parts.join(put));
      }
      return await this.run(by);
    } finally {
      for (const [path, text] of whole) writeFileSync(path, text);
    }
  }

  /** What the suites say of the sources as they are; one after the other, unless more workers may. */
  run(suites: readonly string[], workers = 1): Promise<Outcome> {
    const report = join(this.#folder, 'report.json');
    rmSync(report, { force: true });
    const files = suites.map((suite) => `test/${suite}.test.ts`);
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', `--maxWorkers=${workers}`];
    const args = [...vitest, '--reporter=json', `--outputFile=${report}`];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...args, ...files], {
        cwd: this.#folder,
        env: { ...process.env, CLEARLIST_TIMES: TIMES },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.on('error', reject);
      child.on('close', () => resolve(read(this.#folder, said, report)));
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
