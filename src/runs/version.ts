import { createRequire } from 'node:module';

/** The version of this package, as published. */
export function clearlistVersion(): string {
  const { version } = createRequire(import.meta.url)('clearlist/package.json') as { version: string };
  return version;
}
