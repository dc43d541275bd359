import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { ClearlistError } from '../errors.js';
import type { Instant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { NamedFile } from './csv-bytes.js';
import { inspectBytes } from './inspect-file.js';

/** A file of a source as it was found. */
export interface FoundFile extends NamedFile {
  readonly bytes: number;
  /** When it was last written, by the file system. */
  readonly writtenAt: Instant;
  /** Changes with every write: size, times and place on disk. */
  readonly stamp: string;
  /** Last written long enough ago that a further write must change the stamp. */
  readonly settled: boolean;
}

/** Clocks of file systems tick in steps of up to two seconds. */
const SETTLING_MS = 2_500;

/**
 * The files of a source in UTF-8 byte order of their paths.
 *
 * `*` and `?` in the last part of the path stand for any text and any one character, except a leading dot.
 *
 * @throws {ClearlistError} `source-missing` where there is none, because a source left out could hold refusals.
 */
export async function findFiles(source: string, path: string, folder: string): Promise<readonly FoundFile[]> {
  const pattern = resolve(folder, path);
  const paths = /[*?]/.test(basename(pattern)) ? await matching(pattern) : [pattern];
  const found = await Promise.all(paths.map((file) => foundFile(file, folder)));
  const files = found.filter((file) => file !== undefined);
  if (files.length > 0) return files.sort((a, b) => compareUtf8(a.path, b.path));
  throw new ClearlistError('source-missing', `source "${source}" has no file at ${path}`, {
    at: `sources.${source}.path`,
    hint: 'Put the files there or correct the path; a source that is declared is never left out.',
  });
}

async function matching(pattern: string): Promise<readonly string[]> {
  const folder = dirname(pattern);
  const name = new RegExp(
    `^${basename(pattern)
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
  const hidden = basename(pattern).startsWith('.');
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((entry) => name.test(entry) && (hidden || !entry.startsWith('.')))
    .map((entry) => `${folder}${sep}${entry}`);
}

async function foundFile(path: string, folder: string): Promise<FoundFile | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  if (stats === undefined || !stats.isFile()) return undefined;
  const within = relative(folder, path);
  const file = within.startsWith('..') || isAbsolute(within) ? path : within.split(sep).join('/');
  const settled = Date.now() - Number(stats.ctimeMs) > SETTLING_MS;
  return {
    path,
    file,
    bytes: Number(stats.size),
    writtenAt: Number(stats.mtimeNs / 1000n),
    stamp: stampOf(stats),
    settled,
  };
}

const stampOf = ({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string =>
  [size, mtimeNs, ctimeNs, ino, dev].join(' ');

/**
 * Holds files against what they were when they were found; a file is hashed again only where its stamp cannot tell.
 *
 * @throws {ClearlistError} `source-changed`.
 */
export async function requireUnchanged(
  source: string,
  files: readonly { readonly found: FoundFile; readonly sha256: string }[],
): Promise<void> {
  for (const { found, sha256 } of files) {
    const stats = await stat(found.path, { bigint: true }).catch(() => undefined);
    if (found.settled && stats !== undefined && stampOf(stats) === found.stamp) continue;
    const now = stats === undefined ? undefined : await inspectBytes(found).catch(() => undefined);
    if (now?.sha256 === sha256) continue;
    throw new ClearlistError('source-changed', `a file of source "${source}" changed while it was read`, {
      at: found.file,
      hint: 'Run again when nobody writes to it.',
    });
  }
}
