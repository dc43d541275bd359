import type { PlainDate } from '../model/plain-date.js';
import { isTrue, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode } from './condition.js';
import { dateFieldIssues } from './date-field.js';
import { isTargetingField, profileColumn, profileReader, profileValue, showValue } from './profile-field.js';
import { describeWindow, validateWindow, type Window, windowDays } from './window.js';
import { dateOf } from './windows/days.js';
import type { TimeContext } from './windows/window-kind.js';

/** A date field within a window of days, past or to come; days are the calendar’s own and never become instants. */
export interface DateNode extends ConditionNode {
  readonly kind: 'date';
  readonly field: string;
  readonly in: Window;
  /** A missing date is true here. */
  readonly missing?: 'match';
}

/** Half-open, as text that compares as days do. */
const bounds = (window: Window, context: TimeContext): { readonly from: PlainDate; readonly to: PlainDate } => {
  const { from, to } = windowDays(window, context);
  return { from: dateOf(from), to: dateOf(to) };
};

export const dateWindow: ConditionKind<DateNode> = {
  kind: 'date',
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
    const { from, to } = bounds(node.in, context);
    return date >= from && date < to;
  },
  prepare: (node, { context }) => {
    const read = profileReader(node.field);
    const { from, to } = bounds(node.in, context);
    const missing = node.missing === 'match';
    return ({ profile }) => {
      const date = read(profile) as PlainDate | undefined;
      return date === undefined ? missing : date >= from && date < to;
    };
  },
  saw: ({ field }, person) => showValue(profileValue(person, field)),
  compile: (node, ask) => {
    const column = ask.profile(profileColumn(node.field));
    const { from, to } = bounds(node.in, ask);
    const holds = isTrue(sql`${column} >= ${from} and ${column} < ${to}`);
    return node.missing === 'match' ? sql`(${column} is null or ${holds})` : holds;
  },
  describe: (node) =>
    `${node.field} is ${describeWindow(node.in)}${node.missing === undefined ? '' : ' or is missing'}`,
};
