import type { PlainDate } from '../model/plain-date.js';
import { anyOf, isTrue, type Sql, sql } from '../sql/fragment.js';
import { anniversaryIn, isLeapYear, type LeapDay, yearOf } from './anniversaries.js';
import type { ConditionKind, ConditionNode } from './condition.js';
import { dateFieldIssues } from './date-field.js';
import { isTargetingField, profileColumn, profileReader, profileValue, showValue } from './profile-field.js';
import { describeWindow, validateWindow, type Window, windowDays } from './window.js';
import { dateOf } from './windows/days.js';
import type { TimeContext } from './windows/window-kind.js';

/**
 * An anniversary of a date field within a window of days: a birthday in the next 14 days, whatever the year.
 *
 * The date itself is none of its anniversaries. A window may run over the end of a year, or over many years.
 */
export interface AnniversaryNode extends ConditionNode {
  readonly kind: 'anniversary';
  readonly field: string;
  readonly in: Window;
  /** The day in a common year for a date of 29 February; `feb28` where it is not given. */
  readonly leapDay?: LeapDay;
  /** A missing date is true here. */
  readonly missing?: 'match';
}

/** The part of a window in one year, both ends included. */
interface YearPart {
  readonly year: number;
  readonly first: PlainDate;
  readonly last: PlainDate;
}

function yearParts(window: Window, context: TimeContext): readonly YearPart[] {
  const { from, to } = windowDays(window, context);
  if (from >= to) return [];
  const [first, last] = [dateOf(from), dateOf(to - 1)];
  return Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, i) => {
    const year = yearOf(first) + i;
    return {
      year,
      first: i === 0 ? first : `${year}-01-01`,
      last: year === yearOf(last) ? last : `${year}-12-31`,
    };
  });
}

const isWithin = (parts: readonly YearPart[], date: PlainDate, leapDay: LeapDay): boolean =>
  parts.some(({ year, first, last }) => {
    const day = anniversaryIn(year, date, leapDay);
    return year > yearOf(date) && day >= first && day <= last;
  });

function partSql(column: Sql, { year, first, last }: YearPart, leapDay: LeapDay): Sql {
  const monthAndDay = sql`substr(${column}, 6)`;
  const plain = sql`${monthAndDay} >= ${first.slice(5)} and ${monthAndDay} <= ${last.slice(5)}`;
  const earlier = sql`${column} < ${`${year}-01-01`}`;
  if (isLeapYear(year)) return sql`(${plain} and ${earlier})`;
  const moved = anniversaryIn(year, '2000-02-29', leapDay);
  const holds =
    moved >= first && moved <= last
      ? sql`((${plain}) or ${monthAndDay} = '02-29')`
      : sql`(${plain} and ${monthAndDay} <> '02-29')`;
  return sql`(${holds} and ${earlier})`;
}

export const anniversary: ConditionKind<AnniversaryNode> = {
  kind: 'anniversary',
  parts: () => [],
  validate: (node, scope, at) => [
    ...dateFieldIssues(node.field, scope, at),
    ...validateWindow(node.in, `${at}.in`, 'date'),
  ],
  reads: () => [],
  targets: ({ field }) => isTargetingField(field),
  evaluate: (node, person, context) => {
    const date = profileValue(person, node.field) as PlainDate | undefined;
    if (date === undefined) return node.missing === 'match';
    return isWithin(yearParts(node.in, context), date, node.leapDay ?? 'feb28');
  },
  prepare: (node, { context }) => {
    const read = profileReader(node.field);
    const parts = yearParts(node.in, context);
    const missing = node.missing === 'match';
    const known = new Map<PlainDate, boolean>();
    return ({ profile }) => {
      const date = read(profile) as PlainDate | undefined;
      if (date === undefined) return missing;
      const answer = known.get(date) ?? isWithin(parts, date, node.leapDay ?? 'feb28');
      known.set(date, answer);
      return answer;
    };
  },
  saw: ({ field }, person) => showValue(profileValue(person, field)),
  compile: (node, ask) => {
    const column = ask.profile(profileColumn(node.field));
    const holds = isTrue(anyOf(yearParts(node.in, ask).map((part) => partSql(column, part, node.leapDay ?? 'feb28'))));
    return node.missing === 'match' ? sql`(${column} is null or ${holds})` : holds;
  },
  describe: (node) =>
    `an anniversary of ${node.field} is ${describeWindow(node.in)}${node.missing === undefined ? '' : ' or it is missing'}`,
};
