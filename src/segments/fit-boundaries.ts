import type { Boundary } from './boundary.js';
import type { ConditionNode, EvaluationContext, PersonView } from './condition.js';
import { evaluator } from './evaluator.js';
import { kindOf } from './kind-of.js';
import { everyNode, restsOn } from './segment-graph.js';

/**
 * The context with the boundaries of every rank in some conditions, over a population.
 *
 * A rank among those who are in another rank comes after it.
 */
export function fitBoundaries<C extends EvaluationContext>(
  conditions: readonly ConditionNode[],
  persons: readonly PersonView[],
  context: C,
): C & { readonly boundaries: ReadonlyMap<string, Boundary> } {
  const boundaries = new Map<string, Boundary>(context.boundaries);
  const fitted = { ...context, boundaries };
  const nested = evaluator(fitted);
  for (const node of ranksIn(conditions, context)) {
    const key = nested.keyOf(node);
    const boundary = boundaries.has(key) ? undefined : kindOf(node).fit?.(node, persons, fitted, nested);
    if (boundary !== undefined) boundaries.set(key, boundary);
  }
  return fitted;
}

/** Every rank that some conditions rest on, those inside others first. */
export function ranksIn(
  conditions: readonly ConditionNode[],
  { uses }: Pick<EvaluationContext, 'uses'>,
): readonly ConditionNode[] {
  const found = new Set<ConditionNode>();
  const visit = (condition: ConditionNode): void => {
    // Backwards, so that what is inside a rank, or in a segment it names, comes before the rank.
    for (const node of [...everyNode(condition)].reverse()) {
      const id = kindOf(node).refersTo?.(node);
      const other = id === undefined ? undefined : restsOn(node, uses?.segments).get(id);
      if (other !== undefined && !entered.has(other)) {
        entered.add(other);
        visit(other);
      }
      if (kindOf(node).fit !== undefined) found.add(node);
    }
  };
  const entered = new Set<ConditionNode>();
  for (const condition of conditions) visit(condition);
  return [...found];
}
