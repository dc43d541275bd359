import { MOMENT } from '../../model/columns.js';
import { call, join, name, namesOf, type Sql, sql } from '../../sql/fragment.js';

/** A relation in two steps: a table to be kept, and what reads it as the relation. */
export interface KeptRows {
  readonly table: Sql;
  readonly rows: (table: Sql) => Sql;
  /** Of profiles: `identifierColumns`. */
  readonly identifiers?: (table: Sql) => Sql;
}

export type ColumnValue = readonly [column: string, value: Sql];

/** What a table of rows is made of. */
export interface Keeping {
  /** The columns of the relation. */
  readonly values: readonly ColumnValue[];
  readonly lost: Sql;
  /** The cells of the source, as `c`. */
  readonly cells: Sql;
  /** The time by which rows are found is made of the other. */
  readonly isDated: boolean;
  /** What else a profile has, and what reads it beside the columns of the relation. */
  readonly beside?: KeptBeside | undefined;
}

export interface KeptBeside {
  readonly values: readonly ColumnValue[];
  readonly read: (rows: Sql) => Sql;
}

/**
 * The rows of a source as a table that holds nothing twice: no column in which every row says the same, and of when
 * behaviour happened only the time by which rows are found, unless that is what a file has and could be no time at all.
 */
export function keptRows({ values, lost, cells, isDated, beside }: Keeping): KeptRows {
  const isKept = ([column, value]: ColumnValue): boolean => !isConstant(value) && !(isDated && column === OCCURRED_AT);
  const all = [...values, ...(beside?.values ?? [])];
  const columns = all.filter(isKept).map(([column, value]) => sql`${value} as ${name(column)}`);
  const read = (value: ColumnValue): Sql =>
    isKept(value) ? name(value[0]) : sql`${missing(value)} as ${name(value[0])}`;
  const rows = (of: readonly ColumnValue[], table: Sql): Sql =>
    sql`select ${join([...of.map(read), sql`lost`], ', ')} from ${table}`;
  return {
    table: sql`select ${join([...columns, sql`${lost} as lost`], ', ')} from (${cells}) as c`,
    rows: (table) => rows(values, table),
    ...(beside && { identifiers: (table: Sql) => beside.read(rows(all, table)) }),
  };
}

const OCCURRED_AT = 'occurred_at';

/** What is not in the table. */
const missing = ([, value]: ColumnValue): Sql => (isConstant(value) ? value : call('to_micros', name(MOMENT)));

/** Whether a value is the same in every row: it names no column. */
const isConstant = (value: Sql): boolean => namesOf(value).size === 0;
