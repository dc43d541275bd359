import { rm } from 'node:fs/promises';
import { afterAll } from 'vitest';
import { scratchFolders } from './scratch-folders.js';

// Here, because this file is run for every file of tests, and helpers are loaded once for many of them.
afterAll(async () => {
  await Promise.all(scratchFolders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});
