import { EARLIEST, LAST_YEAR } from '../../model/instant.js';
import { recordKinds } from '../../model/record-kinds.js';
import { call, join, literal, name, type Sql, sql } from '../../sql/fragment.js';
import { boundFields, type ColumnCell } from '../bound-fields.js';
import { cellTypes } from '../cells/cell-types.js';
import type { OpenSource } from '../open-source.js';
import type { Scan } from '../scan.js';

/**
 * Where rows of behaviour are searched for that are no records, without reading the rest of them.
 *
 * Each condition is about one column as the file has it, so that an engine answers most of them from what a file says
 * of its row groups. Together they hold for every row that is lost or left out, and maybe for others.
 */
export type Suspects = readonly Sql[];

const END = Date.UTC(LAST_YEAR + 1, 0, 1) * 1000;

/** Of decimals with at most twelve digits before the point. */
const LIMIT = 1_000_000_000_000;

/** What a column can hold that is no value; `undefined` where that takes looking at the rows. */
function unreadable({ column, form }: ColumnCell, { types = {}, moments = {} }: Scan): Suspects | undefined {
  const type = types[column] ?? 'text';
  const raw = name('s', column);
  const untouched = moments[column];
  switch (type) {
    case 'boolean':
      return [];
    case 'decimal':
      return [sql`${raw} >= ${LIMIT}`, sql`${raw} <= ${-LIMIT}`];
    case 'instant': {
      if (untouched === undefined) return undefined;
      const at = name('s', untouched);
      const bound = (micros: number): Sql => call('from_micros', literal(micros));
      return [sql`${at} < ${bound(EARLIEST)}`, sql`${at} >= ${bound(END)}`];
    }
    case 'text': {
      const { sql: read } = cellTypes[form.field.type];
      if (read === undefined) return [];
      // Every text that fits one of these has a value.
      return form.field.type === 'word' || form.field.type === 'country'
        ? [sql`not ${read(raw, form).fits}`]
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What a column can hold that says nothing, beside what is unreadable. */
function silent({ column, form }: ColumnCell, { types = {}, moments = {} }: Scan): Suspects {
  const raw = name('s', moments[column] ?? column);
  const isText = (types[column] ?? 'text') === 'text' && cellTypes[form.field.type].sql === undefined;
  // What is trimmed away begins below the exclamation mark or above the tilde, and so does an empty text.
  return [sql`${raw} is null`, ...(isText ? [sql`${raw} < ${'!'}`, sql`${raw} >= ${'\u007f'}`] : [])];
}

/** `undefined` where a source has rules by which other rows, or other columns, decide. */
export function suspectsOf({ binding, scope, bindings }: OpenSource, scan: Scan): Suspects | undefined {
  const { duplicates, flag, identifier } = binding;
  if (duplicates !== undefined || flag !== undefined || identifier !== undefined || bindings.length > 1)
    return undefined;
  const fields = boundFields(binding, scope);
  const bound = new Set(fields.map((field) => field.name));
  // An amount from price and quantity has to fit, which neither of them says.
  if (bound.has('unitPrice')) return undefined;
  const cells = new Map<string, ColumnCell>();
  for (const { name: field, cells: origins } of fields) {
    const [cell, ...more] = origins;
    if (cell === undefined || more.length > 0) return undefined;
    if (!('column' in cell)) continue;
    if (cell.only !== undefined || Object.hasOwn(binding.derived ?? {}, cell.column)) return undefined;
    cells.set(field, cell);
  }
  const suspects: Sql[] = [];
  for (const cell of cells.values()) {
    const found = unreadable(cell, scan);
    if (found === undefined) return undefined;
    suspects.push(...found);
  }
  for (const oneOf of recordKinds[binding.kind].needs as readonly (readonly string[])[]) {
    // A row that lacks all of them lacks the first that is bound.
    const field = oneOf.find((one) => bound.has(one));
    if (field === undefined) return undefined;
    const cell = cells.get(field);
    if (cell !== undefined) suspects.push(...silent(cell, scan));
  }
  return suspects;
}

/** One row: how many rows there are, and how many of them are suspect, some perhaps counted twice. */
export function suspectCount(scan: Sql, suspects: Suspects): Sql {
  const found = suspects.map((suspect) => sql`select 1 as found from (${scan}) as s where ${suspect}`);
  const none = sql`select 1 as found where false`;
  return sql`select (select count(*) from (${scan}) as s) as all_rows, (select count(*) from (${join([none, ...found], ' union all ')}) as u) as suspects`;
}
