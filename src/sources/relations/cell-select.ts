import { FALSE, inList, literal, name, type Sql, type SqlValue, sql } from '../../sql/fragment.js';
import type { CellOrigin } from '../bound-fields.js';
import { badSql, localSql, valueSql } from '../cells/cell-sql.js';
import { cleanSql } from '../cells/text.js';
import type { LocalOffset } from '../cells/zone-case.js';
import type { Scan } from '../scan.js';

export interface RelationOptions extends Scan {
  /** By the clock on the wall of the source's zone; needed where the source names one. */
  readonly localOffsets?: readonly LocalOffset[];
  /**
   * False where nobody asks for `row`, which is then null: DuckDB 1.5 numbers rows even so, and reads a file with a
   * single thread to do it.
   */
  readonly numbered?: boolean;
  /**
   * Makes a table of the cells as they were read, where reading them is dear and happens several times; without it
   * they are read anew by everybody who asks for them.
   */
  readonly keep?: (cells: Sql) => Sql;
}

/** What one cell adds to the two layers of {@link cellColumns}, and its columns in the upper one. */
export interface CellSelect {
  /** Of the lower layer, over the scan `s`: the raw cell, and its local time. */
  readonly raw: readonly Sql[];
  /** Of the upper layer, over the lower one `r`: the raw cell still, and its value. */
  readonly read: readonly Sql[];
  /** Columns of the upper layer `c`. */
  readonly value: Sql;
  readonly bad: Sql;
}

/** @param id Tells the cell's columns from those of other cells. */
export function cellSelect(origin: CellOrigin, id: string, options: RelationOptions): CellSelect {
  if ('constant' in origin) return { raw: [], read: [], value: constantSql(origin.constant), bad: FALSE };
  const { column, form, only } = origin;
  const type = options.types?.[column] ?? 'text';
  const whole = name('s', column);
  // A cell that another one does not name is as if it were empty.
  const named = only === undefined ? undefined : inList(cleanSql(name('s', only.column)), only.says);
  const [rawName, localName, valueName] = [`raw_${id}`, `local_${id}`, `value_${id}`];
  const scanned = { raw: named === undefined ? whole : sql`case when ${named} then ${whole} end`, type };
  const cell = { raw: name('r', rawName), type };
  const local = localSql(scanned, form);
  const clock = local === undefined ? undefined : { local: name('r', localName), offsets: offsetsOf(options) };
  const value = name('c', valueName);
  return {
    raw: [
      sql`${scanned.raw} as ${name(rawName)}`,
      ...(local === undefined ? [] : [sql`${local} as ${name(localName)}`]),
    ],
    read: [sql`${cell.raw} as ${name(rawName)}`, sql`${valueSql(cell, form, clock)} as ${name(valueName)}`],
    value,
    bad: badSql({ raw: name('c', rawName), type }, form, value),
  };
}

function offsetsOf({ localOffsets }: RelationOptions): readonly LocalOffset[] {
  if (localOffsets === undefined) throw new Error('bug: a source with a zone is read without local offsets');
  return localOffsets;
}

/** INVARIANT: constants of a valid binding are readable; decimals count in millionths. */
const constantSql = (value: unknown): Sql =>
  literal(typeof value === 'bigint' ? { decimal: value } : (value as SqlValue));
