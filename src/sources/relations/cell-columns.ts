import { columnTypeOf, MOMENT } from '../../model/columns.js';
import { ITEM_END } from '../../model/items.js';
import type { CellValue } from '../../model/read-cell.js';
import { anyOf, FALSE, join, NULL, name, type Sql, sql } from '../../sql/fragment.js';
import type { Duplicates } from '../binding.js';
import { type BoundField, boundFields, fieldsOf, guardCells, latestCell, subjectCell } from '../bound-fields.js';
import { type DuplicateColumns, duplicateSql } from '../duplicates.js';
import type { OpenSource } from '../open-source.js';
import { type CellSelect, cellSelect, type RelationOptions, textOf } from './cell-select.js';
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
  /** A cell that decides about others: of a flag, of an identifier and of its kind, of the latest of several rows. */
  readonly guard: (of: 'flag' | 'kind' | 'value' | 'latest') => Sql | undefined;
  /** When a row happened as the file has it, where it has it in a type of its own. */
  readonly moment: Sql | undefined;
  /** Every value that a field has in any row, null for none; `undefined` where nobody knows. */
  readonly values: (field: string) => readonly (CellValue | null)[] | undefined;
  /** It is known that no value of a field is less than zero. */
  readonly isPositive: (field: string) => boolean;
  /** Where rows with one id have a rule: the place among them, the one that is kept first, and how many there are. */
  readonly duplicate: { readonly place: Sql; readonly count: Sql };
}

/** In two layers: raw cells and local times with the number of the row, then what they say. */
export function cellColumns(source: OpenSource, options: RelationOptions): CellColumns {
  const fields = boundFields(source.binding, source.scope);
  const read = new Map<string, readonly CellSelect[]>(
    fields.map((field, i) => [
      field.name,
      field.cells.map((origin, j) => cellSelect(origin, `${i + 1}_${j + 1}`, options)),
    ]),
  );
  const latest = latestCell(source.binding, source.scope);
  const guards = new Map(
    Object.entries({ ...guardCells(source.binding, source.scope), ...(latest === undefined ? {} : { latest }) }).map(
      ([of, origin]) => [of, cellSelect(origin, of, options)] as const,
    ),
  );
  const all = [...[...read.values()].flat(), ...guards.values()];
  const nulls = new Map(
    fieldsOf(source.binding, source.scope).map(([field, type]) => [field, typedNull[columnTypeOf(type)]]),
  );
  // Rows of one id are told apart by their numbers.
  const numbered = options.numbered !== false || source.binding.duplicates !== undefined;
  const counted = options.row === undefined ? sql`row_number() over ()` : name('s', options.row);
  const row = numbered ? counted : typedNull.integer;
  const moment = momentColumn(fields, options);
  const raw = [
    sql`${row} as ${name('row')}`,
    ...(moment === undefined ? [] : [sql`${name('s', moment)} as ${name(MOMENT)}`]),
    ...all.flatMap((cell) => cell.raw),
  ];
  const upper = [
    name('r', 'row'),
    ...(moment === undefined ? [] : [name('r', MOMENT)]),
    ...all.flatMap((cell) => cell.read),
  ];
  const query = sql`select ${join(upper, ', ')} from (select ${join(raw, ', ')} from ${scanOf(source, options)}) as r`;
  const lists = new Set(fields.flatMap(({ name: of, field }) => (field.type === 'list' ? [of] : [])));
  const bad = (field: string): Sql => {
    const own = read.get(field) ?? [];
    return lists.has(field) ? anyOf(own.map((cell) => cell.bad)) : (own[0]?.bad ?? FALSE);
  };
  const value = (field: string): Sql => {
    const [first, ...more] = read.get(field) ?? [];
    if (first === undefined) return nulls.get(field) ?? NULL;
    if (more.length === 0 || !lists.has(field)) return first.value;
    const items = join(
      [first, ...more].map((cell) => cell.value),
      ', ',
    );
    return sql`case when not ${bad(field)} then nullif(concat_ws(${ITEM_END}, ${items}), ${''}) end`;
  };
  const ofTheOnly = <T>(field: string, known: (cell: CellSelect) => T, ofNone: T): T | undefined => {
    const [cell, ...more] = read.get(field) ?? [];
    return cell === undefined ? ofNone : more.length > 0 ? undefined : known(cell);
  };
  return {
    query: withDuplicates(query, source.binding.duplicates, {
      id: value('id'),
      row: name('c', 'row'),
      time: guards.get('latest')?.value ?? NULL,
    }),
    fields: fields.map((field) => field.name),
    value,
    bad,
    items: (field) => (read.get(field) ?? []).map((cell) => cell.value),
    guard: (of) => guards.get(of)?.value,
    moment: moment === undefined ? undefined : name('c', MOMENT),
    values: (field) => ofTheOnly(field, (cell) => cell.values, [null]),
    isPositive: (field) => ofTheOnly(field, (cell) => cell.isPositive, true) ?? false,
    duplicate: { place: name('c', 'duplicate_place'), count: name('c', 'duplicate_count') },
  };
}

/** The rows that somebody wants, as `s`. */
function scanOf(source: OpenSource, { among, ...options }: RelationOptions): Sql {
  const cell = among && subjectCell(source);
  if (cell === undefined || among === undefined) return sql`(${options.scan}) as s`;
  const said = textOf(cell, options);
  const some = options.where?.(cell.column, (raw) => among(said(raw)));
  return some === undefined
    ? sql`(${options.scan}) as s where ${among(said(name('s', cell.column)))}`
    : sql`(${some}) as s`;
}

/** The column of the scan that has the time of a row untouched. */
function momentColumn(fields: readonly BoundField[], { moments }: RelationOptions): string | undefined {
  const [cell, ...more] = fields.find((field) => field.name === 'occurredAt')?.cells ?? [];
  if (cell === undefined || !('column' in cell) || cell.only !== undefined || more.length > 0) return undefined;
  return moments?.[cell.column];
}

function withDuplicates(query: Sql, rule: Duplicates | undefined, columns: DuplicateColumns): Sql {
  if (rule === undefined) return query;
  const { place, count } = duplicateSql(columns, rule);
  return sql`select c.*, ${place} as duplicate_place, ${count} as duplicate_count from (${query}) as c`;
}
