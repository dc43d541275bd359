import { readCell, UNREADABLE } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { cleanText } from '../model/text.js';
import type { BindingScope, BoundColumn, SourceBinding } from './binding.js';
import { hasTime, parseTimePattern } from './time-pattern.js';

/** What is wrong with the columns bound to one field. */
export function columnIssues(
  columns: readonly BoundColumn[],
  field: Field,
  binding: Pick<SourceBinding, 'zone'>,
  scope: BindingScope,
): readonly string[] {
  const count = !field.list && columns.length > 1 ? ['takes one column'] : [];
  const issues = columns.flatMap((column) =>
    typeof column === 'string'
      ? []
      : [...formatIssues(column.format, field, binding.zone), ...meaningIssues(column.words, field, scope)],
  );
  return [...count, ...issues];
}

function formatIssues(format: string | undefined, { type }: Field, zone: string | undefined): readonly string[] {
  if (format === undefined) return [];
  if (type !== 'date' && type !== 'instant') return [`a ${type} has no format`];
  const pattern = parseTimePattern(format);
  if (pattern === undefined)
    return [`${JSON.stringify(format)} is no format built from yyyy MM dd HH mm ss, each once`];
  if (type === 'date') return hasTime(pattern) ? ['a day has no time; write its time as digits, such as 00:00:00'] : [];
  return zone === undefined ? ['a time without an offset needs the zone of the source'] : [];
}

function meaningIssues(
  meanings: Readonly<Record<string, string>> | undefined,
  field: Field,
  { words }: BindingScope,
): readonly string[] {
  if (meanings === undefined) return [];
  if (field.type !== 'word' && field.type !== 'boolean') return [`a ${field.type} has no words`];
  const entries = Object.entries(meanings);
  if (entries.length === 0) return ['words are empty, so that nothing would be readable'];
  return entries.flatMap(([written, meaning]) => {
    if (cleanText(written) !== written)
      return [`${JSON.stringify(written)} equals no cell: cells are trimmed and in form C`];
    const value = readCell(field, meaning, words);
    return value === undefined || value === UNREADABLE
      ? [`${JSON.stringify(meaning)} is no readable ${field.type}`]
      : [];
  });
}
