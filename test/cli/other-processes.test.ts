import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
