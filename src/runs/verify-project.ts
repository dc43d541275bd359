import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Engine } from '../campaign/engine.js';
import { ClearlistError, type Issue, requireGoing } from '../errors.js';
import { RUN_FOLDER } from '../export/last-run.js';
import { MANIFEST, type Manifest, manifestSchema, REPORT, readManifest } from '../export/manifest.js';
import { manifestText } from '../export/manifest-text.js';
import type { RecheckedList } from '../export/recheck-manifest.js';
import { sentLists } from '../export/sent-lists.js';
import { verifyFiles } from '../export/verify-files.js';
import { sha256 } from '../identity/digest.js';
import { formatInstant, type Instant, parseAsOf, parseInstant } from '../model/instant.js';
import type { Project } from '../project/load-project.js';
import { type StoredRun, storedRuns } from '../store/ledger.js';
import { openStore } from '../store/open-store.js';
import { type StoreCheck, verifyStore } from '../store/verify-store.js';
import { type DecidedToday, decideToday, keep, listsOf, requireLegible, requireSameCampaign } from './recheck-lists.js';
import { runPage } from './run-page.js';
import { type RecheckVerification, verifyRechecks } from './verify-rechecks.js';
import { clearlistVersion } from './version.js';

/** One run, held against what it said of itself and against today. No personal data. */
export interface RunVerification {
  readonly folder: string;
  readonly runId: string;
  readonly asOf?: string;
  readonly validUntil?: string;
  /** Whether its lists may still be sent by their age, and are for sending. */
  readonly valid: boolean;
  /** What is not as it was written. */
  readonly problems: readonly Issue[];
  /** Of lists that are as they were written and may still be sent: rows whose persons must not be contacted any more. */
  readonly lists: readonly Pick<RecheckedList, 'campaign' | 'name' | 'before' | 'dropped' | 'reasons'>[];
  /** Lists of it that were checked again, as they stand. */
  readonly rechecks: readonly RecheckVerification[];
  /** Lists that may still be sent and in which nobody can be found: encrypted, without ids, or of a campaign that changed. */
  readonly unseen: readonly Issue[];
}

/** What was found of everything that a project has written. */
export interface ProjectVerification {
  readonly asOf: string;
  /** Absent for a project without a store. */
  readonly store?: StoreCheck;
  readonly runs: readonly RunVerification[];
  /** Runs that the store knows and whose lists are not in the folder any more. */
  readonly gone: readonly string[];
  /** Rows, over all lists that may still be sent, that a recheck would drop. */
  readonly suppressed: number;
  /** Nothing is damaged, and nobody on a list that may still be sent must not be contacted. */
  readonly sound: boolean;
}

/** What is verified, and as of when lists are held against today. */
export interface VerifyOptions {
  readonly asOf: string;
  /** Folders of runs; every run in the folder for lists where none is given. */
  readonly folders?: readonly string[];
  /** Hold files and chains against what they say, and nobody against today’s records. */
  readonly filesOnly?: boolean;
}

/**
 * Reads everything that was written, files, manifests, store and audit log, and decides today about everybody on the
 * lists that may still be sent. Writes nothing.
 *
 * @throws {ClearlistError} `store-missing`, `store-version`, `store-damaged` where the head of the store cannot be read;
 * `self-audit-failed`, and whatever stops a run. What is wrong with lists is told, and not thrown.
 */
export async function verifyProject(
  project: Project,
  engine: Engine,
  { asOf, folders, filesOnly = false }: VerifyOptions,
): Promise<ProjectVerification> {
  const at = parseAsOf(asOf);
  const store = project.store === undefined ? undefined : await verifyStore(project.store.folder);
  // A damaged part may be the one of the runs; that it is damaged is said.
  const isReadable = project.store !== undefined && store?.problems.length === 0;
  const known = isReadable ? await storedRuns(await openStore(project.store?.folder ?? '')) : undefined;
  const paths = folders?.map((path) => resolve(path)) ?? (await runFolders(project.output));
  const found: Checked[] = [];
  for (const path of paths) {
    requireGoing(engine.signal);
    found.push({ ...(await checkFiles(path, known, at)), rechecks: await verifyRechecks(path) });
  }
  const asked = filesOnly ? [] : found.filter(({ valid, problems }) => valid && problems.length === 0);
  const runs = await heldAgainstToday(project, engine, { found, asked, asOf });
  const suppressed = runs.flatMap(({ lists }) => lists).reduce((sum, { dropped }) => sum + dropped, 0);
  const problems = runs.flatMap((run) => [...run.problems, ...run.rechecks.flatMap((recheck) => recheck.problems)]);
  const damaged = (store?.problems.length ?? 0) + problems.length;
  const here = new Set(found.map(({ runId }) => runId));
  return {
    asOf: formatInstant(at),
    ...(store === undefined ? {} : { store }),
    runs,
    gone: folders === undefined ? (known ?? []).map(({ runId }) => runId).filter((id) => !here.has(id)) : [],
    suppressed,
    sound: damaged === 0 && suppressed === 0,
  };
}

