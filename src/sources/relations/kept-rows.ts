import { MOMENT } from '../../model/columns.js';
import { call, join, name, namesOf, type Sql, sql } from '../../sql/fragment.js';

/** A relation in two steps: a table to be kept, and what reads it as the relation. */
export interface KeptRows {
  readonly table: Sql;
  readonly rows: (table: Sql) => Sql;
}

export type ColumnValue = readonly [column: string, value: Sql];

/**
 * The rows of a source as a table that holds nothing twice: no column in which every row says the same, and of when
 * behaviour happened only the time by which rows are found, unless that is what a file has and could be no time at all.
 *
 * @param cells The cells of the source, as `c`.
 * @param isDated The time by which rows are found is made of the other.
 */
export function keptRows(values: readonly ColumnValue[], lost: Sql, cells: Sql, isDated: boolean): KeptRows {
  const isKept = ([column, value]: ColumnValue): boolean => !isConstant(value) && !(isDated && column === OCCURRED_AT);
  const columns = values.filter(isKept).map(([column, value]) => sql`${value} as ${name(column)}`);
  const read = values.map((value) => (isKept(value) ? name(value[0]) : sql`${missing(value)} as ${name(value[0])}`));
  return {
    table: sql`select ${join([...columns, sql`${lost} as lost`], ', ')} from (${cells}) as c`,
    rows: (table) => sql`select ${join([...read, sql`lost`], ', ')} from ${table}`,
  };
}

const OCCURRED_AT = 'occurred_at';

/** What is not in the table. */
const missing = ([, value]: ColumnValue): Sql => (isConstant(value) ? value : call('to_micros', name(MOMENT)));

/** Whether a value is the same in every row: it names no column. */
const isConstant = (value: Sql): boolean => namesOf(value).size === 0;
