import { mergedTable } from '../identity/identity-tables.js';
import type { SegmentAsk } from '../segments/condition.js';
import { compileSegment, type Segment } from '../segments/segment.js';
import { Aggregates } from '../sql/aggregates.js';
import { anyOf, FALSE, join, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import {
  type BehaviourRelations,
  behaviourRelations,
  ofEveryKind,
  type SharedBehaviour,
  settleRows,
  sharedBehaviour,
} from './behaviour-relations.js';
import type { SegmentRun } from './engine.js';
import { knownRelation, latestRelation } from './latest-rows.js';
import { type Relations, saysAnything } from './relations.js';
import type { Check } from './run-checks.js';
import { segmentAsk } from './segment-ask.js';
import { stages } from './stages.js';
import { UniverseColumns } from './universe-columns.js';

/** Everybody who can be a member, unmerged profiles with the behaviour of whom they absorbed, in SQL. */
export interface Universe {
  readonly plan: PlanBuilder;
  readonly profile: Sql;
  readonly merged: Sql | undefined;
  /** Whether the profile `p` was not merged into another. */
  readonly unmerged: Sql;
  /** All of it, for whoever counts what is nobody's. */
  readonly behaviour: BehaviourRelations;
  /** What segments read of it, once. */
  readonly shared: SharedBehaviour;
  readonly aggregates: Aggregates;
  /** What segments asked for about a person. */
  readonly columns: UniverseColumns;
  readonly ask: SegmentAsk;
  /** What segments found must not be there; complete once everything has been asked. */
  readonly checks: readonly Check[];
}

/** @param share How behaviour is read; anything but its default reads more than it needs. */
export function universeOf(
  plan: PlanBuilder,
  relations: Relations,
  run: SegmentRun,
  share: typeof sharedBehaviour = sharedBehaviour,
): Universe {
  const { identity_link: links, says = saysAnything, moments = [], packed = new Set() } = relations;
  plan.at(stages.behaviour);
  const merged = links === undefined ? undefined : mergedTable(plan, links, run.asOf, !run.replay);
  const every = behaviourRelations(plan, { ...ofEveryKind((kind) => relations[kind]), links, merged }, run);
  const behaviour = ofEveryKind((kind): Sql | undefined => {
    const rows = every[kind];
    if (rows === undefined) return undefined;
    return kind === 'purchase' || kind === 'event'
      ? latestRelation(plan, kind, rows, { says, moments }, run)
      : knownRelation(plan, kind, rows, says, run);
  });
  const aggregates = new Aggregates();
  const profile = relations.profile as Sql;
  const columns = new UniverseColumns(plan, profile, merged);
  const shared = share(plan, behaviour, { says, asOf: run.asOf, moments, packed });
  const checks: Check[] = [];
  return {
    plan,
    profile,
    merged,
    unmerged:
      merged === undefined ? sql`true` : sql`not exists (select 1 from ${merged} as m where m.profile_id = p.id)`,
    behaviour,
    shared,
    aggregates,
    columns,
    ask: segmentAsk(plan, aggregates, columns, { shared, profile, says, checks }, run),
    checks,
  };
}

/** One column of members for each segment: what the segment says, over the answers that it asked for. */
export interface Membership {
  readonly column: string;
  readonly holds: Sql;
}

export const memberships = ({ ask }: Universe, segments: readonly Segment[]): readonly Membership[] =>
  segments.map((segment, i) => ({ column: `segment_${i + 1}`, holds: compileSegment(segment, ask) }));

/**
 * `person_id` and each membership, for everybody of the universe. To be called when everything has been asked: it is
 * then known which rows and columns of behaviour are read, and what of the answers.
 */
export function universeQuery(
  { plan, unmerged, columns, aggregates, shared }: Universe,
  asked: readonly Membership[],
): Sql {
  const narrowed = columns.narrowed(asked.map(({ holds }) => holds));
  const answers = aggregates.build(plan, stages.behaviour, narrowed.tables);
  plan.at(stages.members);
  settleRows(shared);
  const everybody = columns.build(unmerged, answers, narrowed);
  const held = asked.map(({ column }, i) => sql`, ${narrowed.conditions[i] ?? FALSE} as ${name(column)}`);
  return sql`select person_id${join(held, '')} from ${everybody} as u`;
}

/** The rows of {@link universeQuery} that are in one segment at least. */
export const membersOnly = (universe: Sql, asked: readonly Membership[]): Sql =>
  sql`select * from (${universe}) as u where ${anyOf(asked.map(({ column }) => name(column)))}`;

/** Segments on their own, without campaign: who is in which, as {@link universeQuery} has it. */
export function compileSegments(
  plan: PlanBuilder,
  relations: Relations,
  run: SegmentRun,
  segments: readonly Segment[],
): Sql {
  const universe = universeOf(plan, relations, run);
  const asked = memberships(universe, segments);
  return universeQuery(universe, asked);
}
