import type { RunAllocation } from '../../src/campaign/allocation/definition.js';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import { type ClearedList, contentOf, type ListRow, oneByOne } from '../../src/campaign/cleared-list.js';
import { resolveCampaign } from '../../src/campaign/define-campaign.js';
import type { RunDefinition } from '../../src/campaign/engine.js';
import { anonymousEvents } from '../../src/campaign/event-persons.js';
import type { RunFigures } from '../../src/campaign/figures.js';
import { knownOptions } from '../../src/campaign/known-options.js';
import { refuseWhole } from '../../src/campaign/list-refusals.js';
import { referenceRun } from '../../src/campaign/reference-run.js';
import type { RenderedColumn, RenderedRow } from '../../src/campaign/rendering.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { MemoryEngine } from '../../src/engines/memory/memory-engine.js';
import { parseAsOf } from '../../src/model/instant.js';
import type { AllocationOutcome, Basis, ListRefusal, ReasonCode } from '../../src/model/reasons.js';
import { field } from '../../src/model/record-kind.js';
import { type AttributeSchema, type RecordsInput, readRecords } from '../../src/model/records.js';
import type { RateTable } from '../../src/segments/rates.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { type Policy, policyWords, reasonTable } from '../../src/suppression/policy.js';
import { KEYS } from './keys.js';
import { AS_OF } from './world.js';

export const attributes: AttributeSchema = {
  tier: field('text', 'tier'),
  points: field('decimal', 'points'),
  joined: field('date', 'joined'),
  likes: field('list', 'likes'),
};

/** Everything one engine says about a run, in a form that can be compared. */
export interface Said {
  readonly refusals: readonly ListRefusal[];
  readonly counts: object;
  readonly rows: readonly ListRow[];
  /** Of a listing: which addresses of whom leave. */
  readonly rendered?: readonly RenderedRow[];
  readonly decisions: Readonly<Record<string, SaidDecision>>;
  /** The same of the campaign’s proof recipients. */
  readonly proof?: Said;
}

export interface SaidDecision {
  readonly reasons: readonly ReasonCode[];
  readonly basis?: Basis;
  readonly address?: string;
  readonly allocation?: AllocationOutcome;
  readonly part?: string;
}

export function runDefinition(
  campaigns: readonly Omit<CampaignDefinition, 'id'>[],
  options: {
    replay?: boolean;
    policy?: Policy;
    zone?: string;
    linkDevices?: boolean;
    rates?: RateTable;
    knownAt?: string;
    allocation?: RunAllocation | undefined;
  } = {},
): RunDefinition {
  const policy = options.policy ?? okq8;
  return {
    campaigns: campaigns.map((campaign, i) => resolveCampaign({ ...campaign, id: `c${i + 1}` }, policy, attributes)),
    ...(options.allocation === undefined ? {} : { allocation: options.allocation }),
    policy,
    asOf: parseAsOf(AS_OF),
    replay: options.replay === true,
    ...knownOptions(options),
    zone: options.zone ?? 'Europe/Stockholm',
    attributes,
    words: policyWords(policy),
    linkDevices: options.linkDevices !== false,
    keys: KEYS,
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** As they are written. */
const ADDRESSES = (['email', 'phone'] as const).map(
  (identifier): RenderedColumn => ({
    name: identifier,
    from: { identifier },
    evaluate: (raw) => ({ texts: [raw] }),
    holds: 'text',
    repeats: false,
    compile: { steps: [(raw) => raw], write: (text) => text },
  }),
);

async function said(lists: readonly ClearedList[], policy: Policy): Promise<readonly Said[]> {
  const result: Said[] = [];
  for (const list of lists) result.push(await saidOf(list, reasonTable(policy)));
  return result;
}

async function saidOf(list: ClearedList, table: readonly ReasonCode[]): Promise<Said> {
  const content = contentOf(list);
  const decisions = await collect(content.decisions());
  return {
    refusals: list.refusals,
    counts: content.counts,
    rows: await collect(oneByOne(content.rows())),
    ...(content.campaign.channel === 'social_listing'
      ? { rendered: await collect(oneByOne(content.rendered({ columns: ADDRESSES }))) }
      : {}),
    decisions: Object.fromEntries(
      decisions.map(({ personId, mask, ...rest }) => [personId, { reasons: reasonsOf(mask, table), ...rest }]),
    ),
    ...(list.proof === undefined ? {} : { proof: await saidOf(list.proof, table) }),
  };
}

/** What the reference says alone. */
export const referenceSaid = async (run: RunDefinition, input: RecordsInput): Promise<readonly Said[]> =>
  said(
    await refuseWhole(run, referenceRun(run, readRecords(input, { ...run.words, attributes: run.attributes }))),
    run.policy,
  );

/** What both said of every campaign, and of the run as a whole. */
export interface BothSaid {
  readonly reference: readonly Said[];
  readonly duckdb: readonly Said[];
  readonly anonymousEvents: { readonly reference: number; readonly duckdb: number };
}

export async function runBoth(run: RunDefinition, input: RecordsInput): Promise<BothSaid> {
  const records = readRecords(input, { ...run.words, attributes: run.attributes });
  const engine = new DuckDbEngine(recordData(records), { threads: 1 });
  try {
    const done = await engine.run(run);
    return {
      reference: await said(await refuseWhole(run, referenceRun(run, records)), run.policy),
      duckdb: await said(done.lists, run.policy),
      anonymousEvents: { reference: anonymousEvents(run, records), duckdb: done.anonymousEvents },
    };
  } finally {
    await engine.close();
  }
}

/** A run's figures, and the ids on its lists. */
export interface Figured {
  readonly figures: RunFigures;
  readonly listed: readonly (readonly (string | undefined)[])[];
}

/** What the reference and DuckDB say in the figures of one run. */
export async function figuresOnBoth(run: RunDefinition, input: RecordsInput): Promise<readonly Figured[]> {
  const records = readRecords(input, { ...run.words, attributes: run.attributes });
  const engines = [
    new MemoryEngine(async () => ({ records, inputs: [] })),
    new DuckDbEngine(recordData(records), { threads: 1 }),
  ];
  const said: Figured[] = [];
  for (const engine of engines) {
    const { figures, lists } = await engine.run(run);
    const listed: (readonly (string | undefined)[])[] = [];
    for (const list of lists) listed.push((await collect(oneByOne(contentOf(list).rows()))).map(([id]) => id));
    said.push({ figures: await figures(), listed });
    await engine.close();
  }
  return said;
}
