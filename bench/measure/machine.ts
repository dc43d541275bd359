import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Results } from '../results.js';
import { root } from './child.js';

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

export const loadNow = (): number => os.loadavg()[0] ?? 0;

/** @param before The load when the benchmark began. */
export const machine = (before: number): Results['machine'] => ({
  processor: os.cpus()[0]?.model ?? 'unknown',
  processors: os.cpus().length,
  memoryBytes: os.totalmem(),
  load: [before, loadNow()],
  versions: { node: process.versions.node, '@duckdb/node-api': versionOf('@duckdb/node-api') },
});
