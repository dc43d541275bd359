import { definitionHash } from '../identity/digest.js';
import { total } from '../sql/logic.js';
import type { ConditionNode, EvaluationContext, Nested, PersonView, SegmentAsk } from './condition.js';
import { kindOf } from './kind-of.js';
import { usedBy } from './segment-graph.js';

/** Says conditions in words; it knows nobody and no segment. */
export const describer: Pick<Nested, 'describe'> = {
  describe: (node) => kindOf(node).describe(node, describer as Nested),
};

/** Evaluates and compiles conditions for one context. */
export function evaluator(context: EvaluationContext): Nested {
  const segments = context.uses?.segments ?? {};
  const keys = new Map<string, string>();
  const nodeKeys = new WeakMap<ConditionNode, string>();
  const answers = new WeakMap<PersonView, Map<string, boolean>>();
  const nested: Nested = {
    evaluate: (node, person) => kindOf(node).evaluate(node, person, context, nested),
    trace: (node, person) => {
      const kind = kindOf(node);
      const other = kind.refersTo === undefined ? [] : [segmentOf(segments, kind.refersTo(node))];
      const parts = [...kind.parts(node).map((part) => part.node), ...other].map((part) => nested.trace(part, person));
      const seen = kind.saw?.(node, person, context, nested);
      return {
        says: kind.heading?.(node) ?? kind.describe(node, nested),
        holds: nested.evaluate(node, person),
        ...(seen === undefined ? {} : { saw: seen }),
        ...(parts.length === 0 ? {} : { parts }),
      };
    },
    compile: (node, ask) => total(kindOf(node).compile(node, ask, nested)),
    describe: describer.describe,
    isIn: (id, person) => {
      const known = answers.get(person) ?? new Map<string, boolean>();
      answers.set(person, known);
      const holds = known.get(id) ?? nested.evaluate(segmentOf(segments, id), person);
      known.set(id, holds);
      return holds;
    },
    shared: (id, ask: SegmentAsk) => {
      const key = keys.get(id) ?? meaningHash(segmentOf(segments, id), context);
      keys.set(id, key);
      return ask.shared(key, () => nested.compile(segmentOf(segments, id), ask));
    },
    keyOf: (node) => {
      const key = nodeKeys.get(node) ?? meaningHash(node, context);
      nodeKeys.set(node, key);
      return key;
    },
    boundaryOf: (node) => {
      const boundary = context.boundaries?.get(nested.keyOf(node));
      if (boundary === undefined) throw new Error('bug: nobody looked at the population of this rank');
      return boundary;
    },
  };
  return nested;
}

/** INVARIANT: what a segment names is there when it is evaluated; `readSegment` refuses it otherwise. */
export function segmentOf(segments: Readonly<Record<string, ConditionNode>>, id: string): ConditionNode {
  const found = segments[id];
  if (found === undefined) throw new Error(`bug: no segment "${id}" in this context`);
  return found;
}

/** The identity of a condition with everything that it rests on. */
export function meaningHash(condition: ConditionNode, { uses }: Pick<EvaluationContext, 'uses'>): string {
  const { segments = {}, lists = {} } = usedBy(condition, uses);
  const hashes = Object.fromEntries(Object.entries(lists).map(([name, { sha256 }]) => [name, sha256]));
  return definitionHash([condition, segments, hashes]);
}
