import { readCell, UNREADABLE } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { cleanText } from '../model/text.js';
import { type BindingScope, type BoundColumn, formatOf, type SourcePlace } from './binding.js';
import { hasTime, ISO, parseTimePattern } from './time-pattern.js';

/** What is wrong with the columns bound to one field. */
export function columnIssues(
  columns: readonly BoundColumn[],
  field: Field,
  binding: Timed,
  scope: BindingScope,
): readonly string[] {
  const count = !field.list && field.type !== 'list' && columns.length > 1 ? ['takes one column'] : [];
  const issues = columns.flatMap((column) => {
    const { format, words, separator } = typeof column === 'string' ? {} : column;
    const items = separator !== undefined && field.type !== 'list' ? [`a ${field.type} has no separator`] : [];
    return [...formatIssues(format, field, binding), ...meaningIssues(words, field, scope), ...items];
  });
  return [...count, ...issues];
}

type Timed = Pick<SourcePlace, 'zone' | 'writing' | 'path' | 'format'>;

const WITHOUT_ZONE = 'a time without an offset needs the zone of the source';

function formatIssues(
  format: string | readonly string[] | undefined,
  { type }: Field,
  binding: Timed,
): readonly string[] {
  const { zone } = binding;
  if (format === undefined) {
    // Only text is written in any way; a file with types has instants of its own.
    const isText = formatOf(binding)?.type === 'csv';
    return type === 'instant' && binding.writing !== undefined && zone === undefined && isText ? [WITHOUT_ZONE] : [];
  }
  if (type !== 'date' && type !== 'instant') return [`a ${type} has no format`];
  if (format === ISO) return [];
  const issues = [format].flat().flatMap((text) => patternIssues(text, type));
  return issues.length === 0 && type === 'instant' && zone === undefined ? [WITHOUT_ZONE] : issues;
}

function patternIssues(text: string, type: 'date' | 'instant'): readonly string[] {
  const pattern = parseTimePattern(text);
  if (pattern === undefined) return [`${JSON.stringify(text)} is no format built from yyyy MM dd HH mm ss, each once`];
  return type === 'date' && hasTime(pattern) ? ['a day has no time; write its time as digits, such as 00:00:00'] : [];
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
