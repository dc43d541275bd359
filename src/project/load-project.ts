import { basename, dirname, resolve } from 'node:path';
import isUndefined from 'lodash-es/isUndefined.js';
import omitBy from 'lodash-es/omitBy.js';
import { priorityIssues, type RunAllocation } from '../campaign/allocation/definition.js';
import type { Campaign } from '../campaign/campaign.js';
import { resolveCampaign } from '../campaign/define-campaign.js';
import { proofAudience } from '../campaign/proof.js';
import { defaultRelease, type ReleaseRules } from '../campaign/release/release.js';
import { ClearlistError, type Issue, throwIssues } from '../errors.js';
import type { Recipients } from '../export/hand-over/recipient.js';
import type { UnsubscribeKeys } from '../export/unsubscribe-token.js';
import { didYouMean } from '../model/closest-names.js';
import type { DigestKeys } from '../model/digest-keys.js';
import { field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import type { IdList } from '../segments/id-list.js';
import { type RateTable, validateRates } from '../segments/rates.js';
import { readSegments } from '../segments/read-segment.js';
import type { Segment } from '../segments/segment.js';
import { checkZone } from '../segments/zone.js';
import type { BindingScope, SourceBinding } from '../sources/binding.js';
import { validateSource } from '../sources/validate-source.js';
import { definePolicy, type PolicyChanges } from '../suppression/define-policy.js';
import type { Destination } from '../suppression/destination.js';
import { presetPolicy } from '../suppression/policies/policies.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import { importBindings } from './import-bindings.js';
import { serviceIssues, sharedAudienceIssues } from './listing-issues.js';
import { type ParsedProject, parseProject } from './parse-project.js';
import type { ProjectFile } from './project-file.js';
import { readKeys } from './read-keys.js';
import { readLists } from './read-lists.js';
import { findProjectFile, readProjectFile } from './read-project-file.js';
import { readRecipients } from './read-recipients.js';
import { recipientIssues } from './recipient-issues.js';
import { type StoreSettings, storeSettings } from './store-settings.js';
import { readUnsubscribe } from './unsubscribe-keys.js';

/** A project, read and checked. */
export interface Project {
  /** Absolute path of the project file. */
  readonly file: string;
  /** Folder of the project file; relative paths start here. */
  readonly folder: string;
  readonly zone: string;
  readonly policy: Policy;
  readonly attributes: AttributeSchema;
  /** What amounts in other currencies are converted by. */
  readonly rates?: RateTable;
  readonly sources: Readonly<Record<string, SourceBinding>>;
  /** How files that are handed to an import are read, by name. */
  readonly imports: Readonly<Record<string, SourceBinding>>;
  readonly segments: Readonly<Record<string, Segment>>;
  /** Lists of profile ids, read with the project file. Personal data. */
  readonly lists: Readonly<Record<string, IdList>>;
  readonly campaigns: readonly Campaign[];
  /** To whom data leaves, by the name that campaigns use. */
  readonly destinations: Readonly<Record<string, Destination>>;
  /** What the campaigns of a run share out among themselves. */
  readonly allocation?: RunAllocation;
  /** What has to hold before a run is released. */
  readonly release: ReleaseRules;
  readonly linkDevices: boolean;
  /** Keys of tombstones, by id. Secret. */
  readonly keys: DigestKeys;
  /** For whom lists are encrypted, by name: public keys. */
  readonly recipients: Recipients;
  /** Absolute path of the folder for lists. */
  readonly output: string;
  /** How it is worked out where nobody says otherwise. */
  readonly engine: ProjectFile['engine'];
  /** Where refusals taken in, runs and transfers are kept; absent where the project names none. */
  readonly store?: StoreSettings;
  /** How lists get unsubscribe tokens, and how clicks are understood. Secret. */
  readonly unsubscribe?: UnsubscribeKeys;
}

/** What somebody says at the moment, before what the project file says. */
export interface ProjectOverrides {
  /** Folder for lists; relative to the working folder. */
  readonly output?: string;
}

/**
 * Reads a project file and checks everything in it that can be checked without reading data.
 *
 * @param path The file, or the folder it is in.
 * @throws {ClearlistError} `project-missing`, `policy-unknown`, `key-missing`, `key-invalid`, `engine-missing` for a
 * project in TypeScript that nothing can load or a recipient without the package for the key, or `project-invalid` with every mistake and its path.
 */
export async function loadProject(path: string, overrides: ProjectOverrides = {}): Promise<Project> {
  const file = await findProjectFile(path);
  const parsed = parseProject(await readProjectFile(file));
  if (!('data' in parsed)) {
    throwIssues('project-invalid', basename(file), parsed.issues, HINT);
    throw new Error('bug: an invalid project has issues');
  }
  const lists = await readLists(parsed.data.lists, dirname(file));
  const project = checkProject(parsed, file, lists);
  const output = overrides.output === undefined ? project.output : resolve(overrides.output);
  const keys = await readKeys(parsed.data.keys, dirname(file));
  const recipients = await readRecipients(parsed.data.recipients, dirname(file));
  return { ...project, output, keys, recipients, ...(await readUnsubscribe(parsed.data.unsubscribe, dirname(file))) };
}

const HINT = 'Correct the project file; nothing was read or written.';

function checkProject(
  { data, broken, issues: shape }: ParsedProject,
  file: string,
  lists: Project['lists'],
): Omit<Project, 'keys' | 'recipients' | 'unsubscribe'> {
  const folder = dirname(file);
  const issues = [...shape];
  const policy = policyOf(data.policy, issues);
  const attributes = Object.fromEntries(
    Object.entries(data.attributes).map(([name, { type, about, category }]) => [
      name,
      field(type, about, { category }),
    ]),
  ) as AttributeSchema;
  // What rests on a part that cannot be read is not judged: it would be called wrong for no fault of its own.
  const areNamed = !broken.has('attributes');
  const areRuled = areNamed && !broken.has('policy') && policy !== undefined;
  collect(issues, () => checkZone(data.zone, 'zone'));
  if (areRuled) issues.push(...sourceMistakes(data, broken, { attributes, words: policyWords(policy) }));
  const imports = areRuled ? importBindings(data.imports, { attributes, words: policyWords(policy) }, issues) : {};
  if (data.rates !== undefined && !broken.has('rates')) issues.push(...validateRates(data.rates, 'rates'));
  const rates = data.rates === undefined ? {} : { rates: data.rates };
  const { segments, issues: mistaken } = readSegments(data.segments, { attributes, uses: { lists }, ...rates });
  if (areNamed && !broken.has('lists')) issues.push(...mistaken);
  const campaigns = areRuled ? campaignsOf(data, { segments, lists }, { policy, attributes, ...rates }, issues) : [];
  if (areRuled && !broken.has('allocation') && !broken.has('campaigns'))
    issues.push(...priorityIssues(campaigns, data.allocation));
  if (!['recipients', 'destinations', 'campaigns'].some((part) => broken.has(part)))
    issues.push(...recipientIssues(data));
  issues.push(...sharedAudienceIssues(campaigns));
  if (!broken.has('release') && !broken.has('campaigns')) issues.push(...canaryIssues(data));
  throwIssues('project-invalid', basename(file), issues, HINT);
  if (policy === undefined) throw new Error('bug: an unknown policy is an issue');
  return {
    file,
    folder,
    zone: data.zone,
    policy,
    attributes,
    ...rates,
    sources: data.sources,
    imports,
    segments,
    lists,
    campaigns,
    destinations: destinationsOf(data.destinations),
    ...(data.allocation === undefined ? {} : { allocation: data.allocation }),
    release: data.release ?? defaultRelease(),
    linkDevices: data.linkDevices,
    output: resolve(folder, data.output),
    engine: data.engine,
    ...(data.store === undefined ? {} : { store: storeSettings(data.store, folder) }),
  };
}

function campaignsOf(
  data: ProjectFile,
  { segments, lists }: Pick<Project, 'segments' | 'lists'>,
  { policy, attributes, rates }: { policy: Policy; attributes: AttributeSchema; rates?: RateTable },
  issues: Issue[],
): readonly Campaign[] {
  const campaigns: Campaign[] = [];
  for (const [id, campaign] of Object.entries(data.campaigns)) {
    const audience = segments[campaign.audience];
    if (audience === undefined) {
      if (!(campaign.audience in data.segments)) {
        const names = Object.keys(data.segments);
        issues.push({
          at: `campaigns.${id}.audience`,
          message: `no segment "${campaign.audience}"${didYouMean(campaign.audience, names) || `; there are ${names.join(', ')}`}`,
        });
      }
      continue;
    }
    const destination = destinationOf(campaign.destination, data.destinations);
    if (campaign.destination !== undefined && destination === undefined) {
      const names = Object.keys(data.destinations);
      issues.push({
        at: `campaigns.${id}.destination`,
        message: `no destination "${campaign.destination}"${didYouMean(campaign.destination, names) || `; there are ${names.join(', ') || 'none'}`}`,
      });
      continue;
    }
    if (campaign.listing !== undefined) issues.push(...serviceIssues(id, campaign.listing, destination, attributes));
    if (campaign.proof !== undefined && !Object.hasOwn(lists, campaign.proof)) {
      const names = Object.keys(lists);
      issues.push({
        at: `campaigns.${id}.proof`,
        message: `no list "${campaign.proof}"${didYouMean(campaign.proof, names) || `; there are ${names.join(', ') || 'none'}`}`,
      });
      continue;
    }
    const { destination: _, proof: __, ...own } = defined(campaign);
    const to = destination === undefined ? {} : { destination };
    const proof = proofOf(campaign.proof, lists);
    collect(issues, () => {
      campaigns.push(resolveCampaign({ ...own, ...to, ...proof, id, audience }, policy, attributes, undefined, rates));
    });
  }
  return campaigns;
}

const proofOf = (name: string | undefined, lists: Project['lists']): { readonly proof?: Segment } => {
  const list = name === undefined ? undefined : lists[name];
  return name === undefined || list === undefined ? {} : { proof: proofAudience(name, list) };
};

/** A canary for a campaign that is not there would watch nothing. */
const canaryIssues = ({ campaigns, release }: ProjectFile): readonly Issue[] =>
  (release?.canaries ?? []).flatMap((canary, i) => [
    ...(canary.campaigns ?? [])
      .filter((id) => !Object.hasOwn(campaigns, id))
      .map((id) => ({ at: `release.canaries.${i}.campaigns`, message: `no campaign "${id}"` })),
    ...(canary.reason !== undefined && canary.outcome === 'allow'
      ? [{ at: `release.canaries.${i}.reason`, message: 'an allowed canary has no reason' }]
      : []),
  ]);
const destinationsOf = (declared: ProjectFile['destinations']): Project['destinations'] =>
  Object.fromEntries(
    Object.keys(declared).flatMap((id) => {
      const destination = destinationOf(id, declared);
      return destination === undefined ? [] : [[id, destination]];
    }),
  );

const destinationOf = (id: string | undefined, declared: ProjectFile['destinations']): Destination | undefined =>
  id === undefined || !Object.hasOwn(declared, id)
    ? undefined
    : (omitBy({ id, ...declared[id] }, isUndefined) as unknown as Destination);

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

function sourceMistakes(data: ProjectFile, broken: ReadonlySet<string>, scope: BindingScope): readonly Issue[] {
  const found = Object.entries(data.sources).flatMap(([name, source]) => validateSource(name, source, scope));
  if (broken.has('sources') || Object.values(data.sources).some(givesProfiles)) return found;
  return [...found, { at: 'sources', message: 'no source of kind profile: nobody could be on a list' }];
}

const givesProfiles = ({ kind, records = {} }: SourceBinding): boolean =>
  kind === 'profile' || Object.values(records).some((record) => record.kind === 'profile');

/** The preset with its changes; a preset nobody knows is told among the other mistakes, or alone. */
function policyOf(given: ProjectFile['policy'], issues: Issue[]): Policy | undefined {
  const { preset, ...changes } = typeof given === 'string' ? { preset: given } : given;
  let base: Policy;
  try {
    base = presetPolicy(preset);
  } catch (error) {
    if (!(error instanceof ClearlistError) || issues.length === 0) throw error;
    issues.push({ at: error.at ?? 'policy', message: error.message });
    return undefined;
  }
  let policy: Policy | undefined;
  collect(issues, () => {
    policy = definePolicy(base, changes as PolicyChanges);
  });
  return policy;
}
