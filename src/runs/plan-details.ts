import type { ClearedList, ListCounts } from '../campaign/cleared-list.js';
import { contentOf } from '../campaign/cleared-list.js';
import type { SourceQuality } from '../campaign/data-quality.js';
import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import { checkCanaries } from '../campaign/release/canaries.js';
import type { ReleaseRules } from '../campaign/release/release.js';
import { ClearlistError, type Issue } from '../errors.js';
import { sealFor } from '../export/hand-over/seal.js';
import type { EarlierFigures, EarlierRun } from '../export/last-run.js';
import type { ListingOperation } from '../export/listing-files/listing-file.js';
import { audienceFiles, type ListingToPublish } from '../export/publish-listing.js';
import { fileName } from '../export/publish-run.js';
import type { Project } from '../project/load-project.js';
import { type LintNote, lintSegment } from '../segments/lint.js';
import type { EarlierRows } from './shrink-guard.js';

/** A file that a run would write for a campaign. */
export interface PlannedFile {
  readonly campaign: string;
  readonly name: string;
  readonly part?: string;
  /** For proof recipients: people who look at the message before it is sent. */
  readonly proof?: true;
  /** What it tells a listing service to do; absent for a list of persons, and for what is beside such files. */
  readonly operation?: ListingOperation;
  /** Of persons or entries, of lines where a person is several. */
  readonly rows: number;
  /** Of a list of persons; files for a listing service are made by the rules of the service. */
  readonly columns?: readonly string[];
}

type Recipients = Pick<Project, 'recipients'>;

/** What a campaign came to in its last run for sending, to hold this one against. */
export interface CampaignChange extends EarlierFigures {
  readonly campaign: string;
}

/** How old a source is, and may be. */
export interface SourceAge {
  readonly source: string;
  /** Time of the newest record, where records of the kind have one and are read for that. */
  readonly newest?: string;
  /** What the project allows, by files and by records. A run in which a source is older stops. */
  readonly limits: { readonly files?: string; readonly records?: string };
}

/** Rows of a source in the last run for sending. */
export interface EarlierInput {
  readonly source: string;
  readonly rows: number;
}

/** The list of a campaign that is not refused whole, or one for each of its parts; none for an audience. */
async function listsOf({ recipients }: Recipients, list: ClearedList): Promise<readonly PlannedFile[]> {
  const content = contentOf(list);
  if (list.refusals.length > 0 || content.campaign.listing !== undefined) return [];
  const columns = list.columns.map(({ header }) => header);
  const suffix = (await sealFor(content.campaign, recipients))?.suffix ?? '';
  const file = (rows: number, part?: string): PlannedFile => ({
    campaign: list.campaign,
    name: `${fileName(content, part)}${suffix}`,
    ...(part === undefined ? {} : { part }),
    rows,
    columns,
  });
  const { listed, parts }: ListCounts = content.counts;
  const lists =
    content.campaign.split === undefined ? [file(listed)] : parts.map(({ id, persons }) => file(persons, id));
  if (list.proof === undefined) return lists;
  const name = `${fileName(contentOf(list.proof), undefined)}${suffix}`;
  return [...lists, { ...file(list.proof.counts.listed), name, proof: true }];
}

/** Made as they would be written, so that their names and rows are those, and thrown away. */
async function audienceFilesOf(
  { recipients }: Recipients,
  list: ClearedList,
  listing: ListingToPublish,
): Promise<readonly PlannedFile[]> {
  const suffix = (await sealFor(contentOf(list).campaign, recipients))?.suffix ?? '';
  const planned: PlannedFile[] = [];
  for await (const { name, operation, content, rows } of audienceFiles(listing, suffix)) {
    for await (const _ of content);
    planned.push({
      campaign: list.campaign,
      name,
      ...(operation === undefined ? {} : { operation }),
      rows: rows(),
    });
  }
  return planned;
}

/**
 * The files that a run would write for its campaigns, in their order, and for audiences in the order in which the service
 * is to be told.
 *
 * @throws {ClearlistError} as encrypting for a recipient does.
 */
export async function plannedFiles(
  project: Recipients,
  { lists }: Pick<EngineRun, 'lists'>,
  listings: readonly ListingToPublish[],
): Promise<readonly PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const list of lists) {
    const listing = listings.find(({ files }) => files.name === list.campaign);
    const own = listing === undefined ? listsOf(project, list) : audienceFilesOf(project, list, listing);
    planned.push(...(await own));
  }
  return planned;
}

/** Lists of persons that have nobody on them; nothing is sent with a proof, so that it is none of them. */
export const emptyLists = (files: readonly PlannedFile[]): readonly PlannedFile[] =>
  files.filter(({ rows, columns, proof }) => rows === 0 && columns !== undefined && proof === undefined);

export async function changesSince(
  { campaigns }: RunDefinition,
  earlier: EarlierRun,
): Promise<readonly CampaignChange[]> {
  const changes: CampaignChange[] = [];
  for (const { id } of campaigns) {
    const before = await earlier(id);
    if (before !== undefined) changes.push({ campaign: id, ...before });
  }
  return changes;
}

export const earlierInputs = (rows: EarlierRows): readonly EarlierInput[] =>
  [...rows].map(([source, count]) => ({ source, rows: count }));

/** Sources that have a limit of age, or of which a run knows how new they are. */
export const sourceAges = ({ sources }: Project, quality: readonly SourceQuality[]): readonly SourceAge[] =>
  Object.entries(sources).flatMap(([source, { freshness = {} }]): SourceAge[] => {
    const { files, records } = freshness;
    const limits = {
      ...(files === undefined ? {} : { files }),
      ...(records === undefined ? {} : { records }),
    };
    const times = quality
      .filter((one) => one.source === source || one.source.startsWith(`${source}.`))
      .flatMap(({ latest }) => latest ?? [])
      .sort();
    const newest = times.at(-1);
    if (newest === undefined && Object.keys(limits).length === 0) return [];
    return [{ source, ...(newest === undefined ? {} : { newest }), limits }];
  });

/** Remarks on the audiences of a run. */
export function audienceRemarks({ campaigns }: RunDefinition, project: Project): readonly LintNote[] {
  const audiences = new Map(campaigns.map(({ audience }) => [audience.id, audience]));
  return [...audiences.values()].flatMap((audience) => lintSegment(audience, project));
}

/** What is wrong with the canaries, where a run would stop for them. */
export async function failingCanaries(
  definition: RunDefinition,
  run: EngineRun,
  { canaries }: ReleaseRules,
): Promise<readonly Issue[]> {
  try {
    await checkCanaries(definition, run, canaries);
    return [];
  } catch (error) {
    if (!(error instanceof ClearlistError) || error.code !== 'canary-failed') throw error;
    return error.issues;
  }
}

/**
 * @throws {ClearlistError} `list-empty` where a list that would be written has no rows.
 */
export function requireFilled(files: readonly PlannedFile[]): void {
  const empty = emptyLists(files);
  const [first] = empty;
  if (first === undefined) return;
  throw new ClearlistError('list-empty', `the list ${first.name} would be empty`, {
    at: `campaigns.${first.campaign}`,
    hint: 'Nothing was released. Look at the funnel with `clearlist plan`; leave --fail-if-empty out where an empty list is right.',
    issues: empty.map(({ campaign, name }) => ({ at: `campaigns.${campaign}`, message: `${name} would be empty` })),
  });
}
