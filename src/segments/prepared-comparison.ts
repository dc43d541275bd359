import { type ComparisonName, comparisons, type Value } from './comparisons.js';

/** Whether a seen value stands so to values that are known beforehand; the same as `Comparison.holds` with them. */
export type ValueTest = (seen: Value) => boolean;

/**
 * A comparison for many seen values.
 *
 * Values are equal where they are the same: text is compared in one Unicode form, numbers are exact. Text in order goes
 * by UTF-8, as in {@link comparisons}; a number orders as it is.
 */
export function preparedComparison(name: ComparisonName, values: readonly Value[]): ValueTest {
  const { holds } = comparisons[name];
  const [value, last] = values;
  const special = value === undefined ? undefined : prepared[name]?.(value, last as Value, values);
  return special ?? ((seen) => holds(seen, values));
}

type Special = (value: Value, last: Value, values: readonly Value[]) => ValueTest | undefined;

const ordered =
  (test: (value: bigint, last: bigint) => (seen: bigint) => boolean): Special =>
  (value, last) =>
    typeof value === 'bigint' ? (test(value, last as bigint) as ValueTest) : undefined;

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
  lt: ordered((value) => (seen) => seen < value),
  lte: ordered((value) => (seen) => seen <= value),
  gt: ordered((value) => (seen) => seen > value),
  gte: ordered((value) => (seen) => seen >= value),
  between: ordered((value, last) => (seen) => seen >= value && seen <= last),
};
