import * as z from 'zod';
import type { Issue } from '../errors.js';
import { readPercent } from '../identity/share.js';
import { allOf, anyOf, call, inList, isTrue, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { type Boundary, fitBoundary, isWithin, type RankShare, scoreOf, WHOLE_PERCENT } from './boundary.js';
import type { ConditionKind, ConditionNode, EvaluationContext, Nested, PersonView, SegmentAsk } from './condition.js';
import { type RankBy, rankBySchema, rankTwin } from './rank-value.js';

/**
 * A person’s place among everybody: the best so many, the best so many per cent, or a score by quantiles.
 *
 * The population is looked at first and gives boundaries, which are frozen into the run; a person is then held against
 * them. Who has no value, or is not among whom the rank asks, is not ranked: never in it, and not counted.
 */
export interface RankNode extends ConditionNode {
  readonly kind: 'rank';
  readonly by: RankBy;
  /** Who is ranked; everybody where it is not given. */
  readonly among?: ConditionNode;
  /** Which values are best. */
  readonly order: 'highest' | 'lowest';
  /** So many persons. */
  readonly top?: number;
  /** So many per cent of those ranked, rounded half up to whole persons. */
  readonly percent?: number;
  /** What happens to those who share the last value taken; they are all included where it is not given. */
  readonly ties?: 'include' | 'break_by_id';
  /** Scores from 1 (worst) to `of` (best), by the values that divide those ranked into as many parts. */
  readonly score?: { readonly of: number; readonly in: readonly number[] };
}

export const rankSchema = (condition: z.ZodType) =>
  z.strictObject({
    kind: z.literal('rank'),
    by: rankBySchema(),
    among: condition.optional(),
    order: z.enum(['highest', 'lowest']),
    top: z.int().min(1).optional(),
    percent: z.number().optional(),
    ties: z.enum(['include', 'break_by_id']).optional(),
    score: z.strictObject({ of: z.int().min(2).max(100), in: z.array(z.int().min(1)).min(1) }).optional(),
  });

/** `undefined` for scores. */
function shareOf({ top, percent }: RankNode): RankShare | undefined {
  if (top !== undefined) return { top };
  const millionths = percent === undefined ? undefined : readPercent(percent);
  return millionths === undefined ? undefined : { percent: millionths };
}

function validate(node: RankNode, at: string): readonly Issue[] {
  const { top, percent, score, ties } = node;
  const issues: Issue[] = [];
  if ([top, percent, score].filter((one) => one !== undefined).length !== 1) {
    issues.push({ at, message: 'a rank takes top, percent or score, one of the three' });
  }
  if (percent !== undefined && readPercent(percent) === undefined) {
    issues.push({ at: `${at}.percent`, message: 'is no percentage above 0, to 100, with at most six decimals' });
  }
  if (score !== undefined) {
    if (ties !== undefined) issues.push({ at: `${at}.ties`, message: 'equal values always share a score' });
    const above = score.in.filter((one) => one > score.of);
    if (above.length > 0) issues.push({ at: `${at}.score.in`, message: `there are scores from 1 to ${score.of} only` });
  }
  return issues;
}

/** Somebody’s value, if they are ranked. */
function rankedValue(node: RankNode, person: PersonView, context: EvaluationContext, nested: Nested) {
  if (node.among !== undefined && !nested.evaluate(node.among, person)) return undefined;
  return rankTwin(node.by).evaluate(person, context);
}

/** The boundaries over a population. */
const fitRank = (
  node: RankNode,
  persons: readonly PersonView[],
  context: EvaluationContext,
  nested: Nested,
): Boundary =>
  fitBoundary(
    node,
    shareOf(node),
    persons.flatMap((person) => {
      const value = rankedValue(node, person, context, nested);
      return value === undefined ? [] : [{ id: person.profile.id, value }];
    }),
  );

/** The same in SQL: one row of `ranked`, `taken`, `cut_1` … and `cut_id`, from a relation with `value` and `among`. */
function fitQuery(node: RankNode, everybody: Sql, value: Sql, among: Sql): Sql {
  const ranked = sql`(select person_id, ${value} as v from ${everybody} as u where ${among} and ${value} is not null)`;
  const [bestFirst, worstFirst] = node.order === 'highest' ? [sql`v desc`, sql`v`] : [sql`v`, sql`v desc`];
  if (node.score !== undefined) {
    const { of } = node.score;
    const cuts = Array.from({ length: of - 1 }, (_, i) => {
      const place = call('floor_divide', sql`${i + 1} * total + ${of - 1}`, literal(of));
      return sql`max(v) filter (where place = ${place}) as ${name(`cut_${i + 1}`)}`;
    });
    const placed = sql`select v, row_number() over (order by ${worstFirst}, person_id) as place, count(*) over () as total from ${ranked} as r`;
    return sql`select count(*) as ranked, ${join(cuts, ', ')} from (${placed}) as r`;
  }
  const share = shareOf(node);
  const taken =
    share?.top === undefined
      ? call(
          'floor_divide',
          sql`2 * count(*) * ${share?.percent ?? 0n} + ${WHOLE_PERCENT}`,
          literal(2n * WHOLE_PERCENT),
        )
      : sql`${share.top}`;
  const counted = sql`(select count(*) as ranked, ${taken} as taken from ${ranked} as r)`;
  const last = node.ties === 'break_by_id' ? sql`, p.person_id as cut_id` : sql``;
  const placed = sql`(select v, person_id, row_number() over (order by ${bestFirst}, person_id) as place from ${ranked} as r)`;
  return sql`select n.ranked, n.taken, p.v as cut_1${last} from ${counted} as n left join ${placed} as p on p.place = least(n.taken, n.ranked)`;
}

function compile(node: RankNode, ask: SegmentAsk, nested: Nested): Sql {
  const key = nested.keyOf(node);
  const value = ask.shared(`${key} value`, () => rankTwin(node.by).compile(ask));
  const among = ask.shared(`${key} among`, () =>
    node.among === undefined ? sql`true` : nested.compile(node.among, ask),
  );
  const count = node.score === undefined ? 1 : node.score.of - 1;
  const columns = ['ranked', ...Array.from({ length: count }, (_, i) => `cut_${i + 1}`)];
  const top = node.score === undefined ? ['taken', ...(node.ties === 'break_by_id' ? ['cut_id'] : [])] : [];
  const fitted = ask.fitted(key, [...columns, ...top], (everybody) => fitQuery(node, everybody, value, among));
  const beats = (cut: Sql): Sql => (node.order === 'highest' ? sql`${value} > ${cut}` : sql`${value} < ${cut}`);
  if (node.score !== undefined) {
    const passed = columns.slice(1).map((column) => sql`case when ${beats(fitted(column))} then 1 else 0 end`);
    const score = sql`(1 + ${join(passed, ' + ')})`;
    return isTrue(allOf([among, sql`${value} is not null`, inList(score, node.score.in)]));
  }
  const cut = fitted('cut_1');
  const tied = node.ties === 'break_by_id' ? [ask.profile('id'), fitted('cut_id')] : [];
  const [id, last] = tied;
  const shares =
    id === undefined || last === undefined ? sql`${value} = ${cut}` : sql`(${value} = ${cut} and ${id} <= ${last})`;
  return isTrue(allOf([among, anyOf([beats(cut), shares])]));
}

export const rank: ConditionKind<RankNode> = {
  kind: 'rank',
  heading: (node) => describe(node, ''),
  parts: ({ among }) => (among === undefined ? [] : [{ at: '.among', node: among }]),
  validate: (node, scope, at) => [...validate(node, at), ...rankTwin(node.by).validate(scope, `${at}.by`)],
  reads: ({ by }) => rankTwin(by).reads,
  targets: () => true,
  fit: fitRank,
  evaluate: (node, person, context, nested) => {
    const value = rankedValue(node, person, context, nested);
    if (value === undefined) return false;
    return isWithin(node, nested.boundaryOf(node), { id: person.profile.id, value });
  },
  saw: (node, person, context, nested) => {
    const value = rankedValue(node, person, context, nested);
    if (value === undefined) return 'not ranked';
    const { show } = rankTwin(node.by);
    const { cuts, ranked } = nested.boundaryOf(node);
    const shown = cuts.map(show).join(', ');
    const score = node.score === undefined ? '' : `, score ${scoreOf(node, cuts, value)}`;
    return `${show(value)}${score}; boundaries ${shown || 'none'} of ${ranked} ranked`;
  },
  compile,
  describe: (node, nested) =>
    describe(node, node.among === undefined ? '' : ` among those who are ${nested.describe(node.among)}`),
};

function describe({ by, order, top, percent, ties, score }: RankNode, among: string): string {
  const which =
    score === undefined
      ? `the ${order} ${top ?? `${percent} %`}`
      : `score ${score.in.join(' or ')} of ${score.of}, ${order} best,`;
  return `${which} by ${rankTwin(by).words()}${among}${ties === 'break_by_id' ? ', ties by id' : ''}`;
}
