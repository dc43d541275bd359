import type { AgeNode } from './age.js';
import type { LeapDay } from './anniversaries.js';
import type { AnniversaryNode } from './anniversary.js';
import type { CompareNode } from './compare.js';
import type { ComparisonName } from './comparisons.js';
import type { DateNode } from './date-window.js';
import type { PresenceNode } from './presence.js';
import type { Window } from './window.js';

interface Presence {
  isPresent(): PresenceNode;
  isMissing(): PresenceNode;
}

export interface ComparableField<V> extends Presence {
  is(value: V): CompareNode;
  isNot(value: V): CompareNode;
  oneOf(...values: readonly V[]): CompareNode;
  noneOf(...values: readonly V[]): CompareNode;
  below(value: V): CompareNode;
  atMost(value: V): CompareNode;
  above(value: V): CompareNode;
  atLeast(value: V): CompareNode;
  /** Both ends are in. */
  between(from: V, to: V): CompareNode;
}

/** A list of texts. */
export interface ListField extends Presence {
  hasAny(...items: readonly string[]): CompareNode;
  hasAll(...items: readonly string[]): CompareNode;
  hasNone(...items: readonly string[]): CompareNode;
}

export function fieldBuilder(name: string): ComparableField<unknown> & ListField {
  const compare =
    (is: ComparisonName) =>
    (value: unknown): CompareNode => ({ kind: 'compare', field: name, is, value });
  return {
    is: compare('eq'),
    isNot: compare('ne'),
    oneOf: (...values) => compare('in')(values),
    noneOf: (...values) => compare('not_in')(values),
    below: compare('lt'),
    atMost: compare('lte'),
    above: compare('gt'),
    atLeast: compare('gte'),
    between: (from, to) => compare('between')([from, to]),
    hasAny: (...items) => compare('contains_any')(items),
    hasAll: (...items) => compare('contains_all')(items),
    hasNone: (...items) => compare('contains_none')(items),
    isPresent: () => ({ kind: 'presence', field: name, is: 'present' }),
    isMissing: () => ({ kind: 'presence', field: name, is: 'missing' }),
  };
}

export interface DateOptions {
  readonly leapDay?: LeapDay;
  readonly missing?: 'match';
}

/** What is asked of days alone. */
export interface DateField {
  /** Completed years on the local day of as-of. */
  age(is: Exclude<AgeNode['is'], 'between'>, years: number, options?: DateOptions): AgeNode;
  /** Both ends are in. */
  ageBetween(from: number, to: number, options?: DateOptions): AgeNode;
  in(window: Window, options?: Pick<DateOptions, 'missing'>): DateNode;
  anniversaryIn(window: Window, options?: DateOptions): AnniversaryNode;
}

export const dateBuilder = (field: string): DateField => ({
  age: (is, value, options = {}) => ({ kind: 'age', field, is, value, ...options }),
  ageBetween: (from, to, options = {}) => ({ kind: 'age', field, is: 'between', value: [from, to], ...options }),
  in: (window, options = {}) => ({ kind: 'date', field, in: window, ...options }),
  anniversaryIn: (window, options = {}) => ({ kind: 'anniversary', field, in: window, ...options }),
});
