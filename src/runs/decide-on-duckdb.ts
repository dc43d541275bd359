import type { Campaign } from '../campaign/campaign.js';
import { contentOf } from '../campaign/cleared-list.js';
import { type DecideRequestOptions, unknownPerson } from '../campaign/decide.js';
import type { RunDefinition } from '../campaign/engine.js';
import { DuckDbEngine } from '../engines/duckdb/duckdb-engine.js';
import { recordData } from '../engines/duckdb/record-data.js';
import { requireDigestKeys } from '../model/digest-keys.js';
import { parseAsOf } from '../model/instant.js';
import { type AllowCode, allowCode, type Basis, type ReasonCode } from '../model/reasons.js';
import { readRecords } from '../model/records.js';
import { checkZone } from '../segments/zone.js';
import { guardedCategories } from '../suppression/data-use.js';
import { reasonsOf } from '../suppression/mask.js';
import { policyWords, reasonTable } from '../suppression/policy.js';

/** A decision as SQL makes it: the reasons as in the reference, without the records behind them. */
export interface EngineDecision {
  readonly profileId: string;
  readonly outcome: 'allow' | 'suppress';
  readonly primaryReason: ReasonCode | AllowCode;
  readonly reasons: readonly ReasonCode[];
  readonly basis?: Basis;
}

/** Who is asked about, for what and from which records, in SQL. */
export interface DecideOnDuckDbOptions extends Omit<DecideRequestOptions, 'person'> {
  /** Profile ids among the records. */
  readonly persons: readonly string[];
}

/**
 * `decideRequest` for several persons, worked out in SQL: for suites of decision cases and for comparing engines.
 *
 * @throws {ClearlistError} as `decideRequest` does; also `as-of-invalid`, since a run needs an instant.
 */
export async function decideOnDuckDb(options: DecideOnDuckDbOptions): Promise<readonly EngineDecision[]> {
  const { persons, records, policy, attributes = {} } = options;
  const run = runOf(options);
  const engine = new DuckDbEngine(recordData(readRecords(records, { ...run.words, attributes })), { threads: 1 });
  try {
    const [list] = (await engine.run(run)).lists;
    if (list === undefined) throw new Error('a run of one campaign gives one list');
    const table = reasonTable(policy);
    const decided = new Map<string, EngineDecision>();
    for await (const { personId: profileId, mask, basis } of contentOf(list).decisions()) {
      decided.set(profileId, decisionOf(profileId, reasonsOf(mask, table), basis));
    }
    return persons.map((person) => {
      const decision = decided.get(person);
      if (decision === undefined) throw unknownPerson();
      return decision;
    });
  } finally {
    await engine.close();
  }
}

function decisionOf(profileId: string, reasons: readonly ReasonCode[], basis: Basis | undefined): EngineDecision {
  const [primaryReason] = reasons;
  if (primaryReason !== undefined) return { profileId, outcome: 'suppress', primaryReason, reasons };
  // INVARIANT: whoever has no reason has a ground.
  if (basis === undefined) throw new Error('a decision without a reason and without a ground');
  return { profileId, outcome: 'allow', primaryReason: allowCode[basis], reasons, basis };
}

/** The question as a run over everybody, with what was known at as-of. */
function runOf({
  request,
  policy,
  asOf,
  zone = 'UTC',
  attributes = {},
  keys = {},
}: DecideOnDuckDbOptions): RunDefinition {
  checkZone(zone, 'zone');
  const { messageKind, products = [], targeted = false, containsPromotion = false, reads = [], ...words } = request;
  const campaign: Campaign = {
    ...words,
    id: 'asked',
    kind: messageKind,
    products,
    targeted,
    guardedData: guardedCategories(reads, policy.dataUse),
    containsPromotion,
    audience: { id: 'everybody', condition: { kind: 'all', of: [] } },
    columns: [{ header: 'profile_id', field: 'id' }],
  };
  return {
    campaigns: [campaign],
    policy,
    asOf: parseAsOf(asOf),
    replay: true,
    zone,
    attributes,
    words: policyWords(policy),
    linkDevices: false,
    keys: requireDigestKeys(keys),
  };
}
