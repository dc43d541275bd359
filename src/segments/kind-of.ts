import type { ConditionKind, ConditionNode } from './condition.js';
import { type Condition, conditionKinds } from './condition-kinds.js';

/** INVARIANT: conditions are checked against the schema before they get here, so that the kind is known. */
export const kindOf = (node: ConditionNode): ConditionKind<ConditionNode> =>
  conditionKinds[node.kind as Condition['kind']] as unknown as ConditionKind<ConditionNode>;
