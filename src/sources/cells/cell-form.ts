import type { Instant } from '../../model/instant.js';
import type { ItemSeparator } from '../../model/items.js';
import type { CellValue, Words } from '../../model/read-cell.js';
import type { Field } from '../../model/record-kind.js';
import type { Sql } from '../../sql/fragment.js';
import type { TimePattern } from '../time-pattern.js';
import type { NumberWriting } from './number-writing.js';

/** How the cells of one column are written. */
export interface CellForm {
  readonly field: Field;
  /** The lists that the project declares. */
  readonly words: Words;
  readonly numbers: NumberWriting;
  /** For days and local times that are not written as ISO 8601 has them; a cell is written by one of them. */
  readonly patterns: readonly TimePattern[];
  /** The column itself states its patterns, so that even a cell with a type of its own is read as text. */
  readonly isStated: boolean;
  /** What is written → what it means; where given, nothing else is readable. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** What stands between the items of a list; a cell is one item where it is not given. */
  readonly separator?: ItemSeparator;
  /** IANA zone of local times, which are unreadable without it. */
  readonly zone?: string;
}

/** The instant at which the clock on the wall of the source's zone shows a time, given as if that time were UTC. */
export type WallClock = (local: Instant) => Instant;

/**
 * How one type of cell is read, twice: `read` is the meaning, `sql` says the same.
 *
 * The text is never empty, trimmed and in Unicode form C.
 */
export interface CellType {
  readonly read: (text: string, form: CellForm, clock: WallClock) => CellValue;
  /** Without it every text is its own value. */
  readonly sql?: (text: Sql, form: CellForm) => TextSql;
  /** Whether a text is unreadable, never null; where it is not given, any is that says something and has no value. */
  readonly isBad?: (text: Sql) => Sql;
}

/**
 * What a text says, in SQL.
 *
 * In two parts, because a case with a cheap condition is the one way in which DuckDB 1.5 spares itself a dear
 * alternative: `coalesce` works out both and takes four times as long.
 */
export interface TextSql {
  /**
   * Where it holds the text is written in the usual way and `value` is what it says, or null; it says nothing where it does
   * not. It costs a fraction of `fits`.
   */
  readonly usual?: { readonly holds: Sql; readonly value: Sql };
  /** The text has a readable form. */
  readonly fits: Sql;
  /** The value of a text that fits; null where it names nothing even so, such as 30 February. */
  readonly value: Sql;
}
