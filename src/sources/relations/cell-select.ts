import { columnTypeOf } from '../../model/columns.js';
import { type CellValue, UNREADABLE } from '../../model/read-cell.js';
import { call, FALSE, inList, literal, name, type Sql, type SqlValue, sql } from '../../sql/fragment.js';
import type { CellOrigin, ColumnCell } from '../bound-fields.js';
import type { CellForm } from '../cells/cell-form.js';
import { badSql, localSql, valueSql } from '../cells/cell-sql.js';
import { cellTypes } from '../cells/cell-types.js';
import { cleanSql } from '../cells/text.js';
import { readWrittenCell } from '../cells/written-cell.js';
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
   * Reads those rows only whose profile passes a test, before anything else of them is worked out. It is asked of a
   * source with a `subjectCell`, whose rows have not to be counted.
   */
  readonly among?: (profile: Sql) => Sql;
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
  /** Every value that the cell has in any row, null where it has none; `undefined` where nobody knows. */
  readonly values?: readonly (CellValue | null)[];
  /** It is known that no value is less than zero. */
  readonly isPositive?: boolean;
}

/** @param id Tells the cell's columns from those of other cells. */
export function cellSelect(origin: CellOrigin, id: string, options: RelationOptions): CellSelect {
  if ('constant' in origin) {
    const { constant } = origin;
    const isPositive = typeof constant === 'bigint' && constant >= 0n;
    return { raw: [], read: [], value: constantSql(constant), bad: FALSE, values: [constant ?? null], isPositive };
  }
  const { column, form, only } = origin;
  const type = options.types?.[column] ?? 'text';
  const whole = name('s', column);
  // A cell that another one does not name is as if it were empty.
  const named = only === undefined ? undefined : inList(cleanSql(name('s', only.column)), only.says);
  const [rawName, localName, valueName] = [`raw_${id}`, `local_${id}`, `value_${id}`];
  const known = knownCell(origin, options);
  const value = name('c', valueName);
  if (known.asItStands !== undefined) {
    return {
      raw: [sql`${known.asItStands} as ${name(valueName)}`],
      read: [name('r', valueName)],
      value,
      bad: FALSE,
      ...known,
    };
  }
  const scanned = { raw: named === undefined ? whole : sql`case when ${named} then ${whole} end`, type };
  const cell = { raw: name('r', rawName), type };
  const local = localSql(scanned, form);
  const clock = local === undefined ? undefined : { local: name('r', localName), offsets: offsetsOf(options) };
  return {
    raw: [
      sql`${scanned.raw} as ${name(rawName)}`,
      ...(local === undefined ? [] : [sql`${local} as ${name(localName)}`]),
    ],
    read: [sql`${cell.raw} as ${name(rawName)}`, sql`${valueSql(cell, form, clock)} as ${name(valueName)}`],
    value,
    bad: badSql({ raw: name('c', rawName), type }, form, value),
    ...known,
  };
}

/** What a cell of text says, by its column as it was read. */
export const textOf =
  (cell: ColumnCell, options: RelationOptions) =>
  (raw: Sql): Sql =>
    knownCell(cell, options).asItStands === undefined ? valueSql({ raw, type: 'text' }, cell.form, undefined) : raw;

/** What is known of a cell; `asItStands` is its value, where that takes no more than the column of the scan itself. */
interface KnownCell extends Pick<CellSelect, 'values' | 'isPositive'> {
  readonly asItStands?: Sql;
}

function knownCell(
  { column, form, only }: ColumnCell,
  { known = {}, types = {}, moments = {} }: RelationOptions,
): KnownCell {
  const found = only === undefined ? known[column] : undefined;
  if (found === undefined) return {};
  const { texts, isClean = false, isTimely = false, isPositive = false } = found;
  const type = types[column] ?? 'text';
  const moment = moments[column];
  if (type === 'instant' && isTimely && moment !== undefined)
    return { asItStands: call('to_micros', name('s', moment)) };
  if (type !== 'text') return { isPositive };
  const values = texts && columnTypeOf(form.field) === 'text' ? valuesOf(texts, form) : undefined;
  // Other types of text are clean text that has to fit.
  const isItself =
    values === undefined
      ? isClean && cellTypes[form.field.type].sql === undefined
      : values.every((value, i) => value === texts?.[i]);
  return { ...(values && { values }), ...(isItself ? { asItStands: name('s', column) } : {}) };
}

/** By the specification; an unreadable text has no value. */
const valuesOf = (texts: readonly (string | null)[], form: CellForm): readonly (CellValue | null)[] =>
  texts.map((text) => {
    const value = text === null ? undefined : readWrittenCell(text, form, noClock);
    return value === undefined || value === UNREADABLE ? null : value;
  });

const noClock = (): never => {
  throw new Error('bug: text is read by a clock');
};

function offsetsOf({ localOffsets }: RelationOptions): readonly LocalOffset[] {
  if (localOffsets === undefined) throw new Error('bug: a source with a zone is read without local offsets');
  return localOffsets;
}

/** INVARIANT: constants of a valid binding are readable; decimals count in millionths. */
const constantSql = (value: unknown): Sql =>
  literal(typeof value === 'bigint' ? { decimal: value } : (value as SqlValue));
