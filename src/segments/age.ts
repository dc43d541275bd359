import type { PlainDate } from '../model/plain-date.js';
import { allOf, isTrue, type Sql, sql } from '../sql/fragment.js';
import { completedYears, type LeapDay, latestDate } from './anniversaries.js';
import { type Comparison, comparisons } from './comparisons.js';
import type { ConditionKind, ConditionNode, EvaluationContext, PersonView } from './condition.js';
import { dateFieldIssues } from './date-field.js';
import { isTargetingField, profileColumn, profileReader, profileValue } from './profile-field.js';
import { dateOf, today } from './windows/days.js';
import type { TimeContext } from './windows/window-kind.js';

export const ageComparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between'] as const;

/**
 * Completed years since a date field, on the local day of as-of.
 *
 * A date to come is implausible, and as good as missing. Missing is false.
 */
export interface AgeNode extends ConditionNode {
  readonly kind: 'age';
  readonly field: string;
  readonly is: (typeof ageComparisons)[number];
  /** Whole years; the first and the last for `between`, which holds both. */
  readonly value: number | readonly number[];
  /** When somebody born on 29 February completes a year in a common year; `feb28` where it is not given. */
  readonly leapDay?: LeapDay;
  /** A missing date is true here. */
  readonly missing?: 'match';
}

const OLDEST = 300;

const comparisonOf = ({ is }: AgeNode): Comparison => comparisons[is];
const valuesOf = ({ value }: AgeNode): readonly number[] => [value].flat() as readonly number[];

function ageOf(node: AgeNode, person: PersonView, context: EvaluationContext): number | undefined {
  const date = profileValue(person, node.field) as PlainDate | undefined;
  const now = dateOf(today(context));
  return date === undefined || date > now ? undefined : completedYears(date, now, node.leapDay ?? 'feb28');
}

/** Ages that hold, both ends included; `undefined` for no end. */
function range(node: AgeNode): readonly [number | undefined, number | undefined] {
  const [first = 0, last = first] = valuesOf(node);
  const ranges: Record<AgeNode['is'], readonly [number | undefined, number | undefined]> = {
    eq: [first, first],
    ne: [first, first],
    lt: [undefined, first - 1],
    lte: [undefined, first],
    gt: [first + 1, undefined],
    gte: [first, undefined],
    between: [first, last],
  };
  return ranges[node.is];
}

/** The ages that hold as dates: born by `youngest`, and after `oldest`. */
function dateBounds(node: AgeNode, context: TimeContext) {
  const now = dateOf(today(context));
  const completed = (years: number): PlainDate => latestDate(years, now, node.leapDay ?? 'feb28');
  const [youngest, oldest] = range(node);
  return {
    now,
    youngest: youngest === undefined ? undefined : completed(youngest),
    oldest: oldest === undefined ? undefined : completed(oldest + 1),
  };
}

function compile(node: AgeNode, ask: Parameters<ConditionKind<AgeNode>['compile']>[1]): Sql {
  const column = ask.profile(profileColumn(node.field));
  const { now, youngest, oldest } = dateBounds(node, ask);
  const within = allOf([
    ...(youngest === undefined ? [] : [sql`${column} <= ${youngest}`]),
    ...(oldest === undefined ? [] : [sql`${column} > ${oldest}`]),
  ]);
  const holds = sql`(${node.is === 'ne' ? sql`(not ${within})` : within} and ${column} <= ${now})`;
  return node.missing === 'match' ? sql`(${column} is null or ${column} > ${now} or ${isTrue(holds)})` : isTrue(holds);
}

export const age: ConditionKind<AgeNode> = {
  kind: 'age',
  parts: () => [],
  validate: (node, scope, at) => {
    const values = valuesOf(node);
    const wanted = node.is === 'between' ? 2 : 1;
    const issues = [...dateFieldIssues(node.field, scope, at)];
    if (values.length !== wanted || Array.isArray(node.value) !== (wanted === 2)) {
      issues.push({ at: `${at}.value`, message: wanted === 2 ? 'two ages are needed here' : 'one age is needed here' });
    } else if (values.some((value) => value < 0 || value > OLDEST)) {
      issues.push({ at: `${at}.value`, message: `an age is a whole number from 0 to ${OLDEST}` });
    } else if (wanted === 2 && (values[0] as number) > (values[1] as number)) {
      issues.push({ at: `${at}.value`, message: 'the first age is above the last' });
    }
    return issues;
  },
  reads: () => [],
  targets: ({ field }) => isTargetingField(field),
  evaluate: (node, person, context) => {
    const seen = ageOf(node, person, context);
    if (seen === undefined) return node.missing === 'match';
    return comparisonOf(node).holds(BigInt(seen), valuesOf(node).map(BigInt));
  },
  prepare: (node, { context }) => {
    const read = profileReader(node.field);
    const { youngest, oldest, now } = dateBounds(node, context);
    const missing = node.missing === 'match';
    const wanted = node.is !== 'ne';
    return ({ profile }) => {
      const date = read(profile) as PlainDate | undefined;
      if (date === undefined || date > now) return missing;
      return ((youngest === undefined || date <= youngest) && (oldest === undefined || date > oldest)) === wanted;
    };
  },
  saw: (node, person, context) => {
    const seen = ageOf(node, person, context);
    return seen === undefined ? 'missing' : `${seen} years`;
  },
  compile,
  describe: (node) =>
    `years since ${node.field} ${comparisonOf(node).words} ${valuesOf(node).join(' and ')}${node.missing === undefined ? '' : ' or is missing'}`,
};
