import { bases, type ReasonCode } from '../model/reasons.js';
import { profileColumn } from '../segments/profile-field.js';
import { reasonTable } from '../suppression/policy.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { listedSql } from './allocation.js';
import type { Campaign } from './campaign.js';
import { ADDRESS } from './define-campaign.js';
import type { RunDefinition } from './engine.js';
import type { Tally } from './tally.js';

/** What an engine asks of its tables for one campaign, after the plan has run. */
export interface CampaignQueries {
  readonly campaign: Campaign;
  readonly table: readonly ReasonCode[];
  /** One row; {@link readTally} reads it. */
  readonly tally: Sql;
  /** `person_id`, `address`, then the columns of {@link profileColumns}; in UTF-8 byte order of the person. */
  readonly rows: Sql;
  /** `person_id`, `mask`, `address`, `basis` of every member. */
  readonly decisions: Sql;
}

interface CampaignTables {
  readonly plan: PlanBuilder;
  readonly profile: Sql;
  readonly member: Sql;
  readonly segment: string;
  readonly decision: Sql;
  readonly universe: Sql;
}

/** Columns of the profile relation that a campaign's list shows. */
export const profileColumns = (campaign: Campaign): readonly string[] => [
  ...new Set(campaign.columns.filter(({ field }) => field !== ADDRESS).map(({ field }) => profileColumn(field))),
];

export function campaignQueries(run: RunDefinition, campaign: Campaign, tables: CampaignTables): CampaignQueries {
  const { plan, profile, member, segment, decision, universe } = tables;
  const table = reasonTable(run.policy);
  const decided = sql`select d.* from ${decision} as d join ${member} as m on m.person_id = d.person_id and ${name('m', segment)}`;
  const allocated = plan.table(`allocated_${campaign.id}`, listedSql(sql`(${decided})`, sql`c.mask = 0`));
  const shown = profileColumns(campaign).map((column) => name('p', column));
  return {
    campaign,
    table,
    tally: tallyQuery(allocated, universe, table),
    rows: sql`select ${join([sql`a.person_id`, sql`a.address`, ...shown], ', ')} from ${allocated} as a join ${profile} as p on p.id = a.person_id where a.listed order by a.person_id`,
    decisions: sql`select person_id, mask, address, basis from ${allocated}`,
  };
}

function tallyQuery(allocated: Sql, universe: Sql, table: readonly ReasonCode[]): Sql {
  const counts = table.flatMap((_, bit) => {
    const value = 1n << BigInt(bit);
    return [
      sql`count(*) filter (where mask & ${value} <> 0) as ${name(`any_${bit}`)}`,
      // The lowest bit set is the best-ranked reason.
      sql`count(*) filter (where mask & (-mask) = ${value}) as ${name(`primary_${bit}`)}`,
    ];
  });
  const grounds = bases.map((basis) => sql`count(*) filter (where basis = ${basis}) as ${name(`basis_${basis}`)}`);
  const funnel = sql`(${universe}) as universe, count(*) as members, count(*) filter (where mask = 0) as cleared, count(*) filter (where listed) as listed`;
  return sql`select ${join([funnel, ...counts, ...grounds], ', ')} from ${allocated}`;
}

/** The tally from the row that the query gives, by column name. */
export function readTally(row: Readonly<Record<string, unknown>>, table: readonly ReasonCode[]): Tally {
  const count = (column: string): number => Number(row[column]);
  return {
    universe: count('universe'),
    members: count('members'),
    cleared: count('cleared'),
    listed: count('listed'),
    any: table.map((_, bit) => count(`any_${bit}`)),
    primary: table.map((_, bit) => count(`primary_${bit}`)),
    bases: Object.fromEntries(bases.map((basis) => [basis, count(`basis_${basis}`)])),
  };
}
