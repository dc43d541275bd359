import type { Sql } from '../sql/fragment.js';
import type { ConditionNode, EvaluationContext, PersonView, SegmentAsk, SegmentUses, Trace } from './condition.js';
import type { Condition } from './condition-kinds.js';
import { describer, evaluator, meaningHash } from './evaluator.js';
import { fitBoundaries, ranksIn } from './fit-boundaries.js';
import { type IdList, idList } from './id-list.js';
import { kindOf } from './kind-of.js';
import type { FieldValue } from './profile-field.js';
import type { RankNode } from './rank.js';
import { rankTwin } from './rank-value.js';
import type { RowKind } from './row-kinds.js';
import { everyNode, restsOn, usedBy } from './segment-graph.js';

/** A named set of people, as a condition over the universe of unmerged profiles. */
export interface Segment {
  readonly id: string;
  readonly condition: Condition;
  /** What the condition names, however far away: with it the segment is complete. */
  readonly uses?: SegmentUses;
}

/** What a condition in a program refers to: segments by their ids, lists of profile ids by their names. */
export interface ReferredTo {
  readonly segments?: readonly Segment[];
  readonly lists?: Readonly<Record<string, Iterable<string>>>;
}

/** A segment for use in a program. */
export function segment(
  id: string,
  condition: Condition,
  { segments: others = [], lists = {} }: ReferredTo = {},
): Segment {
  const segments = Object.assign(
    {},
    ...others.map((other) => ({ ...other.uses?.segments, [other.id]: other.condition })),
  ) as NonNullable<SegmentUses['segments']>;
  const own = Object.entries(lists).map(([name, ids]) => [name, idList(ids)] as const);
  const known = Object.assign({}, ...others.map((other) => other.uses?.lists), Object.fromEntries(own)) as NonNullable<
    SegmentUses['lists']
  >;
  const uses = usedBy(condition, { segments, lists: known });
  return Object.keys(uses).length === 0 ? { id, condition } : { id, condition, uses };
}

const within = ({ uses }: Segment, context: EvaluationContext): EvaluationContext =>
  uses === undefined ? context : { ...context, uses };

/** Those of a population who are in a segment. */
export function membersAmong(
  segment: Segment,
  persons: readonly PersonView[],
  context: EvaluationContext,
): readonly PersonView[] {
  return persons.filter(membership(segment, fitBoundaries([segment.condition], persons, within(segment, context))));
}

/** {@link isMember} with everything prepared once. */
export function membership(segment: Segment, context: EvaluationContext): (person: PersonView) => boolean {
  const nested = evaluator(within(segment, context));
  return (person) => nested.evaluate(segment.condition, person);
}

export const isMember = (segment: Segment, person: PersonView, context: EvaluationContext): boolean =>
  membership(segment, context)(person);

export const traceSegment = (segment: Segment, person: PersonView, context: EvaluationContext): Trace =>
  evaluator(within(segment, context)).trace(segment.condition, person);

/** A boolean over the universe, never null. */
export function compileSegment(segment: Segment, ask: SegmentAsk): Sql {
  const context = within(segment, { asOf: ask.asOf, zone: ask.zone, attributes: ask.attributes });
  return evaluator(context).compile(
    segment.condition,
    segment.uses === undefined ? ask : { ...ask, uses: segment.uses },
  );
}

/** A segment in words. */
export const describeSegment = (segment: Segment): string => describer.describe(segment.condition);

/** The identity of a segment: equal for equal conditions over equal segments, whatever the order of keys. */
export const segmentHash = (segment: Segment): string => meaningHash(segment.condition, segment);

/** The condition and those of all segments that it rests on. */
export const allConditions = ({ condition, uses }: Segment): readonly ConditionNode[] => [
  condition,
  ...restsOn(condition, uses?.segments).values(),
];

/** The ranks that a segment rests on, by their keys, with their words. */
export const ranksOf = (
  segment: Segment,
): readonly { readonly key: string; readonly says: string; readonly show: (value: FieldValue) => string }[] =>
  ranksIn([segment.condition], segment).map((node) => ({
    key: meaningHash(node, segment),
    says: kindOf(node).heading?.(node) ?? '',
    show: rankTwin((node as RankNode).by).show,
  }));

/** Every condition that a segment rests on, those inside others too. */
export const everyCondition = (segment: Segment): readonly ConditionNode[] => allConditions(segment).flatMap(everyNode);

/** Every list of ids that a segment reads, as reports call it. */
export const listsOf = (segment: Segment): readonly { readonly name: string; readonly list: IdList }[] =>
  allConditions(segment).flatMap((condition) =>
    everyNode(condition).flatMap((node) => {
      const read = kindOf(node).list?.(node);
      if (read === undefined) return [];
      const list = read.name === undefined ? idList(read.ids) : segment.uses?.lists?.[read.name];
      return list === undefined ? [] : [{ name: read.says, list }];
    }),
  );

/** Which record kinds a segment reads. */
export const readsOf = (segment: Segment): ReadonlySet<RowKind> =>
  new Set(allConditions(segment).flatMap((node) => everyNode(node).flatMap((one) => kindOf(one).reads(one))));

/** Whether a segment reads more about a person than relation, controller, country or language. */
export const isTargeting = (segment: Segment): boolean =>
  allConditions(segment).some((node) => everyNode(node).some((one) => kindOf(one).targets(one)));
