import type { RelationName } from '../model/columns.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import { isOneOf } from '../sql/one-of.js';

/** The relations that sources gave, by name; see `relationColumns`. */
export interface Relations extends Readonly<Partial<Record<RelationName, Sql>>> {
  /**
   * Whether any source of a kind says a field, which saves the work for a field that none says; absent where that is
   * not known.
   */
  readonly says?: Says;
  /** The kinds whose relation has the column `MOMENT`; none where it is absent. */
  readonly moments?: readonly EvaluatedKind[];
  /** See {@link relationAmong}; absent where there is no better way than to look at every record. */
  readonly among?: (relation: RelationName, profiles: Sql, isByKind?: boolean) => Sql | undefined;
  /**
   * What profiles say of their addresses is the same until another run, which finds again what was made of it: what is
   * worked out of them should not be mixed with what is not. Absent where nobody keeps anything, or where it is little.
   */
  readonly lasting?: boolean;
  /** Of which relations there is so much that a table of many of their rows is better kept in a file; none where it is absent. */
  readonly large?: ReadonlySet<RelationName>;
  /** Which relations are files that every reader unpacks anew; none where it is absent. */
  readonly packed?: ReadonlySet<RelationName>;
  /** See {@link countedRows}; absent where the relations are themselves what was counted. */
  readonly counted?: (kind: EvaluatedKind) => Sql | undefined;
}

/**
 * Every record of a kind, over the very rows that were counted against their source: for who checks that whoever reads
 * the relation overlooks none. Nothing where none is declared.
 */
export const countedRows = (relations: Relations, kind: EvaluatedKind): Sql | undefined =>
  relations.counted === undefined ? relations[kind] : relations.counted(kind);

/** The column by which records of a relation name a profile. */
const profileColumns: Readonly<Partial<Record<RelationName, string>>> = { profile: 'id' };

/**
 * The records of a relation that name one of some profiles, a relation of `profile_id`; nothing where none is declared.
 *
 * @param isByKind Identifiers are asked for one kind at a time, so that each time the others are better left out.
 */
export function relationAmong(
  relations: Relations,
  relation: RelationName,
  profiles: Sql,
  isByKind = false,
): Sql | undefined {
  const rows = relations[relation];
  if (rows === undefined) return undefined;
  return relations.among?.(relation, profiles, isByKind) ?? named(relation, rows, profiles);
}

/** The rows of a relation that name one of some profiles. */
export const named = (relation: RelationName, rows: Sql, profiles: Sql): Sql =>
  sql`(select * from ${rows} where ${isOneOf(name(profileColumns[relation] ?? 'profile_id'), profiles, 'profile_id')})`;

export type Says = (kind: EvaluatedKind, field: string) => boolean;

export const saysAnything: Says = () => true;
