import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A call that changes a disk: its name, the path, and for a rename the new one. */
export type Call = readonly [name: string, path: string, other?: string];

export const tracedCalls = async (file: string): Promise<readonly Call[]> =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);

/**
 * What a power cut could still take when it is relied upon.
 *
 * A kill loses nothing that was handed to the system; a power cut does. What is on the disk can be told from the order of
 * calls alone: bytes and the names of new files before they are seen under another name, that name before anybody is told.
 */
export function exposed(calls: readonly Call[]): readonly string[] {
  const [bytes, names] = [new Set<string>(), new Set<string>()];
  const found: string[] = [];
  for (const [name, path, to = ''] of calls) {
    const within = (file: string): boolean => file === path || file.startsWith(`${path}/`);
    if (name === 'appendFile' || name === 'write') {
      bytes.add(path);
      names.add(dirname(path));
    } else if (name === 'sync') {
      bytes.delete(path);
      names.delete(path);
    } else if (name === 'rm') {
      for (const file of bytes) if (within(file)) bytes.delete(file);
      for (const folder of names) if (within(folder)) names.delete(folder);
    } else if (name === 'rename') {
      for (const file of bytes) found.push(`${to} is seen before the bytes of ${file} are on disk`);
      for (const folder of names)
        if (within(folder)) found.push(`${to} is seen before the names in ${folder} are on disk`);
      bytes.clear();
      names.delete(dirname(path));
      names.add(dirname(to));
    }
  }
  for (const file of bytes) found.push(`done before the bytes of ${file} are on disk`);
  for (const folder of names) found.push(`done before the names in ${folder} are on disk`);
  return found;
}
