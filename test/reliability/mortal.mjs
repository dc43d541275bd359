import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before a command: kills it at one of the system calls by which it changes a disk. `DIE_AT` is `7 before` or
// `7 during`; without it the command lives, and how many such calls there were is written into the file `STEPS`, and
// what they did, a JSON array per line, into the file `TRACE`. `FAULT` breaks the command on purpose, so that tests can
// show that they would notice: `no-sync` syncs nothing, `no-rename` writes files
// anew where they would be renamed.

const { DIE_AT, STEPS, TRACE, FAULT } = process.env;
const faults = (FAULT ?? '').split(' ');
const [step, moment] = (DIE_AT ?? '').split(' ');
let steps = 0;
const trace = [];
/** Where each open file is. */
const paths = new WeakMap();

const mortal = (name, call, pathsOf) =>
  function (...given) {
    steps += 1;
    const done = () => call.apply(this, given);
    if (steps !== Number(step)) return TRACE === undefined ? done() : traced(done, [name, ...pathsOf(this, given)]);
    // The call is on its way to the thread pool when the signal comes: done, half done or not begun.
    const begun = moment === 'during' ? done() : new Promise(() => undefined);
    process.kill(process.pid, 'SIGKILL');
    return begun;
  };

async function traced(done, line) {
  const result = await done();
  trace.push(line);
  return result;
}

const { open, readFile, rm } = fs;
const probe = await open(process.execPath, 'r');
const handle = Object.getPrototypeOf(probe);
await probe.close();

if (faults.includes('no-rename')) {
  const { rename } = fs;
  fs.rename = async (from, to) => {
    const bytes = await readFile(from).catch(() => undefined);
    if (bytes === undefined) return rename(from, to);
    // By the mortal calls, so that the command can die between the two.
    await fs.writeFile(to, '');
    await fs.writeFile(to, bytes);
    return rm(from);
  };
}

fs.open = async (path, ...given) => {
  const file = await open(path, ...given);
  paths.set(file, String(path));
  return file;
};
const ofHandle = (file) => [paths.get(file) ?? ''];
for (const name of ['appendFile', 'sync', 'truncate', 'write']) {
  handle[name] = name === 'sync' && faults.includes('no-sync') ? async () => {} : mortal(name, handle[name], ofHandle);
}
for (const name of ['mkdir', 'open', 'rename', 'rm', 'writeFile']) {
  if (name === 'rename' && faults.includes('no-rename')) continue;
  fs[name] = mortal(name, fs[name], (_, [path, other]) => [
    String(path),
    ...(name === 'rename' ? [String(other)] : []),
  ]);
}
syncBuiltinESMExports();

process.on('exit', () => {
  if (STEPS !== undefined) writeFileSync(STEPS, String(steps));
  if (TRACE !== undefined) writeFileSync(TRACE, trace.map((line) => `${JSON.stringify(line)}\n`).join(''));
});
