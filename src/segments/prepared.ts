import type { ConditionNode, EvaluationContext, PersonTest, Preparing } from './condition.js';
import { evaluator, segmentOf } from './evaluator.js';
import { kindOf } from './kind-of.js';

/**
 * A condition made ready for many persons: windows resolved, values read and lists opened once.
 *
 * It says what `evaluate` says. A kind without `prepare` is asked as it is.
 */
export function preparedTest(condition: ConditionNode, context: EvaluationContext): PersonTest {
  const nested = evaluator(context);
  const segments = new Map<string, PersonTest>();
  const preparing: Preparing = {
    context,
    test: (node) => {
      const { prepare, evaluate } = kindOf(node);
      return prepare?.(node, preparing) ?? ((person) => evaluate(node, person, context, nested));
    },
    testOf: (id) => {
      const known = segments.get(id) ?? preparing.test(segmentOf(context.uses?.segments ?? {}, id));
      segments.set(id, known);
      return known;
    },
  };
  return preparing.test(condition);
}
