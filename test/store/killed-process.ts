import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Works on a store until it is done or killed, and says what it was told is done.
 *
 * Arguments: `add` or `migrate`, the store, a name for its lines; then, if it is not to live, at which system call that
 * changes the store to die: `7 before`, `7 during`, or to be told that the disk is full: `7 full`.
 *
 * Prints `ready`, then `done <line>` for every batch that was acknowledged, at the end `steps <count>`; `error <code>`
 * where the store refuses.
 */
const [what = '', folder = '', name = '', step = '', moment = ''] = process.argv.slice(2);

const BATCHES = 12;

let steps = 0;
function mortal(call: (...given: unknown[]) => Promise<unknown>) {
  return function (this: unknown, ...given: unknown[]): Promise<unknown> {
    steps += 1;
    if (steps !== Number(step)) return call.apply(this, given);
    if (moment === 'full') {
      const error = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
      return Promise.reject(error);
    }
    // The call is on its way to the thread pool when the signal comes: done, half done or not begun.
    const begun = moment === 'during' ? call.apply(this, given) : new Promise(() => undefined);
    process.kill(process.pid, 'SIGKILL');
    return begun;
  };
}

function makeMortal(target: object, names: readonly string[]): void {
  const calls = target as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const each of names) {
    const call = calls[each];
    if (call !== undefined) calls[each] = mortal(call);
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<void> {
  const probe = await fs.open(process.execPath, 'r');
  makeMortal(Object.getPrototypeOf(probe), ['appendFile', 'sync', 'truncate', 'write']);
  await probe.close();
  makeMortal(fs, ['mkdir', 'open', 'rename', 'rm', 'writeFile']);
  syncBuiltinESMExports();
  const { addRecords } = await import('../../src/store/add-lines.js');
  const { compactStore } = await import('../../src/store/compact-store.js');
  const { migrateStore } = await import('../../src/store/migrate-store.js');
  const { migrationSteps, TARGET } = await import('./test-migrations.js');
  say('ready');
  if (what === 'migrate') await migrateStore(folder, {}, migrationSteps, TARGET);
  else {
    for (let i = 0; i < BATCHES; i += 1) {
      const lines = ['x', 'y', 'z'].map((letter) => `${name}-${i}-${letter}`);
      await addRecords(folder, { objection: lines, opt_out: lines }, { action: 'import', detail: {} });
      say(`done ${name}-${i}`);
      if (i % 3 === 2) await compactStore(folder);
    }
  }
  say(`steps ${steps}`);
}

main().catch((error: { code?: string }) => {
  say(`error ${error.code}`);
});
