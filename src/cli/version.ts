import { createRequire } from 'node:module';

/** The version of this package. Read here so that `--version` loads nothing else. */
export const version = (): string => (createRequire(import.meta.url)('clearlist/package.json') as { version: string }).version;
