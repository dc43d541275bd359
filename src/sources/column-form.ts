import { type Field, field } from '../model/record-kind.js';
import { type BindingScope, type BoundColumn, formatOf, type SourcePlace } from './binding.js';
import type { CellForm } from './cells/cell-form.js';
import { ISO, parseTimePattern, type TimePattern } from './time-pattern.js';
import { plainWriting, type Writing, writings } from './writings.js';

/** How the cells of a column are written: by the column itself, else by its source. */
export function cellForm(of: Field, column: BoundColumn, binding: SourcePlace, { words }: BindingScope): CellForm {
  const { format, words: meanings, separator } = typeof column === 'string' ? {} : column;
  const writing = writingOf(binding);
  const byKind = of.type === 'date' ? writing.dates : of.type === 'instant' ? writing.times : [];
  return {
    field: of,
    words,
    numbers: writing.numbers,
    patterns: format === undefined ? byKind : statedPatterns(format),
    isStated: format !== undefined,
    ...(meanings === undefined ? {} : { meanings }),
    ...(separator === undefined ? {} : { separator }),
    ...(binding.zone === undefined ? {} : { zone: binding.zone }),
  };
}

/** None for ISO 8601. */
const statedPatterns = (format: string | readonly string[]): readonly TimePattern[] =>
  [format].flat().flatMap((text) => (text === ISO ? [] : (parseTimePattern(text) ?? [])));

/** How a source is written: by its country, and what its format says otherwise. */
export function writingOf(place: Pick<SourcePlace, 'writing' | 'format' | 'path'>): Writing {
  const writing: Writing = place.writing === undefined ? plainWriting : writings[place.writing];
  const format = formatOf(place);
  if (format?.type !== 'csv') return writing;
  const { decimal = writing.numbers.decimal, thousands = writing.numbers.thousands } = format;
  return { ...writing, numbers: { decimal, ...(thousands === undefined ? {} : { thousands }) } };
}

/** Text as it is: how cells are read that decide about others. */
export const textForm = (scope: BindingScope): CellForm => ({
  field: field('text', ''),
  words: scope.words,
  numbers: plainWriting.numbers,
  patterns: [],
  isStated: true,
});
