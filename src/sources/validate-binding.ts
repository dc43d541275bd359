import { basename, dirname } from 'node:path';
import type { Issue } from '../errors.js';
import { didYouMean } from '../model/closest-names.js';
import { readCell, UNREADABLE } from '../model/read-cell.js';
import { ATTRIBUTE } from '../model/read-record.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { type BindingScope, formatOf, isBehaviour, type SourceBinding } from './binding.js';
import { boundColumns, columnsOf, ownValue, writingOf } from './bound-fields.js';
import { columnIssues } from './validate-column.js';

/** Every mistake in a binding, with its path in the project file. */
export function validateBinding(name: string, binding: SourceBinding, scope: BindingScope): readonly Issue[] {
  return [
    ...pathIssues(binding),
    ...writingIssues(binding),
    ...zoneIssues(binding),
    ...fieldIssues(binding, scope),
    ...attributeIssues(binding, scope),
    ...needIssues(binding),
    ...caseIssues(binding),
    ...behaviourIssues(binding),
  ].map(({ at, message }) => ({ at: `sources.${name}.${at}`, message }));
}

interface LocatedIssue {
  readonly at: string;
  readonly message: string;
}

function pathIssues(binding: SourceBinding): readonly LocatedIssue[] {
  const issues: LocatedIssue[] = [];
  if (/[*?]/.test(dirname(binding.path)) || basename(binding.path) === '') {
    issues.push({ at: 'path', message: '* and ? may stand in the last part only, which names a file' });
  }
  if (formatOf(binding) === undefined) {
    issues.push({ at: 'format', message: 'the ending of the path names no format: .csv, .csv.gz or .parquet' });
  }
  return issues;
}

function writingIssues(binding: SourceBinding): readonly LocatedIssue[] {
  const { decimal, thousands } = writingOf(binding).numbers;
  return decimal === thousands
    ? [{ at: 'format', message: 'the decimal sign and the thousands separator are the same' }]
    : [];
}

function zoneIssues({ zone }: SourceBinding): readonly LocatedIssue[] {
  if (zone === undefined) return [];
  try {
    // Offsets such as +01:00 are accepted by some runtimes, and know no summer time.
    if (/^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined) return [];
  } catch {
    // Unknown: reported below.
  }
  return [{ at: 'zone', message: `no time zone named ${JSON.stringify(zone)}; IANA names look like Europe/Stockholm` }];
}

function fieldIssues(binding: SourceBinding, scope: BindingScope): readonly LocatedIssue[] {
  const fields: Readonly<Record<string, Field>> = recordKinds[binding.kind].fields;
  const unknown = (place: string, name: string): readonly LocatedIssue[] =>
    Object.hasOwn(fields, name)
      ? []
      : [
          {
            at: `${place}.${name}`,
            message: `${binding.kind} has no field ${JSON.stringify(name)}${didYouMean(name, Object.keys(fields))}`,
          },
        ];
  const columns = Object.keys(binding.columns).flatMap((name) => {
    const field = ownValue(fields, name);
    if (field === undefined) return unknown('columns', name);
    return columnIssues(columnsOf(binding, name), field, binding, scope).map((message) => ({
      at: `columns.${name}`,
      message,
    }));
  });
  const constants = Object.entries(binding.constants ?? {}).flatMap(([name, constant]) => {
    const at = `constants.${name}`;
    const field = ownValue(fields, name);
    if (field === undefined) return unknown('constants', name);
    if (Object.hasOwn(binding.columns, name)) return [{ at, message: 'is bound to a column as well' }];
    const value = readCell(field, constant, scope.words);
    if (value === undefined) return [{ at, message: 'says nothing' }];
    return value === UNREADABLE ? [{ at, message: `${JSON.stringify(constant)} is no readable ${field.type}` }] : [];
  });
  return [...columns, ...constants];
}

function attributeIssues(binding: SourceBinding, scope: BindingScope): readonly LocatedIssue[] {
  const names = Object.keys(binding.attributes ?? {});
  if (binding.kind !== 'profile' && names.length > 0)
    return [{ at: 'attributes', message: 'only profiles have attributes' }];
  return names.flatMap((name) => {
    const at = `attributes.${name}`;
    const field = ownValue(scope.attributes, name);
    if (field === undefined) {
      const message = `no attribute ${JSON.stringify(name)} is declared${didYouMean(name, Object.keys(scope.attributes))}`;
      return [{ at, message }];
    }
    return columnIssues(columnsOf(binding, `${ATTRIBUTE}${name}`), field, binding, scope).map((message) => ({
      at,
      message,
    }));
  });
}

function needIssues(binding: SourceBinding): readonly LocatedIssue[] {
  const bound = (name: string): boolean =>
    Object.hasOwn(binding.columns, name) || ownValue(binding.constants, name) !== undefined;
  const needs: readonly (readonly string[])[] = recordKinds[binding.kind].needs;
  return needs
    .filter((oneOf) => !oneOf.some(bound))
    .map((oneOf) => ({
      at: 'columns',
      message: `${oneOf.join(' or ')} must be bound; a row without it names nobody or nothing`,
    }));
}

/** SQL engines take names that differ in case only for one. */
function caseIssues(binding: SourceBinding): readonly LocatedIssue[] {
  const columns = boundColumns(binding);
  return columns
    .filter((column, i) => columns.slice(0, i).some((other) => other.toLowerCase() === column.toLowerCase()))
    .map((column) => ({
      at: 'columns',
      message: `column ${JSON.stringify(column)} differs from another only in case; rename one in the file`,
    }));
}

function behaviourIssues(binding: SourceBinding): readonly LocatedIssue[] {
  if (isBehaviour(binding)) return [];
  const message = 'is for purchases and events only; any row of another kind could be a refusal';
  return (['withoutSubject', 'tolerance'] as const)
    .filter((key) => binding[key] !== undefined)
    .map((at) => ({ at, message }));
}
