import { didYouMean } from '../model/closest-names.js';
import { ATTRIBUTE } from '../model/read-record.js';
import { type Field, field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { type BindingScope, isBehaviour, type RecordBinding, type SourcePlace } from './binding.js';
import { columnsOf, identifierWords, isIdentifier, ownValue } from './bound-fields.js';
import { columnIssues } from './validate-column.js';
import { fieldIssues, type LocatedIssue, needIssues } from './validate-fields.js';
import { flagIssues } from './validate-flags.js';

/** Every mistake in how rows become records of one kind. */
export function recordIssues(record: RecordBinding, place: SourcePlace, scope: BindingScope): readonly LocatedIssue[] {
  return [
    ...fieldIssues(record, place, scope),
    ...attributeIssues(record, place, scope),
    ...identifierIssues(record),
    ...(record.flags === undefined ? needIssues(record) : flagIssues(record, place, scope)),
    ...duplicateIssues(record, place, scope),
    ...behaviourIssues(record),
  ];
}

function attributeIssues(record: RecordBinding, place: SourcePlace, scope: BindingScope): readonly LocatedIssue[] {
  const names = Object.keys(record.attributes ?? {});
  if (record.kind !== 'profile' && names.length > 0)
    return [{ at: 'attributes', message: 'only profiles have attributes' }];
  return names.flatMap((name) => {
    const at = `attributes.${name}`;
    const of = ownValue(scope.attributes, name);
    if (of === undefined) {
      const message = `no attribute ${JSON.stringify(name)} is declared${didYouMean(name, Object.keys(scope.attributes))}`;
      return [{ at, message }];
    }
    return columnIssues(columnsOf(record, `${ATTRIBUTE}${name}`), of, place, scope).map((message) => ({
      at,
      message,
    }));
  });
}

function identifierIssues(record: RecordBinding): readonly LocatedIssue[] {
  if (record.identifier === undefined) return [];
  const fields: Readonly<Record<string, Field>> = recordKinds[record.kind].fields;
  return Object.values(identifierWords(record)).flatMap((name) => {
    const of = ownValue(fields, name);
    if (of === undefined || !isIdentifier(of)) {
      const names = Object.keys(fields).filter((other) => isIdentifier(fields[other] as Field));
      return [
        {
          at: 'identifier.words',
          message: `${JSON.stringify(name)} is no identifier of ${record.kind}: ${names.join(', ')}`,
        },
      ];
    }
    const isBound = ownValue(record.columns, name) !== undefined || ownValue(record.constants, name) !== undefined;
    return isBound && !of.list && record.identifier?.words !== undefined
      ? [{ at: `columns.${name}`, message: 'is bound by the identifier as well' }]
      : [];
  });
}

/** Kinds of which a row may be left out because another one has its id. */
const REPLACEABLE: readonly string[] = ['profile', 'purchase', 'event'];

function duplicateIssues(record: RecordBinding, place: SourcePlace, scope: BindingScope): readonly LocatedIssue[] {
  const { duplicates } = record;
  if (duplicates === undefined) return [];
  const at = 'duplicates';
  if (!REPLACEABLE.includes(record.kind) && duplicates !== 'error') {
    return [
      { at, message: `every ${record.kind} counts, however often its id is there; only "error" may be said here` },
    ];
  }
  if (ownValue(record.columns, 'id') === undefined) return [{ at, message: 'need a column for the id' }];
  if (typeof duplicates === 'string') return [];
  return columnIssues([duplicates.latest], field('instant', ''), place, scope).map((message) => ({
    at: `${at}.latest`,
    message,
  }));
}

function behaviourIssues(record: RecordBinding): readonly LocatedIssue[] {
  if (isBehaviour(record)) return [];
  const message = 'is for purchases and events only; any row of another kind could be a refusal';
  return (['withoutSubject', 'tolerance'] as const)
    .filter((key) => record[key] !== undefined)
    .map((at) => ({ at, message }));
}
