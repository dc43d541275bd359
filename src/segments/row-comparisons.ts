import type { Issue } from '../errors.js';
import { formatDecimal } from '../model/decimal.js';
import { formatInstant } from '../model/instant.js';
import { readCell } from '../model/read-cell.js';
import type { Field, FieldType } from '../model/record-kind.js';
import { literal, type Sql } from '../sql/fragment.js';
import {
  type Comparison,
  type ComparisonName,
  comparisonNames,
  comparisons,
  fieldShape,
  order,
  type Value,
} from './comparisons.js';

/**
 * Comparisons of what rows say: text in UTF-8 order, decimals in millionths, dates as text, instants in microseconds,
 * flags. A missing value is what whoever compares says it is; here none is missing.
 */

export const comparisonOf = (name: ComparisonName): Comparison => comparisons[name];

/** Whether a seen value stands so to the values. */
export const holds = (name: ComparisonName, seen: Value, values: readonly Value[]): boolean =>
  comparisonOf(name).holds(seen, values);

/** The same over a column; null where the column is. */
export const compileOperator = (name: ComparisonName, column: Sql, values: readonly Value[]): Sql =>
  comparisonOf(name).compile(column, values, values.map(valueLiteral));

export const valueLiteral = (value: Value): Sql => literal(typeof value === 'bigint' ? { decimal: value } : value);

/** A value in a definition, read as the field's own type; `undefined` where it is of another type. */
export function readValue(field: Field, name: ComparisonName, value: unknown): Value | undefined {
  if (comparisonOf(name).pattern === true) {
    return typeof value === 'string' && value !== '' ? value.normalize('NFC') : undefined;
  }
  // Which controllers and topics there are is the project's own matter.
  const type = field.type === 'word' && !Array.isArray(field.words) ? { ...field, type: 'text' as const } : field;
  const read = readCell(type, value, { controllers: [], topics: [] });
  return typeof read === 'symbol' ? undefined : read;
}

/** The values of a comparison, read. INVARIANT: they were validated. */
export const readValues = (field: Field, name: ComparisonName, value: unknown): readonly Value[] =>
  [value].flat().map((one) => readValue(field, name, one) as Value);

/** Words of a list that the project declares may be compared as text. */
const shapeOf = (field: Field): ReturnType<typeof fieldShape> =>
  field.type === 'word' && !Array.isArray(field.words) ? 'text' : fieldShape(field);

/** What is wrong with a comparison of a field called so, and with its values. */
export function validateOperator(
  name: ComparisonName,
  value: unknown,
  field: Field,
  called: string,
  at: { readonly is: string; readonly value: string },
): readonly Issue[] {
  const { takes, of } = comparisonOf(name);
  const shape = shapeOf(field);
  if (!of.includes(shape)) {
    const usable = comparisonNames.filter((other) => comparisonOf(other).of.includes(shape));
    return [
      { at: at.is, message: `"${called}" is ${shape} and cannot be asked "${name}"; there are ${usable.join(', ')}` },
    ];
  }
  if ((takes !== 'one') !== Array.isArray(value)) {
    return [{ at: at.value, message: takes === 'one' ? 'one value is needed here' : 'a list is needed here' }];
  }
  const values = [value].flat();
  if (takes === 'two' && values.length !== 2) return [{ at: at.value, message: 'two values are needed here' }];
  const issues = values.flatMap((one) =>
    readValue(field, name, one) === undefined
      ? [{ at: at.value, message: `${JSON.stringify(one)} is no ${field.type} for "${called}"${choices(field)}` }]
      : [],
  );
  if (issues.length > 0 || takes !== 'two') return issues;
  const [low, high] = readValues(field, name, value);
  return order(low as Value, high as Value) <= 0
    ? []
    : [{ at: at.value, message: 'the first of the two is the greater one' }];
}

const choices = ({ words }: Field): string =>
  words === undefined || typeof words === 'string' ? '' : `; there are ${words.join(', ')}`;

/** As a person reads it. */
export function showValue(value: Value, type: FieldType): string {
  if (typeof value === 'bigint') return formatDecimal(value);
  return type === 'instant' && typeof value === 'number' ? formatInstant(value) : String(value);
}
