import { ALWAYS } from '../../model/instant.js';
import { ANY } from '../../model/vocabulary.js';
import { sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';

/** A contact of nobody knows which kind counts for every cap. */
export const readContact: ReadKind = (cells) => ({
  columns: Object.fromEntries(
    ['controller', 'purpose', 'topic'].map((field) => [field, sql`coalesce(${cells.value(field)}, ${ANY})`]),
  ),
  lost: [],
});

/** A relation whose end cannot be read is over. */
export const readRelation: ReadKind = (cells) => ({
  columns: { ended_at: sql`case when ${cells.bad('endedAt')} then ${ALWAYS} else ${cells.value('endedAt')} end` },
  lost: [],
});
