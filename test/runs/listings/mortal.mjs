import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before a command: kills it at one of the system calls by which it changes a disk. `DIE_AT` is `7 before` or
// `7 during`; without it the command lives, and how many such calls there were is written into the file `STEPS`.

const [step, moment] = (process.env.DIE_AT ?? '').split(' ');
let steps = 0;

const mortal = (call) =>
  function (...given) {
    steps += 1;
    if (steps !== Number(step)) return call.apply(this, given);
    // The call is on its way to the thread pool when the signal comes: done, half done or not begun.
    const begun = moment === 'during' ? call.apply(this, given) : new Promise(() => undefined);
    process.kill(process.pid, 'SIGKILL');
    return begun;
  };

const probe = await fs.open(process.execPath, 'r');
const handle = Object.getPrototypeOf(probe);
await probe.close();
for (const name of ['appendFile', 'sync', 'truncate', 'write']) handle[name] = mortal(handle[name]);
for (const name of ['mkdir', 'open', 'rename', 'rm', 'writeFile']) fs[name] = mortal(fs[name]);
syncBuiltinESMExports();

process.on('exit', () => {
  if (process.env.STEPS !== undefined) writeFileSync(process.env.STEPS, String(steps));
});
