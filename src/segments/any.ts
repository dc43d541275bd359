import { anyOf } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode } from './condition.js';

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
  compile: ({ of }, ask, nested) => anyOf(of.map((node) => nested.compile(node, ask))),
  describe: ({ of }, nested) =>
    of.length === 0 ? 'nobody' : `(${of.map((node) => nested.describe(node)).join(' or ')})`,
};
