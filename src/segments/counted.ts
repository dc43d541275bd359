import { join, type Sql, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode } from './condition.js';

/**
 * How many of several conditions hold, against a number.
 *
 * Of none, the count is 0. Each condition counts once for each time it is written.
 */
export interface CountedNode<K extends string> extends ConditionNode {
  readonly kind: K;
  /** A whole number, 0 or more. */
  readonly k: number;
  readonly of: readonly ConditionNode[];
}

export type AtLeastNode = CountedNode<'at_least'>;
export type AtMostNode = CountedNode<'at_most'>;
export type ExactlyNode = CountedNode<'exactly'>;

interface Comparison {
  readonly words: string;
  readonly holds: (count: number, k: number) => boolean;
  readonly compile: (count: Sql, k: number) => Sql;
}

const one = (holds: Sql): Sql => sql`case when ${holds} then 1 else 0 end`;

const counted = <K extends string>(kind: K, { words, holds, compile }: Comparison): ConditionKind<CountedNode<K>> => ({
  kind,
  heading: ({ k }) => `${words} ${k} of these`,
  parts: ({ of }) => of.map((node, i) => ({ at: `.of[${i}]`, node })),
  validate: () => [],
  constant: ({ k }, parts) => {
    const fewest = parts.filter((part) => part === true).length;
    const most = parts.filter((part) => part !== false).length;
    const answers = new Set(Array.from({ length: most - fewest + 1 }, (_, i) => holds(fewest + i, k)));
    return answers.size === 1 ? answers.has(true) : undefined;
  },
  reads: () => [],
  targets: () => false,
  evaluate: ({ k, of }, person, _, nested) => holds(of.filter((node) => nested.evaluate(node, person)).length, k),
  prepare: ({ k, of }, { test }) => {
    const tests = of.map(test);
    return (person) => {
      let count = 0;
      for (const one of tests) if (one(person)) count += 1;
      return holds(count, k);
    };
  },
  compile: ({ k, of }, ask, nested) =>
    compile(join([sql`0`, ...of.map((node) => one(nested.compile(node, ask)))], ' + '), k),
  describe: ({ k, of }, nested) => `${words} ${k} of (${of.map((node) => nested.describe(node)).join('; ')})`,
});

export const atLeast = counted('at_least', {
  words: 'at least',
  holds: (count, k) => count >= k,
  compile: (count, k) => sql`(${count} >= ${k})`,
});

export const atMost = counted('at_most', {
  words: 'at most',
  holds: (count, k) => count <= k,
  compile: (count, k) => sql`(${count} <= ${k})`,
});

export const exactly = counted('exactly', {
  words: 'exactly',
  holds: (count, k) => count === k,
  compile: (count, k) => sql`(${count} = ${k})`,
});
