import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Issue } from '../errors.js';
import type { Field } from '../model/record-kind.js';
import { type ComparisonName, comparisonNames, fieldShape } from './comparisons.js';
import type { DefinitionScope } from './condition.js';
import { profileField, unknownField } from './profile-field.js';
import { comparisonOf, readValues, showValue, validateOperator } from './row-comparisons.js';
import type { OrMissing, RowFilter, SimpleTest } from './row-filter.js';
import { type RowKind, rowField, rowFieldNames } from './row-kinds.js';
import {
  describeWindow,
  type TimeContext,
  validateWindow,
  type Window,
  windowInterval,
  windowSchema,
} from './window.js';

/**
 * Which rows count, as a definition says it: tests on fields of the row, all of which have to hold.
 *
 * A value alone means the same value, or for a category everything under it; a list means one of them. Anything else
 * is an object of operators. A missing value fails every test, positive or negative, unless `missing` is `match`.
 *
 * Figures of a return are tested as they were when it was sold, without the minus sign, so that a return is taken off
 * wherever its sale counted.
 */
export type Where = Readonly<Record<string, WhereTest>>;

type Scalar = string | number | boolean;

export type WhereTest = Scalar | readonly Scalar[] | WhereOperators;

/** A field of the person's own profile, of the same type as the row's. */
export interface OwnField {
  readonly profile: string;
}

type One = Scalar | OwnField;

/** Rows hold no lists. */
type ListComparison = 'contains_any' | 'contains_all' | 'contains_none';
const rowComparisons = comparisonNames.filter((name) => !comparisonOf(name).of.includes('list'));

/** Every comparison there is, on what the row says. */
type Compared = {
  readonly [N in Exclude<ComparisonName, 'between' | 'in' | 'not_in' | ListComparison>]?: One;
} & {
  /** Both ends are in. */
  readonly between?: readonly [Scalar, Scalar];
  readonly in?: readonly Scalar[];
  readonly not_in?: readonly Scalar[];
};

export interface WhereOperators extends Compared {
  /** These categories and everything under them. */
  readonly under?: string | readonly string[];
  /** None of these categories nor anything under them. */
  readonly not_under?: string | readonly string[];
  /** A time, which may be still to come, in a window. */
  readonly within?: Window;
  readonly present?: boolean;
  /** Rows where the field says nothing pass too. */
  readonly missing?: 'match';
}

const scalar = once(() => z.union([z.string(), z.number(), z.boolean()]));
const paths = once(() => z.union([z.string(), z.array(z.string()).min(1)]).optional());

function comparedSchema(name: ComparisonName): z.ZodType {
  const { takes, pattern } = comparisonOf(name);
  if (takes === 'one')
    return pattern === true ? z.string() : z.union([scalar(), z.strictObject({ profile: z.string() })]);
  return takes === 'two' ? z.array(scalar()).length(2) : z.array(scalar());
}

const operatorsSchema = once(() =>
  z.strictObject({
    ...Object.fromEntries(rowComparisons.map((name) => [name, comparedSchema(name).optional()])),
    under: paths(),
    not_under: paths(),
    within: windowSchema().optional(),
    present: z.boolean().optional(),
    missing: z.literal('match').optional(),
  }),
);

export const whereSchema = once(
  () =>
    z.record(
      z.string(),
      z.union([scalar(), z.array(scalar()).min(1), operatorsSchema()]),
    ) as unknown as z.ZodType<Where>,
);

/** A test with everything it names: what both faces and the words are made from. */
type Parsed =
  | { readonly is: ComparisonName; readonly value: unknown }
  | { readonly is: ComparisonName; readonly profile: string }
  | { readonly under: readonly string[] }
  | { readonly notUnder: readonly string[] }
  | { readonly within: Window }
  | { readonly present: boolean };

const isOperators = (test: WhereTest): test is WhereOperators => typeof test === 'object' && !Array.isArray(test);

function parse(test: WhereTest, field: Field): readonly Parsed[] {
  if (!isOperators(test)) {
    if (field.type === 'path') return [{ under: [test].flat() as string[] }];
    return [Array.isArray(test) ? { is: 'in', value: test } : { is: 'eq', value: test }];
  }
  const { under, not_under: notUnder, within, present } = test;
  const compared = rowComparisons.flatMap((is): Parsed[] => {
    const value = (test as Readonly<Record<string, unknown>>)[is];
    if (value === undefined) return [];
    return [isOwnField(value) ? { is, profile: value.profile } : { is, value }];
  });
  return [
    ...compared,
    ...(under === undefined ? [] : [{ under: [under].flat() as string[] }]),
    ...(notUnder === undefined ? [] : [{ notUnder: [notUnder].flat() as string[] }]),
    ...(within === undefined ? [] : [{ within }]),
    ...(present === undefined ? [] : [{ present }]),
  ];
}

const isOwnField = (value: unknown): value is OwnField =>
  typeof value === 'object' && value !== null && 'profile' in value;

