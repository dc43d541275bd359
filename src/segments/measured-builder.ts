import type { AggregateNode } from './aggregate-node.js';
import type { ComparisonName } from './comparisons.js';
import type { ReturnMode } from './counted-rows.js';
import type { AverageMeasure } from './measures/average.js';
import type { Basis } from './measures/figure.js';
import type { Measure } from './measures.js';
import type { RowKind } from './row-kinds.js';
import type { Where } from './where.js';
import { ever, type Window } from './window.js';

type Scalar = number | string | boolean;

/** A measure with its window, waiting for the value it is held against. */
export interface MeasuredBehaviour {
  in(window: Window): MeasuredBehaviour;
  /** What returns do; they are taken off where it is not said. */
  returns(mode: ReturnMode): MeasuredBehaviour;
  atLeast(value: number | string): AggregateNode;
  atMost(value: number | string): AggregateNode;
  exactly(value: Scalar): AggregateNode;
  otherThan(value: Scalar): AggregateNode;
  moreThan(value: number | string): AggregateNode;
  lessThan(value: number | string): AggregateNode;
  /** Both ends are in. */
  between(low: number | string, high: number | string): AggregateNode;
  oneOf(...values: readonly Scalar[]): AggregateNode;
  noneOf(...values: readonly Scalar[]): AggregateNode;
  startsWith(text: string): AggregateNode;
  endsWith(text: string): AggregateNode;
  contains(text: string): AggregateNode;
  /** `*` any characters or none, `?` one. */
  like(glob: string): AggregateNode;
}

/** Measures of rows of any kind. */
export interface Rows {
  days(): MeasuredBehaviour;
  /** Different values of a field. */
  distinct(field: string): MeasuredBehaviour;
  /** A field of the first row. */
  first(field: string, basis?: Basis): MeasuredBehaviour;
  last(field: string, basis?: Basis): MeasuredBehaviour;
  daysSinceFirst(): MeasuredBehaviour;
  daysSinceLast(): MeasuredBehaviour;
}

/** Measures of rows that have figures, each in one unit or one currency. */
export interface FiguredRows extends Rows {
  sum(field: string, basis?: Basis): MeasuredBehaviour;
  average(field: string, basis?: Basis & Pick<AverageMeasure, 'per'>): MeasuredBehaviour;
  min(field: string, basis?: Basis): MeasuredBehaviour;
  max(field: string, basis?: Basis): MeasuredBehaviour;
  median(field: string, basis?: Basis): MeasuredBehaviour;
  quantile(field: string, q: number | string, basis?: Basis): MeasuredBehaviour;
  ratio(field: string, to: string, basis?: Basis): MeasuredBehaviour;
}

export interface Purchases extends FiguredRows {
  lines(): MeasuredBehaviour;
  receipts(): MeasuredBehaviour;
  /** In one unit; without one, of lines that name none. */
  quantity(unit?: string): MeasuredBehaviour;
  amount(currency: string, options?: { readonly convert: true }): MeasuredBehaviour;
  /** Discount in proportion to list price. */
  discountShare(currency: string): MeasuredBehaviour;
}

export interface Events extends FiguredRows {
  count(): MeasuredBehaviour;
}

/** Rows without figures: messages sent, what became of them, what was said when asked for permission. */
export interface CountedOnly extends Rows {
  count(): MeasuredBehaviour;
}

const measured = (node: Omit<AggregateNode, 'is' | 'value'>): MeasuredBehaviour => {
  const held =
    <V>(is: ComparisonName) =>
    (value: V): AggregateNode => ({ ...node, is, value });
  return {
    in: (window) => measured({ ...node, in: window }),
    returns: (returns) => measured({ ...node, returns }),
    atLeast: held('gte'),
    atMost: held('lte'),
    exactly: held('eq'),
    otherThan: held('ne'),
    moreThan: held('gt'),
    lessThan: held('lt'),
    between: (low, high) => held('between')([low, high]),
    oneOf: (...values) => held('in')(values),
    noneOf: (...values) => held('not_in')(values),
    startsWith: held('starts'),
    endsWith: held('ends'),
    contains: held('contains'),
    like: held('glob'),
  };
};

const measuring =
  (over: RowKind, where: Where) =>
  (measure: Measure): MeasuredBehaviour =>
    measured({ kind: 'aggregate', over, where, measure, in: ever });

const rowsBy = (measure: (measure: Measure) => MeasuredBehaviour): Rows => ({
  days: () => measure({ count: 'day' }),
  distinct: (field) => measure({ distinct: field }),
  first: (field, basis = {}) => measure({ first: field, ...basis }),
  last: (field, basis = {}) => measure({ last: field, ...basis }),
  daysSinceFirst: () => measure({ daysSince: 'first' }),
  daysSinceLast: () => measure({ daysSince: 'last' }),
});

const figuredBy = (measure: (measure: Measure) => MeasuredBehaviour): FiguredRows => ({
  ...rowsBy(measure),
  sum: (field, basis = {}) => measure({ sum: field, ...basis }),
  average: (field, basis = {}) => measure({ average: field, ...basis }),
  min: (field, basis = {}) => measure({ min: field, ...basis }),
  max: (field, basis = {}) => measure({ max: field, ...basis }),
  median: (field, basis = {}) => measure({ quantile: field, q: 0.5, ...basis }),
  quantile: (field, q, basis = {}) => measure({ quantile: field, q, ...basis }),
  ratio: (field, to, basis = {}) => measure({ ratio: field, to, ...basis }),
});

export function purchasesBuilder(where: Where): Purchases {
  const measure = measuring('purchase', where);
  return {
    ...figuredBy(measure),
    lines: () => measure({ count: 'line' }),
    receipts: () => measure({ count: 'receipt' }),
    quantity: (unit) => measure({ sum: 'quantity', ...(unit === undefined ? {} : { unit }) }),
    amount: (currency, options = undefined) => measure({ sum: 'amount', currency, ...options }),
    discountShare: (currency) => measure({ ratio: 'discount', to: 'listAmount', currency }),
  };
}

export function eventsBuilder(where: Where): Events {
  const measure = measuring('event', where);
  return { ...figuredBy(measure), count: () => measure({ count: 'line' }) };
}

export function countedBuilder(over: RowKind, where: Where): CountedOnly {
  const measure = measuring(over, where);
  return { ...rowsBy(measure), count: () => measure({ count: 'line' }) };
}
