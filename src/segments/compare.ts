import type { Issue } from '../errors.js';
import type { Field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import { isTrue, literal, type Sql, sql } from '../sql/fragment.js';
import { type Comparison, type ComparisonName, comparisons, fieldShape, order } from './comparisons.js';
import type { ConditionKind, ConditionNode, PersonTest, Preparing, SegmentAsk } from './condition.js';
import { foldCase } from './fold-case.js';
import { preparedComparison } from './prepared-comparison.js';
import { preparedField } from './prepared-field.js';
import {
  definedValue,
  type FieldValue,
  isTargetingField,
  profileColumn,
  profileField,
  profileReader,
  profileValue,
  showValue,
  sqlValue,
  unknownField,
} from './profile-field.js';

/**
 * A profile field against a value of its own type.
 *
 * Missing is false for every comparison, `ne` and `not_in` included; `not` around `eq` is the one that takes the
 * missing in. Text compares exactly in Unicode form C and in UTF-8 byte order, numbers exactly, days as days.
 */
export interface CompareNode extends ConditionNode {
  readonly kind: 'compare';
  readonly field: string;
  readonly is: ComparisonName;
  /** One value; a list for `in`, `not_in` and `contains_…`; the first and the last value for `between`, which holds both. */
  readonly value: unknown;
  /** Upper and lower case are one; text only. */
  readonly fold?: 'case';
  /** A missing value is true here. */
  readonly missing?: 'match';
}

const comparisonOf = ({ is }: CompareNode): Comparison => comparisons[is];

const NEEDED: Record<Comparison['takes'], string> = {
  one: 'one value is needed here',
  several: 'a list is needed here',
  two: 'a list of two values is needed here: the first and the last',
};

function validate(node: CompareNode, field: Field, at: string): readonly Issue[] {
  const comparison = comparisonOf(node);
  const shape = fieldShape(field);
  if (!comparison.of.includes(shape)) {
    const possible = Object.entries<Comparison>(comparisons).filter(([, { of }]) => of.includes(shape));
    const names = possible.map(([name]) => name).join(', ');
    return [
      {
        at: `${at}.is`,
        message: `"${node.field}" is ${nameOf(shape)} and cannot be asked "${node.is}"; it can be asked ${names}`,
      },
    ];
  }
  const issues: Issue[] = [];
  if (node.fold !== undefined && ((shape !== 'text' && shape !== 'list') || comparison.folds !== true)) {
    issues.push({ at: `${at}.fold`, message: 'only text has a case, and order depends on it' });
  }
  const shown = Array.isArray(node.value) ? (node.value.length === 2 ? 'two' : 'several') : 'one';
  if ((shown === 'one') !== (comparison.takes === 'one') || (comparison.takes === 'two' && shown !== 'two')) {
    return [...issues, { at: `${at}.value`, message: NEEDED[comparison.takes] }];
  }
  const values = [node.value].flat().map((value) => readValue(field, comparison, value));
  const unread = [node.value].flat().filter((_, i) => values[i] === undefined);
  issues.push(
    ...unread.map((value) => ({
      at: `${at}.value`,
      message: `${JSON.stringify(value)} is no ${field.type} for "${node.field}"`,
    })),
  );
  const [from, to] = values;
  if (comparison.takes === 'two' && from !== undefined && to !== undefined && order(from, to) > 0) {
    issues.push({ at: `${at}.value`, message: 'the first value is above the last' });
  }
  return issues;
}

const nameOf = (shape: string): string =>
  ({ word: 'a word', flag: 'true or false', list: 'a list' })[shape] ?? `a ${shape}`;

function readValue(field: Field, { pattern }: Comparison, value: unknown): FieldValue | undefined {
  if (pattern !== true) return definedValue(field, value);
  return typeof value === 'string' && value !== '' ? value.normalize('NFC') : undefined;
}

/** INVARIANT: the node is valid, so that the field exists and every value is of its type. */
function valuesOf(node: CompareNode, attributes: AttributeSchema): readonly FieldValue[] {
  const field = profileField(node.field, attributes) as Field;
  const values = [node.value].flat().map((value) => readValue(field, comparisonOf(node), value) as FieldValue);
  return node.fold === undefined ? values : values.map((value) => foldCase(value as string));
}

function prepareCompare(node: CompareNode, { context: { attributes } }: Preparing): PersonTest {
  const read = profileReader(node.field);
  const values = valuesOf(node, attributes);
  const missing = node.missing === 'match';
  if (node.fold === undefined) return preparedField(node.is, { read, missing, values });
  const test = preparedComparison(node.is, values);
  return ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : test(foldCase(seen as string));
  };
}

function compile(node: CompareNode, ask: SegmentAsk): Sql {
  const column = profileColumn(node.field);
  const values = valuesOf(node, ask.attributes);
  const literals = values.map((value) => literal(sqlValue(value)));
  const seen = node.fold === undefined ? ask.profile(column) : ask.folded(column);
  const holds = comparisonOf(node).compile(seen, values, literals);
  return node.missing === 'match' ? sql`(${seen} is null or ${isTrue(holds)})` : isTrue(holds);
}

function describe({ field, is, value, fold, missing }: CompareNode): string {
  const shown = [value]
    .flat()
    .map(String)
    .join(is === 'between' ? ' and ' : ', ');
  const notes = [...(fold === undefined ? [] : ['in any case']), ...(missing === undefined ? [] : ['or is missing'])];
  return [`${field} ${comparisons[is].words} ${shown}`, ...notes].join(' ');
}

export const compareField: ConditionKind<CompareNode> = {
  kind: 'compare',
  parts: () => [],
  validate: (node, { attributes }, at) => {
    const field = profileField(node.field, attributes);
    return field === undefined ? [unknownField(node.field, attributes, `${at}.field`)] : validate(node, field, at);
  },
  reads: () => [],
  constant: ({ is, value, missing }) =>
    (is === 'in' || is === 'contains_any') && Array.isArray(value) && value.length === 0 && missing === undefined
      ? false
      : undefined,
  targets: ({ field }) => isTargetingField(field),
  evaluate: (node, person, { attributes }) => {
    const seen = profileValue(person, node.field);
    if (seen === undefined) return node.missing === 'match';
    return comparisonOf(node).holds(
      node.fold === undefined ? seen : foldCase(seen as string),
      valuesOf(node, attributes),
    );
  },
  prepare: prepareCompare,
  saw: ({ field }, person) => showValue(profileValue(person, field)),
  compile,
  describe,
};
