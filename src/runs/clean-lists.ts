import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ClearlistError } from '../errors.js';
import { RUN_FOLDER } from '../export/last-run.js';
import { jsonIn, MANIFEST, manifestSchema } from '../export/manifest.js';
import { RECHECK_MANIFEST, recheckManifestSchema } from '../export/recheck-manifest.js';
import { removeListFolder } from '../export/remove-run.js';
import { DAY, type Instant, parseAsOf, parseInstant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { Project } from '../project/load-project.js';
import { logEntry } from '../store/log-entry.js';
import type { WriteOptions } from '../store/open-store.js';

/** What was removed, and what stays though it is old. No personal data. */
export interface CleanedLists {
  readonly olderThanDays: number;
  /** Names of the folders that are gone: runs by their ids, rechecks by their names. */
  readonly removed: readonly string[];
  /** Folders that look like ours and cannot be read: nobody knows how old they are. */
  readonly unreadable: readonly string[];
}

/** A folder of lists, of a run or of a recheck. */
interface ListFolder {
  readonly name: string;
  /** 16 hex digits by which its removal is known. */
  readonly id: string;
  readonly isRun: boolean;
  readonly asOf: Instant;
  readonly validUntil: Instant;
}

/**
 * Removes lists that are older than the project keeps them and may not be sent any more, and notes it in the audit log
 * of the project's store, where it has one. The latest run stays, however old: the guards of the next one look at it.
 *
 * @throws {ClearlistError} `project-invalid` where the project does not say how long lists are kept; `as-of-invalid`,
 * `output-not-writable`; whatever writing to the store throws, with nothing removed.
 */
export async function cleanLists(
  project: Project,
  { asOf, ...clock }: { readonly asOf: string } & WriteOptions,
): Promise<CleanedLists> {
  const days = project.release.keepListsForDays;
  if (days === undefined) throw unsaid(project.file);
  const now = parseAsOf(asOf);
  const output = await realpath(project.output).catch(() => project.output);
  const { folders, unreadable } = await listFolders(output);
  const latest = folders.filter(({ isRun }) => isRun).sort((a, b) => b.asOf - a.asOf || compareUtf8(a.name, b.name))[0];
  const old = folders.filter(
    (folder) => folder !== latest && folder.asOf < now - days * DAY && folder.validUntil < now,
  );
  const removed = old.map(({ name }) => name);
  if (old.length > 0 && project.store !== undefined) {
    // Said before it is done: what is gone and not logged would be worse than what is logged and done by the next.
    const entry = { action: 'remove_lists', detail: { olderThanDays: days, folders: removed } } as const;
    await logEntry(project.store.folder, entry, clock);
  }
  for (const { name, id } of old) await removeListFolder(output, name, id);
  return { olderThanDays: days, removed, unreadable };
}

const unsaid = (file: string): ClearlistError =>
  new ClearlistError('project-invalid', 'the project does not say how long lists are kept', {
    at: file,
    hint: 'Add "release": { "keepListsForDays": 30 }, or how long you need them; nothing was removed.',
  });

const RECHECK_FOLDER = /-recheck-([0-9a-f]{16})$/;

/** What is in the folder for lists and ours, by name; anything else is left alone. */
async function listFolders(
  output: string,
): Promise<{ readonly folders: readonly ListFolder[]; readonly unreadable: readonly string[] }> {
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const folders: ListFolder[] = [];
  const unreadable: string[] = [];
  for (const name of names.sort(compareUtf8)) {
    const isRun = RUN_FOLDER.test(name);
    const id = isRun ? name : RECHECK_FOLDER.exec(name)?.[1];
    if (id === undefined) continue;
    const times = isRun
      ? manifestSchema.safeParse(await jsonIn(join(output, name, MANIFEST)))
      : recheckManifestSchema.safeParse(await jsonIn(join(output, name, RECHECK_MANIFEST)));
    const [asOf, validUntil] = [parseInstant(times.data?.asOf ?? ''), parseInstant(times.data?.validUntil ?? '')];
    if (asOf === undefined || validUntil === undefined) unreadable.push(name);
    else folders.push({ name, id, isRun, asOf, validUntil });
  }
  return { folders, unreadable };
}
