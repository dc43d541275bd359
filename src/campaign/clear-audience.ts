import { parseAsOf } from '../model/instant.js';
import { type AttributeSchema, type RecordsInput, readRecords } from '../model/records.js';
import { checkZone } from '../segments/zone.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import type { CampaignDefinition } from './campaign.js';
import type { ClearedList } from './cleared-list.js';
import { resolveCampaign } from './define-campaign.js';
import type { Engine, RunDefinition } from './engine.js';
import { referenceRun } from './reference-run.js';

interface AudienceOptions {
  readonly campaign: CampaignDefinition;
  readonly policy: Policy;
  /** ISO 8601 with offset, whole milliseconds. */
  readonly asOf: string;
  /** IANA zone of calendar windows and days; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** Decide with what was known at as-of; the list is then marked as not for sending. */
  readonly replay?: boolean;
}

export type ClearAudienceOptions = AudienceOptions & ({ readonly records: RecordsInput } | { readonly engine: Engine });

/**
 * Builds the audience of a campaign and takes out everybody who must not be contacted.
 *
 * In memory over plain records, or on an engine (`duckdb(…)` from `clearlist/node`); the meaning is the same. In a
 * list for sending every refusal in the data counts, whatever its date.
 *
 * @throws {ClearlistError} `definition-invalid`, `as-of-invalid`, `input-invalid`, `rows-lost`, `duplicate-id`.
 */
export async function clearAudience(options: ClearAudienceOptions): Promise<ClearedList> {
  const { campaign, policy, zone = 'UTC', attributes = {} } = options;
  checkZone(zone, 'zone');
  const run: RunDefinition = {
    campaigns: [resolveCampaign(campaign, policy, attributes)],
    policy,
    asOf: parseAsOf(options.asOf),
    replay: options.replay === true,
    zone,
    attributes,
    words: policyWords(policy),
  };
  const lists =
    'records' in options
      ? referenceRun(run, readRecords(options.records, { ...run.words, attributes }))
      : (await options.engine.run(run)).lists;
  return lists[0] as ClearedList;
}
