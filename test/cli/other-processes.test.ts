import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newOwner } from '../../src/files/process-owner.js';
import { createStore } from '../../src/store/open-store.js';
import { clearlist } from './command.js';
import { smallProject } from './small-project.js';

const AS_OF = ['--as-of', '2026-11-22T06:00:00Z'];
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Preloaded, DuckDB is as good as not installed: CommonJS, as it is, is found by this function and no other. */
const withoutDuckDb = `data:text/javascript,${encodeURIComponent(`
import Module from 'node:module';
const found = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  if (name.startsWith('@duckdb')) throw new Error('no such package');
  return found(name, ...rest);
};`)}`;

test('a machine without DuckDB is told how to install it [engine-missing]', async () => {
  const folder = await smallProject();
  const child = spawn(process.execPath, ['--import', withoutDuckDb, main, 'run', ...AS_OF], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toMatch(/^clearlist: the embedded engine DuckDB is not installed \[engine-missing\]/);
  expect(stderr).toContain('npm install @duckdb/node-api');
  expect(code).toBe(1);
});

test('a store in which another machine writes is waited for, and then said to be locked [store-locked]', async () => {
  const folder = await smallProject({ store: 'kept' });
  await createStore(join(folder, 'kept'));
  const own = await newOwner();
  await writeFile(
    join(
      folder,
      'kept',
      `lock-${own.replace(/^[0-9a-f]{8}/, (here) => (here === 'ffffffff' ? '0'.repeat(8) : 'f'.repeat(8)))}`,
    ),
    '',
  );
  const args = ['record-refusal', '--scope', 'all_marketing', '--no-look-up'];
  const { code, stdout, stderr } = await clearlist(args, { cwd: folder, input: 'p1\n' });
  expect(stderr).toMatch(/^clearlist: .*kept: .*\[store-locked\]\n/);
  expect(stderr).toContain('clearlist store unlock');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});
