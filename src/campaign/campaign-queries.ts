import { allocationOutcomes, bases, type ReasonCode } from '../model/reasons.js';
import { profileColumn } from '../segments/profile-field.js';
import { inList, join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { reasonTable } from '../suppression/policy.js';
import { allocatedTable, type Claim } from './allocation/allocate-sql.js';
import type { Campaign } from './campaign.js';
import { ADDRESS, shownField } from './define-campaign.js';
import type { RunDefinition } from './engine.js';
import { phoneCountry } from './reference-run.js';
import { renderedQuery } from './render-sql.js';
import type { Rendering } from './rendering.js';
import type { Tally } from './tally.js';
import { isUnsubscribeField } from './unsubscribe.js';

/** What an engine asks of its tables for one campaign, after the plan has run. */
export interface CampaignQueries {
  readonly campaign: Campaign;
  readonly table: readonly ReasonCode[];
  /** A row for each outcome that there is; {@link readTally} reads them. */
  readonly tally: Sql;
  /** `address`, then the columns of {@link profileColumns}; in UTF-8 byte order of the person. */
  readonly rows: (part?: string) => Sql;
  /** Adds to a plan what it takes to render the list; see {@link renderedQuery}. */
  readonly rendered: (plan: PlanBuilder, rendering: Rendering, part?: string) => Sql;
  /** `person_id`, `mask`, `address`, `basis`, `allocation`, `part` of every member, or of some. */
  readonly decisions: (personIds?: readonly string[]) => Sql;
  /** All of these in one table, for the campaigns that choose after this one. */
  readonly allocated: Sql;
  /** The tables that all of these read. */
  readonly reads: readonly Sql[];
  /** The same of the campaign's proof recipients, where it names any. */
  readonly proof?: CampaignQueries;
}

interface CampaignTables {
  readonly plan: PlanBuilder;
  readonly profile: Sql;
  /** See `identifierColumns`. */
  readonly identifiers: Sql;
  /** See `RenderedList`. */
  readonly withheld: Sql | undefined;
  /** `(person_id, address, mask, basis)` of every member. */
  readonly decisions: Sql;
  /** The campaigns that chose before this one. */
  readonly claims: readonly Claim[];
}

/** Columns of the profile relation that a campaign's list shows. */
export const profileColumns = (campaign: Campaign): readonly string[] => [
  ...new Set(
    campaign.columns
      .filter(({ field }) => field !== ADDRESS && !isUnsubscribeField(field))
      .map(({ field }) => profileColumn(shownField(field))),
  ),
];

export function campaignQueries(run: RunDefinition, campaign: Campaign, tables: CampaignTables): CampaignQueries {
  const { plan, profile, identifiers, withheld, claims } = tables;
  const table = reasonTable(run.policy);
  const rules = run.allocation;
  const allocated = allocatedTable(campaign, sql`(${tables.decisions})`, { plan, profile, rules, claims });
  const shown = profileColumns(campaign).map((column) => name('p', column));
  const isListed = (part: string | undefined): Sql =>
    part === undefined ? sql`a.allocation = ${'listed'}` : sql`a.allocation = ${'listed'} and a.part = ${part}`;
  return {
    campaign,
    table,
    allocated,
    reads: [allocated, profile, identifiers, ...(withheld === undefined ? [] : [withheld])],
    tally: sql`select mask, basis, allocation, part, count(*) as persons from ${allocated} group by mask, basis, allocation, part`,
    rows: (part) =>
      sql`select ${join([sql`a.address`, ...shown], ', ')} from ${allocated} as a join ${profile} as p on p.id = a.person_id where ${isListed(part)} order by a.person_id`,
    rendered: (own, rendering, part) =>
      renderedQuery(own, rendering, {
        listed: sql`select a.person_id, a.basis from ${allocated} as a where ${isListed(part)}`,
        profile,
        identifiers,
        ...(withheld === undefined ? {} : { withheld }),
        fallbackCountry: phoneCountry(run, campaign),
      }),
    decisions: (personIds) => {
      const some = personIds === undefined ? sql`` : sql` where ${inList(name('person_id'), personIds)}`;
      return sql`select person_id, mask, address, basis, allocation, part from ${allocated}${some}`;
    },
  };
}

/** The tally from the rows that the query gives, and how many could have been members. */
export function readTally(
  rows: readonly Readonly<Record<string, unknown>>[],
  universe: number,
  table: readonly ReasonCode[],
  { split }: Campaign,
): Tally {
  const groups = rows.map((row) => ({ ...row, mask: BigInt(String(row.mask)), persons: Number(row.persons) }));
  const count = (test: (group: Group) => boolean): number =>
    groups.reduce((sum, group) => (test(group) ? sum + group.persons : sum), 0);
  // The lowest bit set is the best-ranked reason.
  const lowest = (mask: bigint): bigint => mask & -mask;
  const bits = table.map((_, bit) => 1n << BigInt(bit));
  return {
    universe,
    members: count(() => true),
    cleared: count(({ mask }) => mask === 0n),
    outcomes: fromKeys(allocationOutcomes, (outcome) => count(({ allocation }) => allocation === outcome)),
    parts: Object.fromEntries((split?.parts ?? []).map(({ id }) => [id, count(({ part }) => part === id)])),
    any: bits.map((bit) => count(({ mask }) => (mask & bit) !== 0n)),
    primary: bits.map((bit) => count(({ mask }) => lowest(mask) === bit)),
    bases: fromKeys(bases, (one) => count(({ basis }) => basis === one)),
  };
}

interface Group {
  readonly mask: bigint;
  readonly basis?: unknown;
  readonly allocation?: unknown;
  readonly part?: unknown;
  readonly persons: number;
}

const fromKeys = <K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
