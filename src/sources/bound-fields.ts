import type { CellValue } from '../model/read-cell.js';
import { ATTRIBUTE } from '../model/read-record.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { type BindingScope, type BoundColumn, formatOf, type SourceBinding } from './binding.js';
import type { CellForm } from './cells/cell-form.js';
import { readConstant } from './cells/written-cell.js';
import { ISO, parseTimePattern, type TimePattern } from './time-pattern.js';
import { plainWriting, type Writing, writings } from './writings.js';

/** Where the cells of a field come from. */
export type CellOrigin =
  | { readonly column: string; readonly form: CellForm }
  /** The same in every row, already read. */
  | { readonly constant: CellValue };

/** A field that a source binds, with its cells: one, or for a list several, preferred first. */
export interface BoundField {
  /** As in `Cells`: the field's name, or `attributes.` and the attribute's. */
  readonly name: string;
  readonly field: Field;
  readonly cells: readonly CellOrigin[];
}

/** The fields of a record kind and the attributes of the project, by their names among the cells of a row. */
export function fieldsOf(binding: SourceBinding, { attributes }: BindingScope): readonly (readonly [string, Field])[] {
  const own = binding.kind === 'profile' ? Object.entries<Field>(attributes) : [];
  return [
    ...Object.entries<Field>(recordKinds[binding.kind].fields),
    ...own.map(([name, field]) => [`${ATTRIBUTE}${name}`, field] as const),
  ];
}

/**
 * What both readers read, in the order of the kind's fields, which is the order in which damage is named.
 *
 * INVARIANT: the binding is valid.
 */
export function boundFields(binding: SourceBinding, scope: BindingScope): readonly BoundField[] {
  return fieldsOf(binding, scope).flatMap(([name, field]): BoundField[] => {
    const bound = columnsOf(binding, name);
    const constant = ownValue(binding.constants, name);
    const form = (column: BoundColumn): CellForm => cellForm(field, column, binding, scope);
    if (bound.length > 0) {
      return [{ name, field, cells: bound.map((column) => ({ column: columnName(column), form: form(column) })) }];
    }
    return constant === undefined
      ? []
      : [{ name, field, cells: [{ constant: readConstant(field, constant, scope.words) }] }];
  });
}

export const ownValue = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

const columnName = (column: BoundColumn): string =>
  (typeof column === 'string' ? column : column.column).normalize('NFC');

/** The columns bound to a field or attribute. */
export function columnsOf(binding: SourceBinding, name: string): readonly BoundColumn[] {
  const bound = name.startsWith(ATTRIBUTE)
    ? ownValue(binding.attributes, name.slice(ATTRIBUTE.length))
    : ownValue(binding.columns, name);
  return [bound ?? []].flat();
}

/** The names of all bound columns, each once. */
export function boundColumns(binding: SourceBinding): readonly string[] {
  const bound = [...Object.values(binding.columns), ...Object.values(binding.attributes ?? {})];
  const { format } = binding;
  const consent = format?.type === 'csv' && format.consent !== undefined ? [format.consent.column] : [];
  return [...new Set([...bound.flat().map(columnName), ...consent])];
}

function cellForm(field: Field, column: BoundColumn, binding: SourceBinding, { words }: BindingScope): CellForm {
  const { format, words: meanings } = typeof column === 'string' ? {} : column;
  const writing = writingOf(binding);
  const byKind = field.type === 'date' ? writing.dates : field.type === 'instant' ? writing.times : [];
  return {
    field,
    words,
    numbers: writing.numbers,
    patterns: format === undefined ? byKind : statedPatterns(format),
    isStated: format !== undefined,
    ...(meanings === undefined ? {} : { meanings }),
    ...(binding.zone === undefined ? {} : { zone: binding.zone }),
  };
}

/** None for ISO 8601. */
const statedPatterns = (format: string | readonly string[]): readonly TimePattern[] =>
  [format].flat().flatMap((text) => (text === ISO ? [] : (parseTimePattern(text) ?? [])));

/** How a source is written: by its country, and what its format says otherwise. */
export function writingOf(binding: Pick<SourceBinding, 'writing' | 'format' | 'path'>): Writing {
  const writing: Writing = binding.writing === undefined ? plainWriting : writings[binding.writing];
  const format = formatOf(binding);
  if (format?.type !== 'csv') return writing;
  const { decimal = writing.numbers.decimal, thousands = writing.numbers.thousands } = format;
  return { ...writing, numbers: { decimal, ...(thousands === undefined ? {} : { thousands }) } };
}
