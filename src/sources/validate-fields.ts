import { didYouMean } from '../model/closest-names.js';
import { readCell, UNREADABLE } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import type { BindingScope, RecordBinding, SourcePlace } from './binding.js';
import { columnsOf, identifierWords, ownValue } from './bound-fields.js';
import { columnIssues } from './validate-column.js';

export interface LocatedIssue {
  readonly at: string;
  readonly message: string;
}

/** Mistakes in columns and constants alone. */
export function fieldIssues(
  record: Pick<RecordBinding, 'kind' | 'columns' | 'constants'>,
  place: SourcePlace,
  scope: BindingScope,
): readonly LocatedIssue[] {
  const fields: Readonly<Record<string, Field>> = recordKinds[record.kind].fields;
  const unknown = (where: string, name: string): readonly LocatedIssue[] => [
    {
      at: `${where}.${name}`,
      message: `${record.kind} has no field ${JSON.stringify(name)}${didYouMean(name, Object.keys(fields))}`,
    },
  ];
  const columns = Object.keys(record.columns ?? {}).flatMap((name) => {
    const of = ownValue(fields, name);
    if (of === undefined) return unknown('columns', name);
    return columnIssues(columnsOf(record, name), of, place, scope).map((message) => ({
      at: `columns.${name}`,
      message,
    }));
  });
  const constants = Object.entries(record.constants ?? {}).flatMap(([name, constant]) => {
    const at = `constants.${name}`;
    const of = ownValue(fields, name);
    if (of === undefined) return unknown('constants', name);
    if (ownValue(record.columns, name) !== undefined) return [{ at, message: 'is bound to a column as well' }];
    const value = readCell(of, constant, scope.words);
    if (value === undefined) return [{ at, message: 'says nothing' }];
    return value === UNREADABLE ? [{ at, message: `${JSON.stringify(constant)} is no readable ${of.type}` }] : [];
  });
  return [...columns, ...constants];
}

/** Every field of the kind that is bound in one way or another. */
function boundNames(record: RecordBinding): ReadonlySet<string> {
  return new Set([
    ...Object.keys(record.columns ?? {}),
    ...Object.keys(record.constants ?? {}),
    ...(record.identifier === undefined ? [] : Object.values(identifierWords(record))),
  ]);
}

/** A kind needs some fields to say anything. */
export function needIssues(record: RecordBinding): readonly LocatedIssue[] {
  const bound = boundNames(record);
  const needs: readonly (readonly string[])[] = recordKinds[record.kind].needs;
  return needs
    .filter((oneOf) => !oneOf.some((name) => bound.has(name)))
    .map((oneOf) => ({
      at: 'columns',
      message: `${oneOf.join(' or ')} must be bound; a row without it names nobody or nothing`,
    }));
}
