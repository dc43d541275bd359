import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SEED } from './test/setup/drawn-cases.js';
import { LongestFirst } from './test/setup/longest-first.js';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

if (process.env.CLEARLIST_SEED === 'random') console.log(`tests draw with CLEARLIST_SEED=${SEED}`);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^clearlist$/, replacement: source('index.ts') },
      { find: /^clearlist\/node$/, replacement: source('node.ts') },
      { find: /^clearlist\/testing$/, replacement: source('testing/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/build.ts'],
    setupFiles: ['test/setup/draw-alike.ts', 'test/setup/clean-scratch.ts'],
    // Decided once: every worker draws with the same one.
    env: { CLEARLIST_SEED: String(SEED) },
    pool: 'forks',
    // Files of one worker share their modules: a quarter of the time went into loading them again.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Type tests (test/**/*.test-d.ts) are part of `npm run types`, which checks the whole tree once.
  },
});
