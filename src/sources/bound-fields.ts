import type { CellValue } from '../model/read-cell.js';
import { ATTRIBUTE } from '../model/read-record.js';
import { type Field, field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import type { BindingScope, BoundColumn, RecordBinding } from './binding.js';
import type { CellForm } from './cells/cell-form.js';
import { readConstant } from './cells/written-cell.js';
import { cellForm, textForm } from './column-form.js';
import { derivedInputs } from './derived.js';
import { hasState, NO_ANSWER, type PartBinding } from './parts.js';

/** A cell of a column; where another column has to say what it is, only in the rows where it does. */
export interface ColumnCell {
  readonly column: string;
  readonly form: CellForm;
  readonly only?: { readonly column: string; readonly says: readonly string[] };
}

/** Where the cells of a field come from. */
export type CellOrigin =
  | ColumnCell
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
export function fieldsOf(
  binding: Pick<RecordBinding, 'kind'>,
  { attributes }: BindingScope,
): readonly (readonly [string, Field])[] {
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
export function boundFields(binding: PartBinding, scope: BindingScope): readonly BoundField[] {
  return fieldsOf(binding, scope).flatMap(([name, of]): BoundField[] => {
    const cells = [
      ...columnsOf(binding, name).map((column): CellOrigin => columnCell(of, column, binding, scope)),
      ...flagCells(binding, name, of, scope),
      ...identifierCells(binding, name, of, scope),
    ];
    const constant = ownValue(binding.constants, name);
    if (cells.length > 0) return [{ name, field: of, cells }];
    return constant === undefined
      ? []
      : [{ name, field: of, cells: [{ constant: readConstant(of, constant, scope.words) }] }];
  });
}

export const ownValue = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

const columnName = (column: BoundColumn): string =>
  (typeof column === 'string' ? column : column.column).normalize('NFC');

const columnCell = (of: Field, column: BoundColumn, binding: PartBinding, scope: BindingScope): ColumnCell => ({
  column: columnName(column),
  form: cellForm(of, column, binding, scope),
});

/** The state that a flag means. */
function flagCells({ flag, ...binding }: PartBinding, name: string, of: Field, scope: BindingScope): CellOrigin[] {
  if (flag === undefined || name !== 'state' || !hasState(binding.kind)) return [];
  const words = Object.fromEntries(Object.entries(flag.words).filter(([, meaning]) => meaning !== NO_ANSWER));
  return [columnCell(of, { column: flag.column, words }, binding, scope)];
}

/** An identifier, in the rows where the other column says that it is of this field. */
function identifierCells(binding: PartBinding, name: string, of: Field, scope: BindingScope): CellOrigin[] {
  if (binding.identifier === undefined) return [];
  const { kind, value } = binding.identifier;
  const says = Object.entries(identifierWords(binding)).flatMap(([written, named]) =>
    named === name ? [written] : [],
  );
  if (says.length === 0) return [];
  return [{ ...columnCell(of, value, binding, scope), only: { column: kind.normalize('NFC'), says } }];
}

/** What the column of kinds may say → the field that the identifier then is. */
export function identifierWords({
  kind,
  identifier,
}: Pick<RecordBinding, 'kind' | 'identifier'>): Record<string, string> {
  if (identifier?.words !== undefined) return identifier.words;
  const fields = Object.entries<Field>(recordKinds[kind].fields);
  return Object.fromEntries(fields.filter(([, of]) => isIdentifier(of)).map(([name]) => [name, name]));
}

const IDENTIFIERS: readonly string[] = ['id', 'email', 'phone'];
export const isIdentifier = ({ type }: Field): boolean => IDENTIFIERS.includes(type);

/** The cell of a flag, and both cells of an identifier that is named by another column. */
export function guardCells(binding: PartBinding, scope: BindingScope): Readonly<Record<string, ColumnCell>> {
  const text = (column: string): ColumnCell => ({ column: column.normalize('NFC'), form: textForm(scope) });
  const { flag, identifier } = binding;
  return {
    ...(flag === undefined ? {} : { flag: text(flag.column) }),
    ...(identifier === undefined ? {} : { kind: text(identifier.kind), value: text(identifier.value) }),
  };
}

/** The cell by which the latest of several rows is found. */
export function latestCell(binding: PartBinding, scope: BindingScope): ColumnCell | undefined {
  const { duplicates } = binding;
  return typeof duplicates === 'object'
    ? columnCell(field('instant', ''), duplicates.latest, binding, scope)
    : undefined;
}

/** The columns bound to a field or attribute. */
export function columnsOf(
  binding: Pick<RecordBinding, 'columns' | 'attributes'>,
  name: string,
): readonly BoundColumn[] {
  const bound = name.startsWith(ATTRIBUTE)
    ? ownValue(binding.attributes, name.slice(ATTRIBUTE.length))
    : ownValue(binding.columns, name);
  return [bound ?? []].flat();
}

/** Every cell that a part reads. */
export function boundCells(binding: PartBinding, scope: BindingScope): readonly ColumnCell[] {
  const latest = latestCell(binding, scope);
  return [
    ...boundFields(binding, scope).flatMap(({ cells }) => cells.filter((cell) => 'column' in cell)),
    ...Object.values(guardCells(binding, scope)),
    ...(latest === undefined ? [] : [latest]),
  ];
}

/** The names of all bound columns, derived ones among them, each once. */
export function boundColumns(binding: PartBinding): readonly string[] {
  const bound = [...Object.values(binding.columns ?? {}), ...Object.values(binding.attributes ?? {})];
  const { flag, identifier, duplicates } = binding;
  return [
    ...new Set([
      ...bound.flat().map(columnName),
      ...(flag === undefined ? [] : [flag.column.normalize('NFC')]),
      ...(identifier === undefined ? [] : [identifier.kind, identifier.value].map((name) => name.normalize('NFC'))),
      ...(typeof duplicates === 'object' ? [columnName(duplicates.latest)] : []),
    ]),
  ];
}

/** The columns that the files of a source must have: those that are bound, and what derived ones are worked out from. */
export function fileColumns(bindings: readonly PartBinding[]): readonly string[] {
  return [
    ...new Set(
      bindings.flatMap((binding) =>
        [...boundColumns(binding), ...consentColumn(binding)].flatMap((column) => {
          const derived = ownValue(binding.derived, column);
          return derived === undefined ? [column] : derivedInputs(derived).map((name) => name.normalize('NFC'));
        }),
      ),
    ),
  ];
}

/** The column of consent strings, from which others are made before anybody reads them. */
const consentColumn = ({ format }: PartBinding): readonly string[] =>
  format?.type === 'csv' && format.consent !== undefined ? [format.consent.column] : [];

/**
 * The only cell that says whom the records of a source are about: of profiles their id, of all others the profile that
 * they name. `undefined` where none does, where one of several does, or another cell decides whether it counts.
 */
export function subjectCell({
  binding,
  scope,
}: {
  readonly binding: PartBinding;
  readonly scope: BindingScope;
}): ColumnCell | undefined {
  const field = binding.kind === 'profile' ? 'id' : 'profileId';
  const [cell, ...more] = boundFields(binding, scope).find(({ name }) => name === field)?.cells ?? [];
  if (cell === undefined || more.length > 0 || !('column' in cell) || cell.only !== undefined) return undefined;
  return cell;
}
