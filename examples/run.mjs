/**
 * Runs every example in a process of its own. Where an example says what it prints (`//=>`, continued by `//   `),
 * every line of the output must be that, empty lines and the ends of lines aside.   Run: npm run examples, or npm run examples -- 03
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `examples/NN-name.ts` and `examples/NN-name/main.ts`. */
const all = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => /^\d+-/.test(entry.name) && (entry.isDirectory() || entry.name.endsWith('.ts')))
  .map((entry) => (entry.isDirectory() ? `examples/${entry.name}/main.ts` : `examples/${entry.name}`))
  .sort();
const wanted = process.argv[2] ?? '';
const chosen = all.filter((file) => file.startsWith(`examples/${wanted}`));

const lined = (text) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .join('\n');

function promised(source) {
  const lines = [];
  let open = false;
  for (const line of source.split('\n')) {
    const text = /\/\/=> ?(.*)$/.exec(line)?.[1] ?? (open ? /^\s*\/\/ {3}(.*)$/.exec(line)?.[1] : undefined);
    open = text !== undefined;
    if (open) lines.push(text);
  }
  return lines.length > 0 ? lined(lines.join('\n')) : undefined;
}

/** What is wrong with the example, or nothing. */
function complaint(file) {
  const run = spawnSync(process.execPath, ['--import', 'tsx', file], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) return `exit ${run.status ?? run.signal}\n${run.stdout}${run.stderr}`;
  const expected = promised(readFileSync(join(root, file), 'utf8'));
  if (expected !== undefined && expected !== lined(run.stdout))
    return `prints\n${run.stdout}but promises\n${expected}\n`;
}

let failed = chosen.length === 0;
if (failed) console.error(`no example starts with examples/${wanted}`);
for (const file of chosen) {
  const start = performance.now();
  const wrong = complaint(file);
  console.log(`${wrong ? 'FAILED' : 'ok'}  ${file}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (wrong) {
    failed = true;
    console.error(wrong);
  }
}
process.exitCode = failed ? 1 : 0;
