import { ALWAYS, type Instant } from '../model/instant.js';
import type { AnyDataCategory, ConsentPurpose, DataCategory } from '../model/vocabulary.js';
import type { RowsQuery } from './facts.js';

/**
 * Under what a category of data may be read for audiences.
 *
 * `consent`: the person’s consent for the purpose is in force. `no_refusal`: the person has not refused or withdrawn
 * it since. Source: GDPR Art. 5(1)(b), 6, 7(3), 21(1).
 */
export interface DataUse {
  readonly purpose: ConsentPurpose;
  readonly needs: 'consent' | 'no_refusal';
}

/** What is not named may be read. */
export type DataUsePolicy = Partial<Record<DataCategory, DataUse>>;

/** The categories of an audience whose reading depends on the person, in byte order. */
export const guardedCategories = (
  categories: readonly AnyDataCategory[],
  use: DataUsePolicy | undefined,
): readonly DataCategory[] =>
  (Object.keys(use ?? {}) as DataCategory[]).filter((category) => categories.includes(category)).sort();

/**
 * The rows of a person that are of a category, before as-of; `always` for what every profile holds or what is written
 * about everybody.
 *
 * Wider than what an audience reads of them on purpose: rows of another window, and searches among other usage, count
 * too, so that a narrower audience can never read more.
 */
export function rowsOfCategory(category: DataCategory, asOf: Instant): readonly RowsQuery[] | 'always' {
  const before = { of: 'person', filter: [], from: ALWAYS, to: asOf } as const;
  switch (category) {
    case 'purchase_history_aggregated':
    case 'purchase_history_itemised':
      return [{ ...before, kind: 'purchase' }];
    case 'search_history':
      return [{ ...before, kind: 'event', filter: [{ field: 'type', in: ['search'] }] }];
    case 'device_and_access':
      return [{ ...before, kind: 'event' }];
    default:
      return 'always';
  }
}
