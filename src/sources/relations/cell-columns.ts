import { columnTypeOf } from '../../model/columns.js';
import { FALSE, join, NULL, name, type Sql, sql } from '../../sql/fragment.js';
import { boundFields, fieldsOf } from '../bound-fields.js';
import type { OpenSource } from '../open-source.js';
import { type CellSelect, cellSelect, type RelationOptions } from './cell-select.js';
import { typedNull } from './typed-null.js';

/** The cells of a source as columns of a subquery `c`. */
export interface CellColumns {
  /** Gives `row` and every cell. */
  readonly query: Sql;
  /** Bound fields, in the order of the kind. */
  readonly fields: readonly string[];
  /** Null where the field is not bound or its cell says nothing readable; a field of the kind has its type even so. */
  readonly value: (field: string) => Sql;
  /** Whether the cell says something unreadable; never null. */
  readonly bad: (field: string) => Sql;
  /** The values of a list field, preferred first. */
  readonly items: (field: string) => readonly Sql[];
}

/** In two layers: raw cells and local times with the number of the row, then what they say. */
export function cellColumns(source: OpenSource, options: RelationOptions): CellColumns {
  const fields = boundFields(source.binding, source.scope);
  const cells = new Map<string, readonly CellSelect[]>(
    fields.map((field, i) => [
      field.name,
      field.cells.map((origin, j) => cellSelect(origin, `${i + 1}_${j + 1}`, options)),
    ]),
  );
  const all = [...cells.values()].flat();
  const nulls = new Map(
    fieldsOf(source.binding, source.scope).map(([field, type]) => [field, typedNull[columnTypeOf(type)]]),
  );
  const row = options.numbered === false ? typedNull.integer : sql`row_number() over ()`;
  const raw = [sql`${row} as ${name('row')}`, ...all.flatMap((cell) => cell.raw)];
  const read = [name('r', 'row'), ...all.flatMap((cell) => cell.read)];
  return {
    query: sql`select ${join(read, ', ')} from (select ${join(raw, ', ')} from (${options.scan}) as s) as r`,
    fields: fields.map((field) => field.name),
    value: (field) => cells.get(field)?.[0]?.value ?? nulls.get(field) ?? NULL,
    bad: (field) => cells.get(field)?.[0]?.bad ?? FALSE,
    items: (field) => (cells.get(field) ?? []).map(({ value }) => value),
  };
}
