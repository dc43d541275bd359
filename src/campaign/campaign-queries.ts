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
  /** One row; {@link readTally} reads it. */
  readonly tally: Sql;
  /** `person_id`, `address`, then the columns of {@link profileColumns}; in UTF-8 byte order of the person. */
  readonly rows: (part?: string) => Sql;
  /** Adds to a plan what it takes to render the list; see {@link renderedQuery}. */
  readonly rendered: (plan: PlanBuilder, rendering: Rendering, part?: string) => Sql;
  /** `person_id`, `mask`, `address`, `basis`, `allocation`, `part` of every member, or of some. */
  readonly decisions: (personIds?: readonly string[]) => Sql;
  /** All of these in one table, for the campaigns that choose after this one. */
  readonly allocated: Sql;
}

interface CampaignTables {
  readonly plan: PlanBuilder;
  readonly profile: Sql;
  /** See `identifierColumns`. */
  readonly identifiers: Sql;
  /** See `RenderedList`. */
  readonly withheld: Sql | undefined;
  readonly member: Sql;
  readonly segment: string;
  readonly decision: Sql;
  readonly universe: Sql;
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
  const { plan, profile, identifiers, withheld, member, segment, decision, universe, claims } = tables;
  const table = reasonTable(run.policy);
  const decided = sql`select d.* from ${decision} as d join ${member} as m on m.person_id = d.person_id and ${name('m', segment)}`;
  const rules = run.allocation;
  const allocated = allocatedTable(campaign, sql`(${decided})`, { plan, profile, rules, claims });
  const shown = profileColumns(campaign).map((column) => name('p', column));
  const isListed = (part: string | undefined): Sql =>
    part === undefined ? sql`a.allocation = ${'listed'}` : sql`a.allocation = ${'listed'} and a.part = ${part}`;
  return {
    campaign,
    table,
    allocated,
    tally: tallyQuery(campaign, allocated, universe, table),
    rows: (part) =>
      sql`select ${join([sql`a.person_id`, sql`a.address`, ...shown], ', ')} from ${allocated} as a join ${profile} as p on p.id = a.person_id where ${isListed(part)} order by a.person_id`,
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

function tallyQuery({ split }: Campaign, allocated: Sql, universe: Sql, table: readonly ReasonCode[]): Sql {
  const counts = table.flatMap((_, bit) => {
    const value = 1n << BigInt(bit);
    return [
      sql`count(*) filter (where mask & ${value} <> 0) as ${name(`any_${bit}`)}`,
      // The lowest bit set is the best-ranked reason.
      sql`count(*) filter (where mask & (-mask) = ${value}) as ${name(`primary_${bit}`)}`,
    ];
  });
  const grounds = bases.map((basis) => sql`count(*) filter (where basis = ${basis}) as ${name(`basis_${basis}`)}`);
  const funnel = sql`(${universe}) as universe, count(*) as members, count(*) filter (where mask = 0) as cleared`;
  const outcomes = allocationOutcomes.map(
    (outcome) => sql`count(*) filter (where allocation = ${outcome}) as ${name(`outcome_${outcome}`)}`,
  );
  const parts = (split?.parts ?? []).map(
    ({ id }) => sql`count(*) filter (where part = ${id}) as ${name(`part_${id}`)}`,
  );
  return sql`select ${join([funnel, ...counts, ...grounds, ...outcomes, ...parts], ', ')} from ${allocated}`;
}

/** The tally from the row that the query gives, by column name. */
export function readTally(
  row: Readonly<Record<string, unknown>>,
  table: readonly ReasonCode[],
  { split }: Campaign,
): Tally {
  const count = (column: string): number => Number(row[column]);
  return {
    universe: count('universe'),
    members: count('members'),
    cleared: count('cleared'),
    outcomes: fromKeys(allocationOutcomes, (outcome) => count(`outcome_${outcome}`)),
    parts: Object.fromEntries((split?.parts ?? []).map(({ id }) => [id, count(`part_${id}`)])),
    any: table.map((_, bit) => count(`any_${bit}`)),
    primary: table.map((_, bit) => count(`primary_${bit}`)),
    bases: Object.fromEntries(bases.map((basis) => [basis, count(`basis_${basis}`)])),
  };
}

const fromKeys = <K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
