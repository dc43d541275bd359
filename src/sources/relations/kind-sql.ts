import type { Sql } from '../../sql/fragment.js';
import type { CellColumns } from './cell-columns.js';

/** What reading a kind adds to its cells, in SQL; `model/read-record.ts` is the meaning. */
export interface KindSql {
  /** Columns of the relation that do not hold the cell of their field as it was read. */
  readonly columns: Readonly<Record<string, Sql>>;
  /** What loses a row that has all it needs: conditions in order, never null, and the field each is about. */
  readonly lost: readonly { readonly when: Sql; readonly field: string }[];
}

export type ReadKind = (cells: CellColumns) => KindSql;
