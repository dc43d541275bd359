import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import isUndefined from 'lodash-es/isUndefined.js';
import omitBy from 'lodash-es/omitBy.js';
import { priorityIssues, type RunAllocation } from '../campaign/allocation/definition.js';
import type { Campaign } from '../campaign/campaign.js';
import { resolveCampaign } from '../campaign/define-campaign.js';
import { ClearlistError, type Issue, throwIssues } from '../errors.js';
import type { DigestKeys } from '../model/digest-keys.js';
import { field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import type { IdList } from '../segments/id-list.js';
import { readSegments } from '../segments/read-segment.js';
import type { Segment } from '../segments/segment.js';
import { checkZone } from '../segments/zone.js';
import { type SourceBinding, sourceBindingSchema } from '../sources/binding.js';
import { validateSource } from '../sources/validate-source.js';
import { presetPolicy } from '../suppression/policies/policies.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import { type ProjectFile, projectSchema } from './project-file.js';
import { readKeys } from './read-keys.js';
import { readLists } from './read-lists.js';
import { type StoreSettings, storeSettings } from './store-settings.js';

export const PROJECT_FILE = 'clearlist.config.json';

/** A project, read and checked. */
export interface Project {
  /** Absolute path of the project file. */
  readonly file: string;
  /** Folder of the project file; relative paths start here. */
  readonly folder: string;
  readonly zone: string;
  readonly policy: Policy;
  readonly attributes: AttributeSchema;
  readonly sources: Readonly<Record<string, SourceBinding>>;
  readonly segments: Readonly<Record<string, Segment>>;
  /** Lists of profile ids, read with the project file. Personal data. */
  readonly lists: Readonly<Record<string, IdList>>;
  readonly campaigns: readonly Campaign[];
  /** What the campaigns of a run share out among themselves. */
  readonly allocation?: RunAllocation;
  readonly linkDevices: boolean;
  /** Keys of tombstones, by id. Secret. */
  readonly keys: DigestKeys;
  /** Absolute path of the folder for lists. */
  readonly output: string;
  /** Where refusals taken in, runs and transfers are kept; absent where the project names none. */
  readonly store?: StoreSettings;
}

/**
 * Reads a project file and checks everything in it that can be checked without reading data.
 *
 * @throws {ClearlistError} `project-missing`, `policy-unknown`, `key-missing`, `key-invalid`, or `project-invalid` with every mistake and its path.
 */
export async function loadProject(path: string): Promise<Project> {
  const file = resolve(path);
  const raw = await readJson(file);
  const parsed = projectSchema.safeParse(raw);
  const name = basename(file);
  if (!parsed.success) {
    throwIssues('project-invalid', name, parsed.error.issues.map(toIssue), HINT);
    throw new Error('an invalid project has issues');
  }
  const lists = await readLists(parsed.data.lists, dirname(file));
  return { ...checkProject(parsed.data, file, lists), keys: await readKeys(parsed.data.keys, dirname(file)) };
}

const HINT = 'Correct the project file; nothing was read or written.';

const toIssue = ({ path, message }: { path: PropertyKey[]; message: string }): Issue => ({
  at: path.join('.') || 'file',
  message,
});

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new ClearlistError('project-missing', 'there is no project file here', {
      at: file,
      hint: 'Make one with `clearlist init FOLDER`, or name one with --config FILE.',
    });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
    throw new ClearlistError('project-invalid', 'the project file is no JSON', { at: `${file}${line}`, hint: HINT });
  }
}