/** Whether a test needs a profile or the time of the run. */
export const looksBeyondTheRow = (test: WhereTest): boolean =>
  isOperators(test) && (test.within !== undefined || Object.values(test).some(isOwnField));

/** The filter that a definition means. INVARIANT: it was validated. */
export function whereFilter(over: RowKind, where: Where, context: TimeContext): RowFilter {
  return Object.entries(where).flatMap(([name, test]): RowFilter => {
    const field = rowField(over, name) as Field;
    const asSold = over === 'purchase' && field.type === 'decimal' ? { asSold: true as const } : {};
    const tests = parse(test, field).map((parsed): SimpleTest => {
      if ('under' in parsed) return { field: name, under: parsed.under };
      if ('notUnder' in parsed) return { field: name, notUnder: parsed.notUnder };
      if ('within' in parsed) return { field: name, ...windowInterval(parsed.within, context) };
      if ('present' in parsed) return { field: name, present: parsed.present };
      if ('profile' in parsed) return { field: name, is: parsed.is, profile: parsed.profile, ...asSold };
      return { field: name, is: parsed.is, values: readValues(field, parsed.is, parsed.value), ...asSold };
    });
    if (!isOperators(test) || test.missing !== 'match') return tests;
    return tests.map((simple): OrMissing => ({ field: name, orMissing: simple }));
  });
}

export function validateWhere(over: RowKind, where: Where, scope: DefinitionScope, at: string): readonly Issue[] {
  return Object.entries(where).flatMap(([name, test]) => {
    const field = rowField(over, name);
    if (field === undefined) {
      return [{ at: `${at}.${name}`, message: `${over} has no ${name}; there are ${rowFieldNames(over).join(', ')}` }];
    }
    const parsed = parse(test, field);
    if (parsed.length === 0) return [{ at: `${at}.${name}`, message: 'no test is named' }];
    const place = (operator: string): string => `${at}.${name}${isOperators(test) ? `.${operator}` : ''}`;
    return parsed.flatMap((one) => issuesOf(one, name, field, scope, place));
  });
}

function issuesOf(
  test: Parsed,
  name: string,
  field: Field,
  scope: DefinitionScope,
  place: (operator: string) => string,
): readonly Issue[] {
  if ('is' in test && 'value' in test) {
    const where = place(test.is);
    return validateOperator(test.is, test.value, field, name, { is: where, value: where });
  }
  if ('is' in test) return ownFieldIssues(test, name, field, scope, place(test.is));
  if ('within' in test) {
    return field.type === 'instant'
      ? validateWindow(test.within, place('within'), 'instant')
      : [{ at: place('within'), message: `"${name}" is ${field.type} and lies in no window` }];
  }
  if ('present' in test || field.type === 'path') return [];
  const operator = 'under' in test ? 'under' : 'not_under';
  return [{ at: place(operator), message: `"${name}" is ${field.type}; only a category has others under it` }];
}

function ownFieldIssues(
  { is, profile }: { readonly is: ComparisonName; readonly profile: string },
  name: string,
  field: Field,
  { attributes }: DefinitionScope,
  at: string,
): readonly Issue[] {
  const own = profileField(profile, attributes);
  if (own === undefined) return [unknownField(profile, attributes, `${at}.profile`)];
  if (!comparisonOf(is).of.includes(fieldShape(field))) {
    return [{ at, message: `"${name}" is ${field.type} and cannot be asked "${is}"` }];
  }
  return comparedAs(own) === comparedAs(field)
    ? []
    : [{ at: `${at}.profile`, message: `"${profile}" is ${own.type}, which does not compare with ${field.type}` }];
}

/** Types that are read as one kind of value. */
function comparedAs({ type }: Field): string {
  return ['id', 'text', 'word', 'country', 'path'].includes(type) ? 'text' : type;
}

/** `category under fuel and amount is at least 100`; nothing for no tests. */
export function describeWhere(over: RowKind, where: Where): string {
  return Object.entries(where)
    .flatMap(([name, test]) => {
      const field = rowField(over, name);
      if (field === undefined) return [];
      const or = isOperators(test) && test.missing === 'match' ? ' or is missing' : '';
      return parse(test, field).map((one) => `${name} ${words(one, field)}${or}`);
    })
    .join(' and ');
}

function words(test: Parsed, field: Field): string {
  if ('under' in test) return test.under.join(' or ');
  if ('notUnder' in test) return `not ${test.notUnder.join(' nor ')}`;
  if ('within' in test) return describeWindow(test.within);
  if ('present' in test) return test.present ? 'is present' : 'is missing';
  if ('profile' in test) return `${comparisonOf(test.is).words} the person's ${test.profile}`;
  const shown = readValues(field, test.is, test.value).map((value) => showValue(value, field.type));
  if (test.is === 'eq') return shown.join('');
  if (test.is === 'in') return shown.join(' or ');
  return `${comparisonOf(test.is).words} ${shown.join(test.is === 'between' ? ' and ' : ', ')}`;
}
