import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Figure } from '../results.js';
import { root } from './child.js';

const folder = path.join(root, 'bench/in-memory');

/** Every module of `bench/in-memory` that exports `run`: what is measured without files and without an engine. */
export async function inMemory(): Promise<readonly Figure[]> {
  if (!existsSync(folder)) return [];
  const figures: Figure[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()) {
    const { run }: { run?: (options: object) => Promise<readonly Figure[]> } = await import(
      pathToFileURL(path.join(folder, file)).href
    );
    if (run !== undefined) figures.push(...(await run({})));
  }
  return figures;
}
