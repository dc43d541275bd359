import { every } from '../sql/logic.js';
import type { ConditionKind, ConditionNode, PersonTest } from './condition.js';

/** Every one of these holds; true for none. */
export interface AllNode extends ConditionNode {
  readonly kind: 'all';
  readonly of: readonly ConditionNode[];
}

export const all: ConditionKind<AllNode> = {
  kind: 'all',
  heading: () => 'all of these',
  parts: ({ of }) => of.map((node, i) => ({ at: `.of[${i}]`, node })),
  validate: () => [],
  constant: (_, parts) => (parts.includes(false) ? false : parts.every((part) => part === true) ? true : undefined),
  reads: () => [],
  targets: () => false,
  evaluate: ({ of }, person, _, nested) => of.every((node) => nested.evaluate(node, person)),
  prepare: ({ of }, { test }) => everyTest(of.map(test)),
  compile: ({ of }, ask, nested) => every(of.map((node) => nested.compile(node, ask))),
  describe: ({ of }, nested) => (of.length === 0 ? 'everybody' : of.map((node) => nested.describe(node)).join(' and ')),
};

/** Four at a time: every place where one is asked knows which one it is, and only the fourth asks for more. */
function everyTest(tests: readonly PersonTest[]): PersonTest {
  const [a, b, c, ...others] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (person) => a(person) && b(person);
  if (others.length === 0) return (person) => a(person) && b(person) && c(person);
  const rest = everyTest(others);
  return (person) => a(person) && b(person) && c(person) && rest(person);
}
