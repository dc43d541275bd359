import type { Instant } from '../model/instant.js';
import { countedUntil, type RowKind } from '../segments/row-kinds.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { SharedColumn } from '../sql/rows-part.js';

/** Whether rows of a kind can name others, by which it is decided when they count. */
export const isLinked = (kind: RowKind, says: (field: string) => boolean): boolean =>
  kind === 'purchase' && (says('originalReceipt') || says('originalLine'));

/** What tells the orders of a person apart. */
export const orderKey = (receipt: Sql, line: Sql): Sql => sql`coalesce('r' || ${receipt}, 'l' || ${line})`;

/**
 * What rows count by that name no others: `counted_at`, null for those that do not count, and of purchases
 * `receipt_key` and `order_key`.
 */
export function countedColumns(kind: RowKind, asOf: Instant): readonly SharedColumn[] {
  const seen = sql`occurred_at < ${countedUntil(kind, asOf)}`;
  if (kind !== 'purchase') return [{ name: 'counted_at', value: sql`case when ${seen} then occurred_at end` }];
  return [
    { name: 'counted_at', value: sql`case when ${seen} and type <> 'void' then occurred_at end` },
    { name: 'receipt_key', value: sql`receipt` },
    { name: 'order_key', value: orderKey(sql`receipt`, sql`id`) },
  ];
}
