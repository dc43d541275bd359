import type { ConditionNode, SegmentUses } from './condition.js';
import { kindOf } from './kind-of.js';

/** What a condition says of everybody alike, whatever the data; `undefined` where data decides. */
export function constantOf(node: ConditionNode, segments: SegmentUses['segments']): boolean | undefined {
  const known = new Map<string, boolean | undefined>();
  const constant = (one: ConditionNode): boolean | undefined => {
    const kind = kindOf(one);
    const id = kind.refersTo?.(one);
    if (id !== undefined) {
      const other = segments?.[id];
      if (!known.has(id)) known.set(id, other === undefined ? undefined : constant(other));
      return known.get(id);
    }
    return kind.constant?.(
      one,
      kind.parts(one).map((part) => constant(part.node)),
    );
  };
  return constant(node);
}
