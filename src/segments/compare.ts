import type { Issue } from '../errors.js';
import type { Field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import { inList, isTrue, join, literal, type Sql, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode } from './condition.js';
import {
  definedValue,
  type FieldValue,
  isTargetingField,
  profileColumn,
  profileField,
  profileValue,
  showValue,
  sqlValue,
  unknownField,
} from './profile-field.js';

export const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in'] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * A profile field against a value of its own type.
 *
 * Missing is false for every comparison, `ne` and `not_in` included; `not` around `eq` is the one that takes the
 * missing in. Text compares exactly in Unicode form C, numbers exactly, days as days.
 */
export interface CompareNode extends ConditionNode {
  readonly kind: 'compare';
  readonly field: string;
  readonly is: Comparison;
  /** One value, or a list for `in` and `not_in`. */
  readonly value: unknown;
}

const isList = (is: Comparison): boolean => is === 'in' || is === 'not_in';
const isOrder = (is: Comparison): boolean => ['lt', 'lte', 'gt', 'gte'].includes(is);

function validate(node: CompareNode, field: Field | undefined, at: string): readonly Issue[] {
  if (field === undefined) return [];
  if (isOrder(node.is) && (field.type === 'boolean' || field.type === 'word')) {
    return [{ at: `${at}.is`, message: `"${node.field}" is ${field.type} and has no order` }];
  }
  if (isList(node.is) !== Array.isArray(node.value)) {
    return [{ at: `${at}.value`, message: isList(node.is) ? 'a list is needed here' : 'one value is needed here' }];
  }
  return [node.value]
    .flat()
    .flatMap((value) =>
      definedValue(field, value) === undefined
        ? [{ at: `${at}.value`, message: `${JSON.stringify(value)} is no ${field.type} for "${node.field}"` }]
        : [],
    );
}

/** INVARIANT: the node is valid, so that the field exists and every value is of its type. */
function valuesOf(node: CompareNode, attributes: AttributeSchema): readonly FieldValue[] {
  const field = profileField(node.field, attributes) as Field;
  return [node.value].flat().map((value) => definedValue(field, value) as FieldValue);
}

function compare(a: FieldValue, b: FieldValue): number {
  if (typeof a === 'string') return compareUtf8(a, b as string);
  return a < b ? -1 : a > b ? 1 : 0;
}

const holds: Record<Comparison, (seen: FieldValue, values: readonly FieldValue[]) => boolean> = {
  eq: (seen, [value]) => compare(seen, value as FieldValue) === 0,
  ne: (seen, [value]) => compare(seen, value as FieldValue) !== 0,
  lt: (seen, [value]) => compare(seen, value as FieldValue) < 0,
  lte: (seen, [value]) => compare(seen, value as FieldValue) <= 0,
  gt: (seen, [value]) => compare(seen, value as FieldValue) > 0,
  gte: (seen, [value]) => compare(seen, value as FieldValue) >= 0,
  in: (seen, values) => values.some((value) => compare(seen, value) === 0),
  not_in: (seen, values) => values.every((value) => compare(seen, value) !== 0),
};

const operators: Partial<Record<Comparison, string>> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

function compileComparison(node: CompareNode, column: Sql, values: readonly FieldValue[]): Sql {
  const literals = values.map((value) => literal(sqlValue(value)));
  if (node.is === 'in') return isTrue(literals.length === 0 ? inList(column, []) : sql`${column} in (${join(literals, ', ')})`);
  if (node.is === 'not_in') {
    return literals.length === 0 ? sql`(${column} is not null)` : isTrue(sql`${column} not in (${join(literals, ', ')})`);
  }
  return isTrue(sql`${column} ${{ parts: [{ is: 'text', text: operators[node.is] as string }] }} ${literals[0] as Sql}`);
}

const words: Record<Comparison, string> = {
  eq: 'is',
  ne: 'is other than',
  lt: 'is below',
  lte: 'is at most',
  gt: 'is above',
  gte: 'is at least',
  in: 'is one of',
  not_in: 'is none of',
};

export const compareField: ConditionKind<CompareNode> = {
  kind: 'compare',
  parts: () => [],
  validate: (node, { attributes }, at) => {
    const field = profileField(node.field, attributes);
    return field === undefined ? [unknownField(node.field, attributes, `${at}.field`)] : validate(node, field, at);
  },
  reads: () => [],
  targets: ({ field }) => isTargetingField(field),
  evaluate: (node, person, { attributes }) => {
    const seen = profileValue(person, node.field);
    return seen !== undefined && holds[node.is](seen, valuesOf(node, attributes));
  },
  saw: ({ field }, person) => showValue(profileValue(person, field)),
  compile: (node, ask) => compileComparison(node, ask.profile(profileColumn(node.field)), valuesOf(node, ask.attributes)),
  describe: ({ field, is, value }) => `${field} ${words[is]} ${[value].flat().map(String).join(', ')}`,
};
