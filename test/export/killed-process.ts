import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Publishes, or writes a single list, and kills itself at one step on the way.
 *
 * Arguments: `publish`, `publish-encrypted` or `write`, the output folder, the rows of the longer list, and at which system call that changes
 * the output to die, before or during it (`7 before`). Without the last two it lives on and prints how many there were.
 */
const [what = '', output = '', rows = '', step = '', moment = ''] = process.argv.slice(2);

let steps = 0;
function dying(call: (...given: unknown[]) => Promise<unknown>) {
  return function (this: unknown, ...given: unknown[]): Promise<unknown> {
    steps += 1;
    if (steps !== Number(step)) return call.apply(this, given);
    // The call is on its way to the thread pool when the signal comes: done, half done or not begun.
    const begun = moment === 'during' ? call.apply(this, given) : new Promise(() => undefined);
    process.kill(process.pid, 'SIGKILL');
    return begun;
  };
}

function makeMortal(target: object, names: readonly string[]): void {
  const calls = target as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const name of names) calls[name] = dying(calls[name]!);
}

async function main(): Promise<void> {
  const probe = await fs.open(process.execPath, 'r');
  makeMortal(Object.getPrototypeOf(probe), ['appendFile', 'sync']);
  await probe.close();
  makeMortal(fs, ['mkdir', 'open', 'rename', 'rm']);
  syncBuiltinESMExports();
  const { publishRun } = await import('../../src/export/publish-run.js');
  const { writeList } = await import('../../src/export/single-list.js');
  const { encryptedRunOf } = await import('./encrypted-runs.js');
  const { campaign, listOf, people, runOf } = await import('./cleared-lists.js');
  process.stdout.write('ready\n');
  if (what === 'publish-encrypted') await publishRun(encryptedRunOf(output, Number(rows), 3));
  else if (what === 'publish') await publishRun(runOf(output, Number(rows), 3));
  else await writeList(listOf(campaign('c'), people(Number(rows))), `${output}/list.csv`);
  process.stdout.write(`${steps}\n`);
}

void main();
