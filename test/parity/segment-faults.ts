import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SegmentFault, segmentFaults } from './segment-fault-list.js';

/**
 * Plants one fault after the other in the evaluators, the compiler and the planner of conditions, each in a copy of
 * the sources, and demands that it is caught; then that nothing is caught without a fault. Exits 1 when one slips
 * through. Run: `npm run test:faults:segments [-- words of a fault]`
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const only = process.argv[2] ?? '';
const SEED = '20260303';
/** The tables by hand, for what generated conditions do not find in so few ledgers. */
const TABLES = ['segments/sequence', 'segments/absence', 'segments/anchored'];
/** Of thirty conditions each. */
const LEDGERS = '30';

/** A copy of the sources and tests, with one replacement; packages are shared. */
function copyWith(fault: SegmentFault | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist-fault-'));
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (fault !== undefined) {
    const file = join(folder, 'src', fault.file);
    const [before, after] = readFileSync(file, 'utf8').split(fault.find) as [string, string];
    writeFileSync(file, `${before}${fault.put}${after}`);
  }
  return folder;
}

function run(
  folder: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: said.trim() }));
  });
}

/** What caught it; `undefined` where nothing did. */
async function caughtBy(fault: SegmentFault | undefined): Promise<string | undefined> {
  const folder = copyWith(fault);
  try {
    if (fault?.tests === undefined) {
      const { said } = await run(folder, ['--import', 'tsx', 'test/parity/seeded-segments.ts', SEED, LEDGERS]);
      const [, ledgers, why] = /^(\d+) (.*)$/m.exec(said) ?? [];
      if (ledgers !== undefined) return `${ledgers} ledgers, ${why}`;
      if (!said.endsWith('none')) throw new Error(`breaks the program instead: ${said}`);
      if (fault === undefined) return undefined;
    }
    const files = (fault.tests ?? TABLES).map((test) => `test/${test}.test.ts`);
    const { code, said } = await run(folder, ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', ...files]);
    const [, failed] = /FAIL\s+(.*)/.exec(said) ?? [];
    return code === 0 ? undefined : (failed ?? said.slice(-200));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const { says, file, find } of segmentFaults) {
  const places = readFileSync(join(root, 'src', file), 'utf8').split(find).length - 1;
  if (places !== 1) throw new Error(`"${says}": the place to plant is there ${places} times in ${file}`);
}

const missed: string[] = [];
const queue = segmentFaults.filter(({ says }) => says.includes(only));
const worker = async (): Promise<void> => {
  for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
    const by = await caughtBy(fault).catch((error: Error) => `NOT TRIED: ${error.message}`);
    if (by === undefined || by.startsWith('NOT')) missed.push(fault.says);
    console.log(`${by ?? 'NOT CAUGHT'}  |  ${fault.says}`);
  }
};
await Promise.all([worker(), worker()]);
if (only === '' && (await caughtBy(undefined)) !== undefined) missed.push('a disagreement without any fault');
console.log(missed.length === 0 ? `all ${segmentFaults.length} faults were caught` : `missed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
