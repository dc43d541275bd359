import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClearlistError } from '../errors.js';
import { sampleProject } from '../project/sample/sample-project.js';

/**
 * Writes a working project with sample data into a folder.
 *
 * @throws {ClearlistError} `project-exists` where the folder is not empty; `output-not-writable`.
 */
export async function initProject(folder: string): Promise<readonly string[]> {
  const target = resolve(folder);
  const files = await sampleProject();
  try {
    await mkdir(target, { recursive: true });
    if ((await readdir(target)).length > 0) {
      throw new ClearlistError('project-exists', 'the folder is not empty', {
        at: target,
        hint: 'Name a new or empty folder; nothing was written.',
      });
    }
    for (const { path, text } of files) {
      await mkdir(dirname(join(target, path)), { recursive: true });
      await writeFile(join(target, path), text, { flag: 'wx', mode: 0o600 });
    }
  } catch (error) {
    if (error instanceof ClearlistError) throw error;
    throw new ClearlistError('output-not-writable', 'the project cannot be written here', {
      at: target,
      hint: 'Name a folder that you may write to.',
    });
  }
  return files.map(({ path }) => path);
}
