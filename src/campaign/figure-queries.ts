import { profileColumn } from '../segments/profile-field.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { CampaignQueries } from './campaign-queries.js';

/** The figures of figures.ts as questions to an engine's tables, once the plan has run. */
export interface FigureQueries {
  /** Rows of `country` and `persons`. */
  readonly countries: Sql;
  /** Rows of `mask` and `persons`. */
  readonly masks: Sql;
}

export const figureQueries = ({ allocated }: CampaignQueries, profile: Sql): FigureQueries => ({
  countries: sql`select ${name('p', profileColumn('country'))} as country, count(*) as persons from ${allocated} as a join ${profile} as p on p.id = a.person_id where a.allocation = ${'listed'} group by 1`,
  masks: sql`select mask, count(*) as persons from ${allocated} where mask <> 0 group by mask`,
});

/** Rows of the places `first` and `second`, and `persons`; nothing to ask of fewer than two campaigns. */
export function overlapQuery(campaigns: readonly CampaignQueries[]): Sql | undefined {
  if (campaigns.length < 2) return undefined;
  const listed = campaigns.map(
    ({ allocated }, place) => sql`select person_id, ${place} as place from ${allocated} where allocation = ${'listed'}`,
  );
  const all = listed.reduce((before, one) => sql`${before} union all ${one}`);
  return sql`with listed as (${all}) select x.place as first, y.place as second, count(*) as persons from listed as x join listed as y on x.person_id = y.person_id and x.place < y.place group by 1, 2`;
}
