import type { ColumnType } from '../../model/columns.js';
import { type Sql, sql } from '../../sql/fragment.js';

/** What a row says nothing about, with its type, so that the relations of several sources can be put together. */
export const typedNull: Readonly<Record<ColumnType, Sql>> = {
  text: sql`cast(null as varchar)`,
  integer: sql`cast(null as bigint)`,
  decimal: sql`cast(null as decimal(18,6))`,
  boolean: sql`cast(null as boolean)`,
};
