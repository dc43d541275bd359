import { complement } from '../sql/logic.js';
import type { ConditionKind, ConditionNode } from './condition.js';

/** Everybody of the universe for whom the other does not hold, those without any data included. */
export interface NotNode extends ConditionNode {
  readonly kind: 'not';
  readonly of: ConditionNode;
}

export const not: ConditionKind<NotNode> = {
  kind: 'not',
  heading: () => 'not this',
  parts: ({ of }) => [{ at: '.of', node: of }],
  validate: () => [],
  constant: (_, [part]) => (part === undefined ? undefined : !part),
  reads: () => [],
  targets: () => false,
  evaluate: ({ of }, person, _, nested) => !nested.evaluate(of, person),
  prepare: ({ of }, { test }) => {
    const other = test(of);
    return (person) => !other(person);
  },
  compile: ({ of }, ask, nested) => complement(nested.compile(of, ask)),
  describe: ({ of }, nested) => `not (${nested.describe(of)})`,
};
