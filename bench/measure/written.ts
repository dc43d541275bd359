import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every file below a folder of lists; none where nothing was written. */
export const writtenFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
    : [];

/** Of every file below a folder, with its name. @throws where nothing was written. */
export function writtenDigest(folder: string): string {
  const files = writtenFiles(folder);
  if (files.length === 0) throw new Error('clearlist run\nwrote nothing');
  const hash = createHash('sha256');
  for (const file of files) hash.update(path.relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex');
}
