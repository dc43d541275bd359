import { some } from '../sql/logic.js';
import type { ConditionKind, ConditionNode, PersonTest } from './condition.js';

/** At least one of these holds; false for none. */
export interface AnyNode extends ConditionNode {
  readonly kind: 'any';
  readonly of: readonly ConditionNode[];
}

export const any: ConditionKind<AnyNode> = {
  kind: 'any',
  heading: () => 'at least one of these',
  parts: ({ of }) => of.map((node, i) => ({ at: `.of[${i}]`, node })),
  validate: () => [],
  constant: (_, parts) => (parts.includes(true) ? true : parts.every((part) => part === false) ? false : undefined),
  reads: () => [],
  targets: () => false,
  evaluate: ({ of }, person, _, nested) => of.some((node) => nested.evaluate(node, person)),
  prepare: ({ of }, { test }) => someTest(of.map(test)),
  compile: ({ of }, ask, nested) => some(of.map((node) => nested.compile(node, ask))),
  describe: ({ of }, nested) =>
    of.length === 0 ? 'nobody' : `(${of.map((node) => nested.describe(node)).join(' or ')})`,
};

function someTest(tests: readonly PersonTest[]): PersonTest {
  const [first, ...others] = tests;
  if (first === undefined) return () => false;
  if (others.length === 0) return first;
  const rest = someTest(others);
  return (person) => first(person) || rest(person);
}
