import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isListing } from '../campaign/candidates.js';
import { ClearlistError, requireGoing } from '../errors.js';
import type { CampaignEntry } from '../export/campaign-entry.js';
import { unguardedCells } from '../export/formula-guard.js';
import { jsonIn, MANIFEST, notAManifest, readManifest } from '../export/manifest.js';
import { RECHECK_MANIFEST, recheckManifestSchema } from '../export/recheck-manifest.js';
import { readWrittenList } from '../export/written-list.js';
import { formatInstant, type Instant, parseAsOf } from '../model/instant.js';
import { readRow } from '../model/read-record.js';
import type { Placed } from '../model/record-kind.js';
import type { Project } from '../project/load-project.js';
import { addRecords } from '../store/add-lines.js';
import { readAudit } from '../store/audit.js';
import type { Head } from '../store/head.js';
import type { Store, WriteOptions } from '../store/open-store.js';
import { recordLine } from '../store/record-lines.js';
import { requireStore } from './project-store.js';
import { requireLegible } from './recheck-lists.js';

/** When lists were sent, and which of them. */
export interface SentOptions extends WriteOptions {
  /** When the messages were sent: ISO 8601 with offset. */
  readonly at: string;
  /** Names of files; every list in the folder where none is given. */
  readonly lists?: readonly string[];
  /** Stops it with `interrupted`, as long as nothing was written down. */
  readonly signal?: AbortSignal;
}

/** What was written down. No personal data. */
export interface AcknowledgedSent {
  readonly runId: string;
  readonly at: string;
  readonly lists: readonly { readonly campaign: string; readonly name: string; readonly rows: number }[];
  /** Contacts that the store did not have before. */
  readonly added: number;
  readonly already: number;
}

const FROM_THE_SENDER =
  'Nothing was recorded. Name the other lists with --list, and take in who was contacted from whoever sent it, with `clearlist import --as contacts`.';

/** Source of contacts that come from lists of our own. */
const SOURCE = 'sent';

/**
 * Writes down that lists were sent: a contact for everybody on them, which later runs count in frequency caps and in "not
 * again within". Saying the same again adds nothing.
 *
 * @param path Folder of a run, or of a recheck, whose lists are then the ones that were sent.
 * @throws {ClearlistError} `project-invalid` for a project without a store; `input-invalid` for lists that are not for
 * sending, that nobody can be found in, or that were said to be sent at another time; `list-altered`; `unknown-name`;
 * whatever writing to the store throws.
 */
export async function acknowledgeSent(
  project: Project,
  path: string,
  { at, lists: named, signal, ...clock }: SentOptions,
): Promise<AcknowledgedSent> {
  const { folder } = requireStore(project);
  const sent = await listsAt(resolve(path));
  const when = parseAsOf(at, '--at');
  if (when < parseAsOf(sent.asOf)) throw tooEarly(sent.asOf);
  const lists = chosen(sent.lists, named);
  const lines: string[] = [];
  const written: { campaign: string; name: string; rows: number }[] = [];
  for (const { entry, file } of lists) {
    requireGoing(signal);
    requireLegible(entry.id, file, FROM_THE_SENDER);
    const { records } = await readWrittenList(join(sent.folder, file.name), file.sha256);
    const idAt = (file.columns ?? []).findIndex(({ field }) => field === 'id');
    const line = contactLine(entry, sent.runId, when);
    for (const { cells } of records) lines.push(...unguardedCells(cells[idAt] ?? '').map(line));
    written.push({ campaign: entry.id, name: file.name, rows: records.length });
  }
  const detail = { run: sent.runId, sentAt: formatInstant(when), lists: written };
  const allowedBy = (head: Head): Promise<void> => requireUnsaid({ folder, head }, sent.runId, when, lists);
  const what = { action: 'record_sent', detail, allowedBy } as const;
  const { added, already } = await addRecords(folder, { contact: lines }, what, clock);
  return { runId: sent.runId, at: formatInstant(when), lists: written, added, already };
}

interface ListSent {
  readonly entry: CampaignEntry;
  readonly file: CampaignEntry['files'][number];
}

interface FolderSent {
  readonly folder: string;
  readonly runId: string;
  readonly asOf: string;
  readonly lists: readonly ListSent[];
}

