import { allOf, type Sql, sql } from './fragment.js';

/** A sum over the rows that pass. */
export interface Sum {
  readonly value: Sql;
  readonly filter: readonly Sql[];
  readonly within?: Within;
}

/** Every row of a sum has one value in this column, and which that is, is what the test asks: one currency, one unit. */
export interface Within {
  readonly column: string;
  /** Over the column alone, and never null. */
  readonly test: Sql;
}

/** The sum of a value over the rows that pass: engines add up nulls faster than they pick rows for each sum anew. */
export const summed = (value: Sql, filter: readonly Sql[]): Sql =>
  sql`sum(case when ${allOf(filter)} then ${value} end)`;
