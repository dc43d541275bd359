import type { Profile } from '../model/profile.js';
import type { ComparisonName } from './comparisons.js';
import type { PersonTest } from './condition.js';
import { preparedComparison } from './prepared-comparison.js';
import type { FieldValue } from './profile-field.js';

type Read = (profile: Profile) => FieldValue | undefined;

/** What is asked of many persons: a field, how, and what its absence means. */
interface Asked {
  readonly read: Read;
  readonly missing: boolean;
  readonly values: readonly FieldValue[];
}

/**
 * A field of a profile held against values, for many persons.
 *
 * The comparisons that are asked most are written out here, with what they read: what a function calls that it was
 * given costs as much as what it does. All others go by {@link preparedComparison}.
 */
export function preparedField(name: ComparisonName, asked: Asked): PersonTest {
  const { read, missing, values } = asked;
  const [first, last] = values;
  const own = first === undefined ? undefined : written[name]?.(asked, first, last ?? first);
  if (own !== undefined) return own;
  const test = preparedComparison(name, values);
  return ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : test(seen);
  };
}

type Written = (asked: Asked, value: FieldValue, last: FieldValue) => PersonTest | undefined;

/** Numbers alone: what compares text too compares both slowly. */
const numbers =
  (test: (asked: Asked, value: bigint) => PersonTest): Written =>
  (asked, value) =>
    typeof value === 'bigint' ? test(asked, value) : undefined;

const written: Partial<Record<ComparisonName, Written>> = {
  eq:
    ({ read, missing }, value) =>
    ({ profile }) => {
      const seen = read(profile);
      return seen === undefined ? missing : seen === value;
    },
  ne:
    ({ read, missing }, value) =>
    ({ profile }) => {
      const seen = read(profile);
      return seen === undefined ? missing : seen !== value;
    },
  in: ({ read, missing, values }, a, b) =>
    values.length > 2
      ? undefined
      : ({ profile }) => {
          const seen = read(profile);
          return seen === undefined ? missing : seen === a || seen === b;
        },
  lt: numbers(({ read, missing }, value) => ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : (seen as bigint) < value;
  }),
  lte: numbers(({ read, missing }, value) => ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : (seen as bigint) <= value;
  }),
  gt: numbers(({ read, missing }, value) => ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : (seen as bigint) > value;
  }),
  gte: numbers(({ read, missing }, value) => ({ profile }) => {
    const seen = read(profile);
    return seen === undefined ? missing : (seen as bigint) >= value;
  }),
};
