import { type Issue, throwIssues } from '../errors.js';
import type {
  ConditionKind,
  ConditionNode,
  DefinitionScope,
  EvaluationContext,
  Nested,
  PersonView,
  SegmentAsk,
  Trace,
} from './condition.js';
import { type Condition, conditionKinds } from './condition-kinds.js';
import { conditionSchema } from './condition-schema.js';
import type { Sql } from '../sql/fragment.js';

/** A named set of people, as a condition over the universe of unmerged profiles. */
export interface Segment {
  readonly id: string;
  readonly condition: Condition;
}

export const segment = (id: string, condition: Condition): Segment => ({ id, condition });

/** INVARIANT: conditions are checked against the schema before they get here, so that the kind is known. */
const kindOf = (node: ConditionNode): ConditionKind<ConditionNode> =>
  conditionKinds[node.kind as Condition['kind']] as unknown as ConditionKind<ConditionNode>;

const describer: Nested = {
  evaluate: () => false,
  trace: () => ({ says: '', holds: false }),
  compile: () => {
    throw new Error('a describer compiles nothing');
  },
  describe: (node) => kindOf(node).describe(node, describer),
};

/** Evaluates conditions for one context. */
export function evaluator(context: EvaluationContext): Nested {
  const nested: Nested = {
    evaluate: (node, person) => kindOf(node).evaluate(node, person, context, nested),
    trace: (node, person) => {
      const kind = kindOf(node);
      const parts = kind.parts(node).map((part) => nested.trace(part.node, person));
      const seen = kind.saw?.(node, person, context);
      return {
        says: kind.describe(node, nested),
        holds: nested.evaluate(node, person),
        ...(seen === undefined ? {} : { saw: seen }),
        ...(parts.length === 0 ? {} : { parts }),
      };
    },
    compile: (node, ask) => kindOf(node).compile(node, ask, nested),
    describe: describer.describe,
  };
  return nested;
}

export const isMember = (segment: Segment, person: PersonView, context: EvaluationContext): boolean =>
  evaluator(context).evaluate(segment.condition, person);

export const traceSegment = (segment: Segment, person: PersonView, context: EvaluationContext): Trace =>
  evaluator(context).trace(segment.condition, person);

/** A boolean over the universe, never null. */
export const compileSegment = (segment: Segment, ask: SegmentAsk): Sql => evaluator(ask).compile(segment.condition, ask);

export const describeSegment = (segment: Segment): string => describer.describe(segment.condition);

function everyNode(condition: ConditionNode): readonly ConditionNode[] {
  return [condition, ...kindOf(condition).parts(condition).flatMap((part) => everyNode(part.node))];
}

/** Which record kinds a segment reads. */
export const readsOf = ({ condition }: Segment): ReadonlySet<'purchase' | 'event'> =>
  new Set(everyNode(condition).flatMap((node) => kindOf(node).reads(node)));

/** Whether a segment reads more about a person than relation, controller, country or language. */
export const isTargeting = ({ condition }: Segment): boolean =>
  everyNode(condition).some((node) => kindOf(node).targets(node));

function issuesOf(node: ConditionNode, scope: DefinitionScope, at: string): readonly Issue[] {
  const kind = kindOf(node);
  return [
    ...kind.validate(node, scope, at),
    ...kind.parts(node).flatMap((part) => issuesOf(part.node, scope, `${at}.of${part.at}`)),
  ];
}

/**
 * Reads a segment's condition.
 *
 * @throws {ClearlistError} `definition-invalid` with every mistake and its path.
 */
export function readSegment(id: string, condition: unknown, scope: DefinitionScope, at = `segments.${id}`): Segment {
  const parsed = conditionSchema.safeParse(condition);
  const issues = parsed.success
    ? issuesOf(parsed.data, scope, at)
    : parsed.error.issues.map((issue) => ({ at: [at, ...issue.path].join('.'), message: issue.message }));
  throwIssues('definition-invalid', `segment "${id}"`, issues, 'Correct the definition; docs/conditions.md lists every kind.');
  return { id, condition: (parsed as { data: Condition }).data };
}
