import { type Sql, sql } from '../sql/fragment.js';

/** The person a profile belongs to, where `merged` is joined as `m`. */
export const personSql = (merged: Sql | undefined, profileId: Sql): Sql =>
  merged === undefined ? profileId : sql`coalesce(m.person_id, ${profileId})`;

export const joinMerged = (merged: Sql | undefined, profileId: Sql): Sql =>
  merged === undefined ? sql`` : sql` left join ${merged} as m on m.profile_id = ${profileId}`;
