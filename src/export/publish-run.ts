import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClearedList, contentOf, type ListContent } from '../campaign/cleared-list.js';
import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import { fewAtOnce } from '../campaign/few-at-once.js';
import { proofCounts } from '../campaign/proof.js';
import type { ReleaseReport } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { syncFolder } from '../files/sync-folder.js';
import { writing } from '../files/write-access.js';
import { type CampaignEntry, campaignEntry, type NamedFile } from './campaign-entry.js';
import { requireSameRun } from './existing-run.js';
import type { Recipients } from './hand-over/recipient.js';
import { sealFor } from './hand-over/seal.js';
import { type ListFileOptions, writeListFile } from './list-file.js';
import { buildManifest, MANIFEST, type Manifest, manifestSchema, REPORT, readManifest } from './manifest.js';
import type { EarlierRunEntry, ManifestFigures } from './manifest-figures.js';
import { manifestText } from './manifest-text.js';
import { type ListingToPublish, stageAudience } from './publish-listing.js';
import { listsInOrder } from './run-lists.js';
import { type StagedFolder, withStagedFolder } from './staged-folder.js';

export interface RunToPublish {
  /** The folder in which each run has a folder of its own; created where it does not exist. */
  readonly output: string;
  readonly definition: RunDefinition;
  readonly run: EngineRun;
  /** Public keys of those for whom campaigns encrypt their lists. */
  readonly recipients?: Recipients;
  /** What held before: nothing is published that was not checked. */
  readonly release: ReleaseReport;
  /** For how long the lists may be sent, from as-of. */
  readonly validForHours?: number;
  /** What people look at besides the counts, and earlier runs; stand in the manifest where they are given. */
  readonly figures?: ManifestFigures;
  readonly earlier?: readonly EarlierRunEntry[];
  /** Who came into the audiences and left them, in numbers. */
  readonly moves?: Manifest['moves'];
  /** A page for people, made from the manifest; `report.html`. */
  readonly page?: (manifest: Manifest) => Promise<string>;
  /** Of Clearlist. */
  readonly version: string;
  /** What becomes of each campaign with a listing, which has no list of its own. */
  readonly listings?: readonly ListingToPublish[];
  /** Done when every file is on disk, and before anybody sees one: nothing is out of which nobody knows. */
  readonly beforeVisible?: () => Promise<void>;
}

/** A run as it stands on disk. */
export interface PublishedRun {
  /** `<output>/<run id>`, symbolic links resolved. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The same run was published before; its folder was left as it is. */
  readonly alreadyThere: boolean;
}

/**
 * Writes the lists of a run and its manifest into `<output>/<run id>`, which appears complete or not at all.
 *
 * Shape: `<campaign>.csv`, one `<campaign>.<part>.csv` for each part of a split campaign, `<campaign>.proof.csv` for proof
 * recipients, for a replay
 * `<campaign>.replay-not-for-sending.csv`, each with `.age` or `.pgp` after it where it is encrypted, and
 * `manifest.json`, with `report.html` where a page is asked for; modes 0700 and 0600. Each list is read once. A campaign
 * with a listing has the files of its service instead. Publishing the same run again changes nothing.
 *
 * @throws {ClearlistError} `not-a-cleared-list`, `duplicate-id`, `list-used-twice` or `definition-invalid` before
 * anything is written; `unknown-name` or `key-invalid` for a recipient, `engine-failed`, `output-not-writable` or
 * `output-differs` with nothing left behind.
 */
export async function publishRun({
  output,
  definition,
  run,
  release,
  validForHours,
  figures,
  earlier,
  moves,
  page,
  version,
  recipients,
  listings = [],
  beforeVisible,
}: RunToPublish): Promise<PublishedRun> {
  const lists = listsInOrder(definition, run);
  const { runId } = runIdentity(definition, run.inputs);
  return withStagedFolder(output, runId, async (staged) => {
    const campaigns = await fewAtOnce(LISTS_AT_ONCE, lists, (list) => {
      const listing = listings.find(({ files }) => files.name === list.campaign);
      return stageCampaign(staged, list, listing, recipients);
    });
    const about = { validForHours, figures, earlier, moves, version };
    const manifest = buildManifest({ definition, run, campaigns, release, ...about });
    const text = manifestText(manifestSchema, manifest);
    const shown = await page?.(manifest);
    if (shown !== undefined) await staged.file(REPORT, (file) => writing(staged.output, () => file.appendFile(shown)));
    await staged.file(MANIFEST, (file) => writing(staged.output, () => file.appendFile(text)));
    const folder = join(staged.output, runId);
    await beforeVisible?.();
    const isNew = await released(staged, folder, text);
    // Encrypting the same list again gives other bytes: those that stand there are the ones to speak of.
    return { folder, manifest: isNew ? manifest : await readManifest(join(folder, MANIFEST)), alreadyThere: !isNew };
  });
}

/** While the rows of one are written, an engine works out the next one's. */
const LISTS_AT_ONCE = 2;

async function stageCampaign(
  staged: StagedFolder,
  list: ClearedList,
  listing: ListingToPublish | undefined,
  recipients: Recipients | undefined,
): Promise<CampaignEntry> {
  const content = contentOf(list);
  const seal = await sealFor(content.campaign, recipients);
  if (listing !== undefined) {
    const { refusals, about } = listing;
    return campaignEntry({ ...content, refusals }, await stageAudience(staged, listing, seal), { listing: about });
  }
  if (content.campaign.listing !== undefined) throw new Error('bug: a campaign with a listing has no list of its own');
  // A campaign that is refused whole is told, and never written.
  const proof = proofCounts(list);
  if ((content.refusals ?? []).length > 0) return campaignEntry(content, [], proof === undefined ? {} : { proof });
  const parts = content.campaign.split?.parts.map(({ id }) => id) ?? [undefined];
  const files: NamedFile[] = [];
  for (const part of parts) files.push(await stageList(staged, list, { part, seal }));
  if (content.proof === undefined || proof === undefined) return campaignEntry(content, files);
  return campaignEntry(content, files, { proof: { ...proof, file: await stageList(staged, content.proof, { seal }) } });
}

async function stageList(staged: StagedFolder, list: ClearedList, { part, seal }: ListFileOptions): Promise<NamedFile> {
  const content = contentOf(list);
  const name = `${fileName(content, part)}${seal?.suffix ?? ''}`;
  const written = await staged.file(name, (file) => writeListFile(list, file, staged.output, { part, seal }));
  return {
    name,
    ...(part === undefined ? {} : { part }),
    ...(content.isProof === true ? { proof: true } : {}),
    ...written,
  };
}

/**
 * INVARIANT: ids have no point, so that no campaign's file can be another campaign's part; and no part of a campaign
 * with a proof is named like it.
 */
export const fileName = ({ campaign, forSending, isProof = false }: ListContent, part: string | undefined): string =>
  `${campaign.id}${isProof ? '.proof' : part === undefined ? '' : `.${part}`}${forSending ? '' : '.replay-not-for-sending'}.csv`;

/** Whether the staged folder is now the run's folder; otherwise the same run stands there already. */
async function released(staged: StagedFolder, folder: string, manifest: string): Promise<boolean> {
  return writing(staged.output, async () => {
    await syncFolder(staged.path);
    try {
      // INVARIANT: renaming a folder onto a file, a link or a folder with anything in it fails, on every system.
      await rename(staged.path, folder);
    } catch (error) {
      if ((await lstat(folder).catch(() => undefined)) === undefined) throw error;
      await requireSameRun(folder, manifest);
      return false;
    }
    await syncFolder(staged.output);
    return true;
  });
}
