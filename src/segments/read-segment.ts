import { ClearlistError, type Issue, throwIssues } from '../errors.js';
import type { ConditionNode, DefinitionScope } from './condition.js';
import type { Condition } from './condition-kinds.js';
import { conditionSchema } from './condition-schema.js';
import { kindOf } from './kind-of.js';
import type { Segment } from './segment.js';
import { cycleThrough, usedBy } from './segment-graph.js';
import { shapeIssues } from './shape-issues.js';

/** Levels of nesting, lists included: far more than anybody writes, far fewer than a stack holds. */
const MAX_DEPTH = 100;

const HINT = 'Correct the definition; docs/segments.md shows every kind of condition.';

/**
 * Reads a segment's condition.
 *
 * @throws {ClearlistError} `definition-invalid` with every mistake and its path.
 */
export function readSegment(id: string, condition: unknown, scope: DefinitionScope, at = `segments.${id}`): Segment {
  const parsed = parse(condition, at);
  const issues = 'issues' in parsed ? parsed.issues : meaningIssues(id, parsed.condition, scope, at);
  throwIssues('definition-invalid', `segment "${id}"`, issues, HINT);
  return complete(id, (parsed as { condition: Condition }).condition, scope);
}

/** Reads segments that may refer to each other, and tells every mistake in all of them. */
export function readSegments(
  conditions: Readonly<Record<string, unknown>>,
  scope: DefinitionScope,
): { readonly segments: Readonly<Record<string, Segment>>; readonly issues: readonly Issue[] } {
  const parsed = Object.entries(conditions).map(([id, condition]) => [id, parse(condition, `segments.${id}`)] as const);
  // A segment that cannot be read is there all the same: what refers to it is not at fault.
  const known = Object.fromEntries(
    parsed.map(([id, result]) => [id, 'issues' in result ? UNREAD : result.condition] as const),
  );
  const within = { ...scope, uses: { ...scope.uses, segments: known } };
  const issues: Issue[] = [];
  const segments: Record<string, Segment> = {};
  for (const [id, result] of parsed) {
    const found = 'issues' in result ? result.issues : meaningIssues(id, result.condition, within, `segments.${id}`);
    issues.push(...found);
    if (!('issues' in result)) segments[id] = complete(id, result.condition, within);
  }
  return { segments, issues };
}

const UNREAD: Condition = { kind: 'any', of: [] };

/**
 * Holds a segment made in a program against what it may name, with every segment that it rests on.
 *
 * @throws {ClearlistError} `definition-invalid` with every mistake and its path.
 */
export function checkSegment(segment: Segment, scope: DefinitionScope, at: string): void {
  const uses = segment.uses ?? scope.uses;
  const within = uses === undefined ? scope : { ...scope, uses };
  const others = Object.entries(segment.uses?.segments ?? {}).map(([id, condition]) => ({
    id,
    condition,
    at: `${at}.uses.segments.${id}`,
  }));
  const issues = [{ ...segment, at }, ...others].flatMap((one) => {
    const parsed = parse(one.condition, one.at);
    return 'issues' in parsed ? parsed.issues : meaningIssues(one.id, parsed.condition, within, one.at);
  });
  throwIssues('definition-invalid', `segment "${segment.id}"`, issues, HINT);
}

/** A place among others needs the others. */
export const rankNeedsPopulation = (at: string): ClearlistError =>
  new ClearlistError('definition-invalid', 'the segment has a rank, and nobody to rank among is given', {
    at,
    hint: 'Give the persons among whom it ranks, or ask segmentMembers.',
  });

type Parsed = { readonly condition: Condition } | { readonly issues: readonly Issue[] };

function parse(condition: unknown, at: string): Parsed {
  if (isDeeperThan(condition, MAX_DEPTH)) {
    return { issues: [{ at, message: `is nested deeper than ${MAX_DEPTH} levels` }] };
  }
  const parsed = conditionSchema.safeParse(condition);
  if (parsed.success) return { condition: parsed.data };
  return { issues: shapeIssues(parsed.error.issues, condition, at) };
}

function isDeeperThan(value: unknown, depth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let i = 0; i <= depth; i += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

const meaningIssues = (id: string, condition: Condition, scope: DefinitionScope, at: string): readonly Issue[] => [
  ...issuesOf(condition, scope, at),
  ...cycleThrough(id, condition, scope.uses?.segments).map(({ message }) => ({ at, message })),
];

function issuesOf(node: ConditionNode, scope: DefinitionScope, at: string): readonly Issue[] {
  const kind = kindOf(node);
  return [
    ...kind.validate(node, scope, at),
    ...kind.parts(node).flatMap((part) => issuesOf(part.node, scope, `${at}${part.at}`)),
  ];
}

/** The segment with what it rests on, and no more, so that its identity is its meaning. */
function complete(id: string, condition: Condition, scope: DefinitionScope): Segment {
  const uses = usedBy(condition, scope.uses);
  return Object.keys(uses).length === 0 ? { id, condition } : { id, condition, uses };
}
