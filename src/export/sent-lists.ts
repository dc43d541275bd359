import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ClearlistError } from '../errors.js';
import { type Instant, parseInstant } from '../model/instant.js';
import type { CampaignEntry } from './campaign-entry.js';
import { campaignFiles } from './campaign-files.js';
import { MANIFEST, readManifest } from './manifest.js';
import { readListManifest } from './single-list.js';

/** Lists that were written, with what their manifest says. */
export interface SentLists {
  /** The folder in which they stand. */
  readonly folder: string;
  /** The folder of the run, or the file of the single list. */
  readonly path: string;
  /** SHA-256 of the manifest. */
  readonly manifest: string;
  readonly asOf: string;
  readonly validUntil: string;
  /** Their files are those for proof recipients too. */
  readonly campaigns: readonly CampaignEntry[];
}

/**
 * What was written at a path: the folder of a run, or a single list with its manifest beside it.
 *
 * @throws {ClearlistError} `input-invalid` where no readable manifest stands; for a replay, which is never sent.
 */
export async function sentLists(path: string): Promise<SentLists> {
  const target = resolve(path);
  const isFolder = (await stat(target).catch(() => undefined))?.isDirectory() === true;
  const file = isFolder ? join(target, MANIFEST) : `${target}.manifest.json`;
  const read = isFolder ? await readManifest(file) : await readListManifest(file);
  if (!read.forSending) {
    throw new ClearlistError('input-invalid', 'the lists of a replay are not for sending', {
      at: path,
      hint: 'Recheck the lists of a run for sending.',
    });
  }
  const campaigns = 'campaigns' in read ? read.campaigns.map(withProofs) : [named(read.campaign, basename(target))];
  return {
    folder: isFolder ? target : dirname(target),
    path: target,
    manifest: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
    asOf: read.asOf,
    validUntil: read.validUntil,
    campaigns,
  };
}

/** Copies that people look at go out as well, and whoever must not have one is dropped. */
const withProofs = (entry: CampaignEntry): CampaignEntry => ({ ...entry, files: [...campaignFiles(entry)] });

/** A single list is found where it stands, whatever it was called when it was written. */
const named = (entry: CampaignEntry, name: string): CampaignEntry => ({
  ...entry,
  files: entry.files.map((file) => ({ ...file, name })),
});

/**
 * @throws {ClearlistError} `list-expired` after `validUntil`: the whole is refused, whatever the records say;
 * `as-of-invalid` before the lists were decided, as by a clock that was set back: nobody could tell that they expired.
 */
export function requireValid({ path, asOf: decided, validUntil }: SentLists, asOf: Instant): void {
  if (asOf < (parseInstant(decided) ?? Number.NEGATIVE_INFINITY)) {
    throw new ClearlistError('as-of-invalid', `the lists were decided later, as of ${decided}`, {
      at: path,
      hint: 'Give a later --as-of; where none was given, mend the clock of this machine.',
    });
  }
  const until = parseInstant(validUntil);
  if (until !== undefined && asOf <= until) return;
  throw new ClearlistError('list-expired', `the lists were valid until ${validUntil}`, {
    at: path,
    hint: 'Run the campaign again: too much may have changed since, not only refusals.',
  });
}
