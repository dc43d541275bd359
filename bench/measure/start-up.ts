import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Figure } from '../results.js';
import { clearlist, type Finished, measured, root } from './child.js';
import { median, spread } from './statistics.js';

const ROUNDS = 7;

/** Whole processes, beside a process of Node that does nothing. */
export async function startUps(scratch: string): Promise<readonly Figure[]> {
  const folder = path.join(scratch, 'start-up');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [empty, core] = [path.join(folder, 'empty.mjs'), path.join(folder, 'core.mjs')];
  writeFileSync(empty, '');
  writeFileSync(core, `import ${JSON.stringify(pathToFileURL(path.join(root, 'dist/index.js')).href)};\n`);
  const demo = path.join(folder, 'demo');
  await clearlist(['init', demo], folder);
  const starts: readonly (readonly [name: string, run: () => Promise<Finished>])[] = [
    ["import 'clearlist'", () => measured(core, [], folder)],
    ['clearlist --version', () => clearlist(['--version'], folder)],
    [
      'clearlist plan, on what clearlist init writes',
      () => clearlist(['plan', '--config', demo, '--as-of', '2026-01-01T00:00:00Z'], folder),
    ],
  ];
  const bare: number[] = [];
  const took = starts.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push((await measured(empty, [], folder)).wallSeconds);
    for (const [i, [, run]] of starts.entries()) took[i]?.push((await run()).wallSeconds);
  }
  return starts.map(([name], i) => {
    const seconds = took[i] ?? [];
    const peer = { name: 'node, an empty file', value: median(bare) };
    return { name, unit: 's', value: median(seconds), peer, rounds: ROUNDS, spread: spread(seconds) };
  });
}