type Checked = Omit<RunVerification, 'lists' | 'unseen'>;

async function runFolders(output: string): Promise<readonly string[]> {
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && RUN_FOLDER.test(entry.name))
    .map(({ name }) => join(output, name))
    .sort();
}

async function checkFiles(
  folder: string,
  known: readonly StoredRun[] | undefined,
  at: Instant,
): Promise<Omit<Checked, 'rechecks'>> {
  let manifest: Manifest;
  try {
    manifest = await readManifest(join(folder, MANIFEST));
  } catch (error) {
    if (!(error instanceof ClearlistError)) throw error;
    const problems = [{ at: join(folder, MANIFEST), message: error.message }];
    return { folder, runId: basename(folder), valid: false, problems };
  }
  const { runId, asOf, validUntil, forSending } = manifest;
  const files = (await verifyFiles(folder)).map(
    ({ file, problem }): Issue => ({ at: join(folder, file), message: `the file is ${problem}` }),
  );
  return {
    folder,
    runId,
    asOf,
    validUntil,
    valid: forSending && at <= (parseInstant(validUntil) ?? Number.NEGATIVE_INFINITY),
    problems: [...files, ...(await pageProblems(folder, manifest)), ...chainProblems(folder, manifest, known)],
  };
}

/** The page has no hash of its own: this release makes the same one of the manifest, or it is not the one it wrote. */
async function pageProblems(folder: string, manifest: Manifest): Promise<readonly Issue[]> {
  const at = join(folder, REPORT);
  const page = await readFile(at, 'utf8').catch(() => undefined);
  if (page === undefined || manifest.versions.clearlist !== clearlistVersion()) return [];
  return page === (await runPage(manifest)) ? [] : [{ at, message: 'the page is not the one of this manifest' }];
}

/** Whether the run is the one that the store wrote down. */
function chainProblems(folder: string, manifest: Manifest, known: readonly StoredRun[] | undefined): readonly Issue[] {
  const at = join(folder, MANIFEST);
  if (basename(folder) !== manifest.runId) return [{ at, message: 'the manifest is of another run' }];
  if (known === undefined) return [];
  const recorded = known.find(({ runId }) => runId === manifest.runId);
  if (recorded === undefined) return [{ at, message: 'the store does not know this run; run it again to record it' }];
  const same = recorded.manifest === sha256(manifestText(manifestSchema, manifest));
  return same ? [] : [{ at, message: 'the manifest is not the one that the store wrote down' }];
}

/** Lists of one run that can be held against today, and why the others cannot. */
interface Legible {
  readonly lists: Awaited<ReturnType<typeof listsOf>>;
  readonly unseen: readonly Issue[];
}

async function legible(project: Project, folder: string): Promise<Legible> {
  const sent = await sentLists(folder);
  const unseen: Issue[] = [];
  // An audience at a listing service is not sent again: whoever must not be there is taken back, by removals.
  const messages = sent.campaigns.filter(({ listing }) => listing === undefined);
  const campaigns = messages.map((entry) => ({
    ...entry,
    files: entry.files.filter((file) => {
      try {
        requireSameCampaign(project, entry);
        requireLegible(entry.id, file);
        return true;
      } catch (error) {
        if (!(error instanceof ClearlistError)) throw error;
        unseen.push({ at: join(folder, file.name), message: error.message });
        return false;
      }
    }),
  }));
  return { lists: await listsOf({ ...sent, campaigns }), unseen };
}

/** Decides once for all the lists that are asked about. */
async function heldAgainstToday(
  project: Project,
  engine: Engine,
  {
    found,
    asked,
    asOf,
  }: { readonly found: readonly Checked[]; readonly asked: readonly Checked[]; readonly asOf: string },
): Promise<readonly RunVerification[]> {
  const ready = new Map<string, Legible>();
  for (const { folder } of asked) ready.set(folder, await legible(project, folder));
  const only = new Set([...ready.values()].flatMap(({ lists }) => lists.map(({ campaign }) => campaign)));
  const today = only.size === 0 ? undefined : await decideToday(project, engine, { only: [...only], asOf });
  const runs: RunVerification[] = [];
  for (const checked of found) {
    const { lists, unseen } = ready.get(checked.folder) ?? { lists: [], unseen: [] };
    runs.push({ ...checked, lists: today === undefined ? [] : await droppedOf(lists, today), unseen });
  }
  return runs;
}

async function droppedOf(
  lists: Awaited<ReturnType<typeof listsOf>>,
  today: DecidedToday,
): Promise<RunVerification['lists']> {
  const dropped: RunVerification['lists'][number][] = [];
  for (const one of lists) {
    const { about, list, kept } = await keep(one, today);
    const before = list.records.length;
    const { campaign, name, reasons } = about;
    dropped.push({ campaign, name, before, dropped: before - kept.length, reasons });
  }
  return dropped;
}
