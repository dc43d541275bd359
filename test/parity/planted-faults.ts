import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allocationFaults } from './allocation-faults.js';
import { oneSided, type PlantedFault } from './planted-fault-list.js';

/**
 * Proves that the net has no holes: plants one fault after the other in a copy of the source and demands that it is
 * caught. Run: `npx tsx test/parity/planted-faults.ts [runs] [words of a fault]`
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const [runs = '300', only = ''] = process.argv.slice(2);
const SEED = '20260303';

/** A copy of the source and of this folder, with one replacement; packages are shared. */
function copyWith(fault: PlantedFault | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist-fault-'));
  for (const part of ['src', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (fault !== undefined) {
    const file = join(folder, 'src', fault.file);
    const parts = readFileSync(file, 'utf8').split(fault.find);
    if (parts.length !== 2) throw new Error(`"${fault.says}": ${parts.length - 1} places in ${fault.file}, not one`);
    writeFileSync(file, parts.join(fault.put));
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

/** After how many ledgers the parity property disagreed; `undefined` where it never did. */
async function ledgersUntilCaught(fault: PlantedFault | undefined): Promise<number | undefined> {
  const folder = copyWith(fault);
  try {
    const { code, said } = await run(folder, ['--import', 'tsx', 'test/parity/seeded-parity.ts', SEED, runs]);
    const [, ledgers] = /^(\d+) disagreement$/m.exec(said) ?? [];
    if (ledgers !== undefined) return Number(ledgers);
    if (code === 0 && said.endsWith('none')) return undefined;
    throw new Error(`"${fault?.says ?? 'no fault'}" breaks the program instead:\n${said}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the test file that a fault names fails; a copy has no command to build, so that only the library is tested. */
async function testFails(fault: PlantedFault, by: string): Promise<'caught' | undefined> {
  const folder = copyWith(fault);
  try {
    const { code, said } = await run(folder, ['node_modules/vitest/vitest.mjs', 'run', by, '--no-color']);
    if (code === 0) return undefined;
    if (/Tests .*failed/.test(said)) return 'caught';
    throw new Error(`"${fault.says}" breaks the program instead:\n${said}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inParallel<T>(items: readonly T[], workers: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

const missed: string[] = [];
await inParallel(
  [...oneSided, ...allocationFaults].filter(({ says }) => says.includes(only)),
  2,
  async (fault) => {
    const caught = fault.by === undefined ? ledgersUntilCaught(fault) : testFails(fault, fault.by);
    const found = await caught.catch((error: Error) => error);
    console.log(`${String(found ?? 'NOT CAUGHT').padStart(10)}  ${fault.says}`);
    if (found === undefined || found instanceof Error) missed.push(fault.says);
  },
);
console.log(missed.length === 0 ? 'every fault was caught' : `not caught: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
