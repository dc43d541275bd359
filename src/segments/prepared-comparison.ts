import { type ComparisonName, comparisons, type Value } from './comparisons.js';

/** Whether a seen value stands so to values that are known beforehand; the same as `Comparison.holds` with them. */
export type ValueTest = (seen: Value) => boolean;

/**
 * A comparison for many seen values.
 *
 * Values are equal where they are the same: text is compared in one Unicode form, numbers are exact. Text in order goes
 * by UTF-8, as in {@link comparisons}.
 */
export function preparedComparison(name: ComparisonName, values: readonly Value[]): ValueTest {
  const { holds } = comparisons[name];
  const [value, last] = values;
  const special = value === undefined ? undefined : prepared[name]?.(value, last, values);
  return special ?? ((seen) => holds(seen, values));
}

type Special = (value: Value, last: Value | undefined, values: readonly Value[]) => ValueTest | undefined;

const ASCII = /^[\0-\x7f]*$/;

type Ordered<T extends Value> = (value: T, last: T) => (seen: T) => boolean;

/** Text beside one in ASCII orders as JavaScript orders it: the first unit that differs is one of ASCII on one side. */
const isAscii = (value: Value): value is string => typeof value === 'string' && ASCII.test(value);

/** One function for numbers and one for text, each of which compares nothing else: both in one would be slow. */
const ordered =
  (number: Ordered<bigint>, text: Ordered<string>): Special =>
  (value, last = value) => {
    if (typeof value === 'bigint') return number(value, last as bigint) as ValueTest;
    return isAscii(value) && isAscii(last) ? (text(value, last) as ValueTest) : undefined;
  };

/** A few values are compared sooner than one of them is looked up. */
function oneOf(values: readonly Value[]): ValueTest {
  const [a, b, c, ...more] = values;
  if (values.length === 1) return (seen) => seen === a;
  if (values.length === 2) return (seen) => seen === a || seen === b;
  if (more.length === 0) return (seen) => seen === a || seen === b || seen === c;
  const all = new Set(values);
  return (seen) => all.has(seen);
}

const prepared: Partial<Record<ComparisonName, Special>> = {
  eq: (value) => (seen) => seen === value,
  ne: (value) => (seen) => seen !== value,
  in: (_, __, values) => oneOf(values),
  not_in: (_, __, values) => {
    const isOne = oneOf(values);
    return (seen) => !isOne(seen);
  },
  lt: ordered(
    (value) => (seen) => seen < value,
    (value) => (seen) => seen < value,
  ),
  lte: ordered(
    (value) => (seen) => seen <= value,
    (value) => (seen) => seen <= value,
  ),
  gt: ordered(
    (value) => (seen) => seen > value,
    (value) => (seen) => seen > value,
  ),
  gte: ordered(
    (value) => (seen) => seen >= value,
    (value) => (seen) => seen >= value,
  ),
  between: ordered(
    (value, last) => (seen) => seen >= value && seen <= last,
    (value, last) => (seen) => seen >= value && seen <= last,
  ),
};
