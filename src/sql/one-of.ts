import { name, type Sql, sql } from './fragment.js';

/**
 * A text is among those of a table's column.
 *
 * That each of those is at least the empty text is so of every text. To DuckDB 1.5 it says that the table holds few of what
 * there is: only then do readers of a file get a Bloom filter of it, and leave the other cells of most rows packed.
 */
export const isOneOf = (text: Sql, table: Sql, column: string): Sql =>
  sql`${text} in (select ${name(column)} from ${table} where ${name(column)} >= ${''})`;