/** A folder of a recheck is named for that of its run, which stands beside it. */
const RECHECK = /^(.*)-recheck-[0-9a-f]{16}$/;

async function listsAt(folder: string): Promise<FolderSent> {
  const [, base] = RECHECK.exec(folder) ?? [];
  const { runId, asOf, forSending, campaigns } = await readManifest(join(base ?? folder, MANIFEST));
  if (!forSending) throw notForSending(folder);
  const all = campaigns.flatMap((entry) => entry.files.map((file): ListSent => ({ entry, file })));
  if (base === undefined) return { folder, runId, asOf, lists: all };
  const at = join(folder, RECHECK_MANIFEST);
  const rechecked = recheckManifestSchema.safeParse(await jsonIn(at));
  if (!rechecked.success) throw notAManifest(at, 'this is no manifest of a recheck', rechecked.error);
  const manifest = createHash('sha256')
    .update(await readFile(join(base, MANIFEST)))
    .digest('hex');
  if (manifest !== rechecked.data.of) throw otherRun(folder);
  const lists = rechecked.data.lists.flatMap(({ name, sha256 }) =>
    all.filter(({ file }) => file.name === name).map(({ entry, file }) => ({ entry, file: { ...file, sha256 } })),
  );
  return { folder, runId, asOf, lists };
}

/** Those that were named, or all that are messages. */
function chosen(lists: readonly ListSent[], named: readonly string[] | undefined): readonly ListSent[] {
  const messages = lists.filter(({ entry }) => !isListing(entry.channel));
  const unknown = named?.find((name) => !messages.some(({ file }) => file.name === name));
  if (unknown === undefined && messages.length > 0)
    return messages.filter(({ file }) => named === undefined || named.includes(file.name));
  throw new ClearlistError(
    'unknown-name',
    unknown === undefined ? 'no list here is of messages' : `no list of messages is named "${unknown}" here`,
    {
      at: '--list',
      hint: `What is handed to a listing service is acknowledged with \`clearlist removals\`. Lists of messages: ${messages.map(({ file }) => file.name).join(', ') || 'none'}.`,
    },
  );
}

/** A list that was sent twice over would count twice in every cap: whoever says another time has mistaken something. */
async function requireUnsaid(
  { folder, head }: Pick<Store, 'folder' | 'head'>,
  runId: string,
  at: Instant,
  lists: readonly ListSent[],
): Promise<void> {
  const said = (await readAudit(folder, head.audit)).filter(
    ({ action, run }) => action === 'record_sent' && run === runId,
  );
  for (const { file } of lists) {
    const before = said.find((entry) => (entry.lists as { name: string }[]).some(({ name }) => name === file.name));
    if (before === undefined || before.sentAt === formatInstant(at)) continue;
    throw new ClearlistError('input-invalid', `the list was said to be sent at ${String(before.sentAt)}`, {
      at: file.name,
      hint: 'Nothing was recorded. Leave the list out with --list, or say the same time again.',
    });
  }
}

function contactLine({ id, controller, channel, purpose, kind }: CampaignEntry, runId: string, at: Instant) {
  return (profileId: string): string => {
    const cells = { id: runId, profileId, controller, channel, purpose, topic: kind, campaign: id, occurredAt: at };
    const read = readRow('contact', cells, { source: SOURCE, row: 1 });
    if ('lost' in read) throw new Error(`bug: a contact lacks ${read.lost}`);
    return recordLine('contact', read.record as Placed, SOURCE);
  };
}

const tooEarly = (asOf: string): ClearlistError =>
  new ClearlistError('input-invalid', `nothing was sent before it was decided, as of ${asOf}`, {
    at: '--at',
    hint: 'Give the time at which the messages left.',
  });

const notForSending = (folder: string): ClearlistError =>
  new ClearlistError('input-invalid', 'the lists of a replay are not for sending', {
    at: folder,
    hint: 'Name the folder of the run that was sent.',
  });

const otherRun = (folder: string): ClearlistError =>
  new ClearlistError('list-altered', 'the recheck is of another run than the one beside it', {
    at: folder,
    hint: 'Leave the folders of runs and rechecks as they were written.',
  });
