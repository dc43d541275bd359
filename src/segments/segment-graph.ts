import type { Issue } from '../errors.js';
import type { ConditionNode, SegmentUses } from './condition.js';
import { kindOf } from './kind-of.js';

/** A condition and everything in it, as written; other segments are named, not entered. */
export function everyNode(condition: ConditionNode): readonly ConditionNode[] {
  return [
    condition,
    ...kindOf(condition)
      .parts(condition)
      .flatMap((part) => everyNode(part.node)),
  ];
}

/** Ids of the segments that a condition names itself. */
export const namedSegments = (condition: ConditionNode): readonly string[] => [
  ...new Set(everyNode(condition).flatMap((node) => kindOf(node).refersTo?.(node) ?? [])),
];

/** Conditions of the segments that a condition rests on, however far away, each once. */
export function restsOn(condition: ConditionNode, segments: SegmentUses['segments'] = {}): Map<string, ConditionNode> {
  const found = new Map<string, ConditionNode>();
  const visit = (node: ConditionNode): void => {
    for (const id of namedSegments(node)) {
      const other = Object.hasOwn(segments, id) ? segments[id] : undefined;
      if (other === undefined || found.has(id)) continue;
      found.set(id, other);
      visit(other);
    }
  };
  visit(condition);
  return found;
}

/** What a condition names, however far away, out of everything that may be named. */
export function usedBy(condition: ConditionNode, uses: SegmentUses | undefined): SegmentUses {
  const segments = restsOn(condition, uses?.segments);
  const lists = namedLists([condition, ...segments.values()]).flatMap((name) => {
    const list = uses?.lists !== undefined && Object.hasOwn(uses.lists, name) ? uses.lists[name] : undefined;
    return list === undefined ? [] : [[name, list] as const];
  });
  return {
    ...(segments.size === 0 ? {} : { segments: Object.fromEntries(segments) }),
    ...(lists.length === 0 ? {} : { lists: Object.fromEntries(lists) }),
  };
}

/** A way from a segment back to itself, or `undefined`: nobody can say who is in such a segment. */
export function cycleThrough(id: string, condition: ConditionNode, segments: SegmentUses['segments'] = {}): Issue[] {
  const seen = new Set<string>();
  const search = (node: ConditionNode, path: readonly string[]): readonly string[] | undefined => {
    for (const next of namedSegments(node)) {
      if (next === id) return [...path, id];
      const other = Object.hasOwn(segments, next) ? segments[next] : undefined;
      if (other === undefined || seen.has(next)) continue;
      seen.add(next);
      const found = search(other, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const path = search(condition, [id]);
  return path === undefined ? [] : [{ message: `the segment rests on itself: ${path.join(' → ')}` }];
}

/** Names of the lists in some conditions. */
export const namedLists = (conditions: readonly ConditionNode[]): readonly string[] => [
  ...new Set(
    conditions.flatMap((condition) => everyNode(condition).flatMap((node) => kindOf(node).list?.(node).name ?? [])),
  ),
];
