import type { RelationName } from '../model/columns.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import type { Sql } from '../sql/fragment.js';

/** The relations that sources gave, by name; see `relationColumns`. */
export interface Relations extends Readonly<Partial<Record<RelationName, Sql>>> {
  /**
   * Whether any source of a kind says a field, which saves the work for a field that none says; absent where that is
   * not known.
   */
  readonly says?: Says;
  /** The kinds whose relation has the column `MOMENT`; none where it is absent. */
  readonly moments?: readonly EvaluatedKind[];
}

export type Says = (kind: EvaluatedKind, field: string) => boolean;

export const saysAnything: Says = () => true;
