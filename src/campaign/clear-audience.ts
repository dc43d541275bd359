import { throwIssues } from '../errors.js';
import { type DigestKeys, requireDigestKeys } from '../model/digest-keys.js';
import { parseAsOf } from '../model/instant.js';
import { type AttributeSchema, type RecordsInput, readRecords } from '../model/records.js';
import type { RateTable } from '../segments/rates.js';
import { checkZone } from '../segments/zone.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import { priorityIssues } from './allocation/definition.js';
import type { CampaignDefinition } from './campaign.js';
import type { ClearedList } from './cleared-list.js';
import { resolveCampaign } from './define-campaign.js';
import type { Engine, RunDefinition } from './engine.js';
import { knownOptions } from './known-options.js';
import { refuseWhole } from './list-refusals.js';
import { referenceRun } from './reference-run.js';
import { requireUnsubscribe, type Unsubscribe } from './unsubscribe.js';

interface AudienceOptions {
  readonly campaign: CampaignDefinition;
  readonly policy: Policy;
  /** ISO 8601 with offset, whole milliseconds. */
  readonly asOf: string;
  /** IANA zone of calendar windows and days; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** What amounts in other currencies are converted by. */
  readonly rates?: RateTable;
  /** ISO 8601 with offset: purchases and events that their source recorded later are not seen; as-of where it is not given. */
  readonly knownAt?: string;
  /** Decide with what was known at as-of; the list is then marked as not for sending. */
  readonly replay?: boolean;
  /** Whether events on a device count for whoever logged in on it; off where it is not given. */
  readonly linkDevices?: boolean;
  /** Keys of the tombstones in the data: hex by key id. */
  readonly keys?: DigestKeys;
  /** Signs the tokens of a list that carries them: `unsubscribeTokens(…)` from `clearlist/node`. */
  readonly unsubscribe?: Unsubscribe;
}

/** What one campaign is cleared from: its policy, records or an engine, and the time. */
export type ClearAudienceOptions = AudienceOptions & ({ readonly records: RecordsInput } | { readonly engine: Engine });

/**
 * Builds the audience of a campaign and takes out everybody who must not be contacted.
 *
 * In memory over plain records, or on an engine (`duckdb(…)` from `clearlist/node`); the meaning is the same. In a
 * list for sending every refusal in the data counts, whatever its date.
 *
 * @throws {ClearlistError} `definition-invalid`, `as-of-invalid`, `input-invalid`, `rows-lost`, `duplicate-id`,
 * `key-missing`, `key-invalid`, `normaliser-unknown`.
 */
export async function clearAudience(options: ClearAudienceOptions): Promise<ClearedList> {
  const { campaign, policy, zone = 'UTC', attributes = {} } = options;
  const timed = knownOptions(options);
  checkZone(zone, 'zone');
  throwIssues(
    'definition-invalid',
    `campaign "${campaign.id}"`,
    [...priorityIssues([campaign], undefined)],
    'A campaign that is cleared by itself has no place among others; leave the priority out.',
  );
  const run: RunDefinition = {
    campaigns: [resolveCampaign(campaign, policy, attributes, undefined, options.rates)],
    policy,
    asOf: parseAsOf(options.asOf),
    ...timed,
    replay: options.replay === true,
    zone,
    attributes,
    words: policyWords(policy),
    linkDevices: options.linkDevices === true,
    keys: requireDigestKeys(options.keys ?? {}),
    ...(options.unsubscribe === undefined ? {} : { unsubscribe: options.unsubscribe }),
  };
  requireUnsubscribe(run.campaigns, run.unsubscribe);
  const lists =
    'records' in options
      ? await refuseWhole(run, referenceRun(run, readRecords(options.records, { ...run.words, attributes })))
      : (await options.engine.run(run)).lists;
  return lists[0] as ClearedList;
}
