import type { Field } from '../../model/record-kind.js';
import type { AggregateUnit } from '../../sql/aggregates.js';
import { allOf, type Sql, sql } from '../../sql/fragment.js';
import type { Value } from '../comparisons.js';
import { type CountedRow, isPurchase } from '../counted-rows.js';
import type { RateTable } from '../rates.js';
import type { RowExtra } from '../row-extras.js';
import type { RowFilter } from '../row-filter.js';
import type { RowKind } from '../row-kinds.js';
import type { TimeContext } from '../windows/window-kind.js';

/** What a measure may look at besides the rows. */
export interface MeasureContext extends TimeContext {
  readonly rates?: RateTable;
}

/**
 * What was measured, exactly.
 *
 * With `of` the value is a fraction of whole numbers that is never divided: it stands to a limit as `value` stands to
 * limit × `of`. `of` is positive.
 */
export interface Measured {
  readonly value: Value;
  readonly of?: bigint;
}

/** The same in SQL; null where it is missing. */
export interface MeasuredSql {
  readonly value: Sql;
  readonly of?: Sql;
}

/** Where a measure's SQL asks for aggregates over the rows that count. */
export interface MeasureAsk extends MeasureContext {
  readonly over: RowKind;
  /** Which rows count; all of these hold. */
  readonly filter: readonly Sql[];
  /** An aggregate over a person's rows; null where the person has none. */
  answer(aggregate: Sql, unit?: AggregateUnit): Sql;
  /** The sum of a value over a person's rows that pass; null where none does. */
  sum(value: Sql, filter: readonly Sql[]): Sql;
}

/** What a measure's value is: a whole number, or whatever a field of this kind holds. */
export type MeasuredType = 'whole' | Pick<Field, 'type' | 'words' | 'any'>;

/** One way to measure, in memory and in SQL. */
export interface MeasureTwin {
  readonly type: MeasuredType;
  /** Columns beyond the rows' own that its SQL reads. */
  readonly needs: readonly RowExtra[];
  /** Rows beyond the definition's own filter that can count at all: one currency, one unit. */
  readonly filter: RowFilter;
  /** `undefined` is missing. */
  readonly evaluate: (rows: readonly CountedRow[], context: MeasureContext) => Measured | undefined;
  readonly compile: (ask: MeasureAsk) => MeasuredSql;
  /** Rows that count and say nothing of what is measured, so that they were skipped. */
  readonly skipped?: (rows: readonly CountedRow[], context: MeasureContext) => number;
  readonly words: string;
}

export const WHOLE = 'whole';
export const DECIMAL: MeasuredType = { type: 'decimal' };

export const filtered = (aggregate: Sql, filter: readonly Sql[]): Sql =>
  sql`${aggregate} filter (where ${allOf(filter)})`;

export const orZero = (answer: Sql): Sql => sql`coalesce(${answer}, 0)`;

/** A return takes back what was bought; it is no purchase of its own. */
export const isReturn = ({ row }: CountedRow): boolean => isPurchase(row) && row.type === 'return';

/** The rows that are something done, not something taken back. */
export const salesOnly = (over: RowKind): readonly Sql[] => (over === 'purchase' ? [sql`type = ${'sale'}`] : []);