function checkProject(data: ProjectFile, file: string, lists: Project['lists']): Omit<Project, 'keys'> {
  const folder = dirname(file);
  const issues: Issue[] = [];
  const policy = policyOf(data.policy);
  const attributes = Object.fromEntries(
    Object.entries(data.attributes).map(([name, { type, about, category }]) => [
      name,
      field(type, about, { category }),
    ]),
  ) as AttributeSchema;
  collect(issues, () => checkZone(data.zone, 'zone'));
  const sources = sourcesOf(data, policy, attributes, issues);
  const { segments, issues: mistaken } = readSegments(data.segments, { attributes, uses: { lists } });
  issues.push(...mistaken);
  const campaigns: Campaign[] = [];
  for (const [id, campaign] of Object.entries(data.campaigns)) {
    const audience = segments[campaign.audience];
    if (audience === undefined) {
      if (!(campaign.audience in data.segments)) {
        issues.push({
          at: `campaigns.${id}.audience`,
          message: `no segment "${campaign.audience}"; there are ${Object.keys(data.segments).join(', ')}`,
        });
      }
      continue;
    }
    collect(issues, () => campaigns.push(resolveCampaign({ ...defined(campaign), id, audience }, policy, attributes)));
  }
  issues.push(...priorityIssues(campaigns, data.allocation));
  throwIssues('project-invalid', basename(file), issues, HINT);
  const output = resolve(folder, data.output);
  return {
    file,
    folder,
    zone: data.zone,
    policy,
    attributes,
    sources,
    segments,
    lists,
    campaigns,
    ...(data.allocation === undefined ? {} : { allocation: data.allocation }),
    linkDevices: data.linkDevices,
    output,
    ...(data.store === undefined ? {} : { store: storeSettings(data.store, folder) }),
  };
}

type CampaignEntry = ProjectFile['campaigns'][string];

/** Without the keys that are undefined, as exact optional properties want it. */
const defined = (campaign: CampaignEntry) =>
  omitBy(campaign, isUndefined) as unknown as Omit<Parameters<typeof resolveCampaign>[0], 'id' | 'audience'>;

/** Collects a mistake, so that all of them are told at once. */
function collect(issues: Issue[], work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ClearlistError)) throw error;
    const own: Issue = { ...(error.at === undefined ? {} : { at: error.at }), message: error.message };
    issues.push(...(error.issues.length > 0 ? error.issues : [own]));
  }
}

function sourcesOf(
  data: ProjectFile,
  policy: Policy,
  attributes: AttributeSchema,
  issues: Issue[],
): Record<string, SourceBinding> {
  const sources: Record<string, SourceBinding> = {};
  for (const [name, binding] of Object.entries(data.sources)) {
    const parsed = sourceBindingSchema.safeParse(binding);
    if (!parsed.success) {
      issues.push(
        ...parsed.error.issues.map((issue) => ({
          at: ['sources', name, ...issue.path].join('.'),
          message: issue.message,
        })),
      );
      continue;
    }
    issues.push(...validateSource(name, parsed.data, { attributes, words: policyWords(policy) }));
    sources[name] = parsed.data;
  }
  if (!Object.values(data.sources).some(givesProfiles)) {
    issues.push({ at: 'sources', message: 'no source of kind profile: nobody could be on a list' });
  }
  return sources;
}

/** As far as can be seen of a source that may be wrong. */
function givesProfiles(source: unknown): boolean {
  const { kind, records } = (source ?? {}) as { kind?: unknown; records?: unknown };
  const parts = Object.values((records ?? {}) as object) as readonly unknown[];
  return [{ kind }, ...parts].some((part) => (part as { kind?: unknown } | null)?.kind === 'profile');
}

function policyOf(given: ProjectFile['policy']): Policy {
  const { preset, softOptInMaxDaysSinceSale, ...changes } = typeof given === 'string' ? { preset: given } : given;
  const base = presetPolicy(preset);
  const changed = omitBy(changes, isUndefined);
  const softOptIn =
    softOptInMaxDaysSinceSale === undefined ? base.softOptIn : { maxDaysSinceSale: softOptInMaxDaysSinceSale };
  return { ...base, ...changed, softOptIn };
}

/** Where a project file is looked for. */
export const projectFileIn = (folder: string): string => join(folder, PROJECT_FILE);
