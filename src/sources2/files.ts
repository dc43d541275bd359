import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ClearlistError } from '../errors.js';
import { compareUtf8 } from '../model/text.js';

/** One file of a source, as it was when it was opened. */
export interface OpenFile {
  readonly path: string;
  /** As shown in errors and manifests: relative to the project file's folder. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

const sha256File = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/**
 * The files of a path, in UTF-8 byte order.
 *
 * @throws {ClearlistError} `source-missing`: a source that is declared and not there could have held refusals.
 */
export async function resolveFiles(source: string, path: string, folder: string): Promise<readonly OpenFile[]> {
  const missing = (): ClearlistError =>
    new ClearlistError('source-missing', `no file for the source "${source}"`, {
      at: path,
      hint: 'Put the file there or correct the path; a declared source is never left unread.',
    });
  const full = resolve(folder, path);
  const paths = /[*?]/.test(basename(full)) ? await matching(full) : [full];
  if (paths.length === 0) throw missing();
  const files: OpenFile[] = [];
  for (const file of paths) {
    try {
      const { size } = await stat(file);
      files.push({ path: file, name: shownName(folder, file), sha256: await sha256File(file), bytes: size });
    } catch {
      throw missing();
    }
  }
  return files;
}

const shownName = (folder: string, file: string): string => {
  const name = relative(folder, file);
  return name.startsWith('..') ? basename(file) : name;
};

async function matching(pattern: string): Promise<readonly string[]> {
  const folder = dirname(pattern);
  const escaped = basename(pattern).replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const matcher = new RegExp(`^${escaped}$`, 'u');
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => matcher.test(name)).sort(compareUtf8).map((name) => resolve(folder, name));
}

/** @throws {ClearlistError} `source-changed` where a file is not what it was when it was opened. */
export async function requireUnchanged(source: string, files: readonly OpenFile[]): Promise<void> {
  for (const file of files) {
    const now = await sha256File(file.path).catch(() => '');
    if (now === file.sha256) continue;
    throw new ClearlistError('source-changed', `a file of the source "${source}" changed while it was read`, {
      at: file.name,
      hint: 'Run again when the file is complete.',
    });
  }
}
