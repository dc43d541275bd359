import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { campaignFiles } from './campaign-files.js';
import type { WrittenFile } from './list-file.js';
import { MANIFEST, REPORT, readManifest } from './manifest.js';
import { RECHECK_MANIFEST, type RecheckManifest } from './recheck-manifest.js';

/** One way in which a folder is not what its manifest says. */
export interface FileProblem {
  readonly file: string;
  /** `rows`: the bytes are as written, but there are not as many records in them. */
  readonly problem: 'missing' | 'unreadable' | 'changed' | 'rows' | 'unexpected';
}

/**
 * Compares the folder of a run with its manifest: every list with its hash and row count, and no other file.
 *
 * Shape: problems in the order of the manifest, then what is not in it by name; empty where all is well.
 *
 * @throws {ClearlistError} `input-invalid` where the folder has no readable manifest.
 */
export async function verifyFiles(folder: string): Promise<readonly FileProblem[]> {
  const { campaigns } = await readManifest(join(folder, MANIFEST));
  return compared(
    folder,
    campaigns.flatMap((entry) =>
      campaignFiles(entry).map(({ columns, encrypted, ...file }) => ({
        ...file,
        // What is encrypted is nobody's to count but the recipient's; a service's files have no line for each person.
        isCounted: columns !== undefined && encrypted === undefined,
      })),
    ),
    [MANIFEST, REPORT],
  );
}

/** Compares the folder of a recheck with its manifest, in the same way. */
export const verifyRecheckFiles = (
  folder: string,
  { lists }: Pick<RecheckManifest, 'lists'>,
): Promise<readonly FileProblem[]> =>
  compared(
    folder,
    lists.map((list) => ({ ...list, isCounted: true })),
    [RECHECK_MANIFEST],
  );

/** A file as its manifest has it. */
interface ExpectedFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly isCounted: boolean;
}

async function compared(
  folder: string,
  files: readonly ExpectedFile[],
  beside: readonly string[],
): Promise<readonly FileProblem[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const problems: FileProblem[] = [];
  for (const file of files) {
    const problem = await problemOf(folder, entries, file);
    if (problem !== undefined) problems.push({ file: file.name, problem });
  }
  const expected = new Set([...beside, ...files.map(({ name }) => name)]);
  const others = entries.map(({ name }) => name).filter((name) => !expected.has(name));
  return [...problems, ...others.sort().map((file) => ({ file, problem: 'unexpected' as const }))];
}

async function problemOf(
  folder: string,
  entries: readonly Dirent[],
  expected: ExpectedFile,
): Promise<FileProblem['problem'] | undefined> {
  const entry = entries.find(({ name }) => name === expected.name);
  if (entry === undefined) return 'missing';
  // A symbolic link is not the file that was written, wherever it leads.
  if (!entry.isFile()) return 'changed';
  const found = await contentOf(join(folder, expected.name)).catch(() => undefined);
  if (found === undefined) return 'unreadable';
  if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) return 'changed';
  return !expected.isCounted || found.rows === expected.rows ? undefined : 'rows';
}

/** Hash and counts of a list in one pass; the rows counted apart from the writer, from the bytes. */
async function contentOf(path: string): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  let records = 0;
  let quoted = false;
  for await (const block of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(block);
    bytes += block.length;
    for (const byte of block) {
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LINE_FEED && !quoted) records += 1;
    }
  }
  return { sha256: hash.digest('hex'), rows: records - 1, bytes };
}

/** A quote inside quotes is doubled, so that counting quotes tells whether a line end is part of a cell. */
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
