import { profileColumn } from '../segments/profile-field.js';
import { join, name, type Sql, sql } from '../sql/fragment.js';
import type { CampaignQueries } from './campaign-queries.js';

/** The figures of figures.ts as questions to an engine's tables, once the plan has run; each about all campaigns at once. */
export interface FigureQueries {
  /** Rows of `place`, `country` and `persons`. */
  readonly countries: Sql;
  /** Rows of `place`, `mask` and `persons`. */
  readonly masks: Sql;
  /** Rows of the places `first` and `second`, and `persons`; nothing to ask of fewer than two campaigns. */
  readonly overlaps: Sql | undefined;
}

/** `place` is that of a campaign in the run. */
export function figureQueries(campaigns: readonly CampaignQueries[], profile: Sql): FigureQueries {
  const ofAll = (one: (allocated: Sql, place: number) => Sql): Sql =>
    join(
      campaigns.map(({ allocated }, place) => one(allocated, place)),
      ' union all ',
    );
  const listed = ofAll(
    (allocated, place) => sql`select person_id, ${place} as place from ${allocated} where allocation = ${'listed'}`,
  );
  return {
    countries: sql`select a.place, ${name('p', profileColumn('country'))} as country, count(*) as persons from (${listed}) as a join ${profile} as p on p.id = a.person_id group by 1, 2`,
    masks: ofAll(
      (allocated, place) =>
        sql`select ${place} as place, mask, count(*) as persons from ${allocated} where mask <> 0 group by mask`,
    ),
    overlaps:
      campaigns.length < 2
        ? undefined
        : sql`with listed as (${listed}) select x.place as first, y.place as second, count(*) as persons from listed as x join listed as y on x.person_id = y.person_id and x.place < y.place group by 1, 2`,
  };
}
