import once from 'lodash-es/once.js';
import * as z from 'zod';
import { ALWAYS, formatInstant } from '../model/instant.js';
import { FALSE, isTrue, type Sql, sql } from '../sql/fragment.js';
import { every } from '../sql/logic.js';
import { aggregate, compileIn, describeIn, holdsIn, sawIn } from './aggregate.js';
import { aggregateSchema, type Measuring } from './aggregate-node.js';
import {
  type AroundAnchor,
  anchorReads,
  anchorSchema,
  aroundAnchor,
  aroundAnchorSql,
  describeAround,
  validateAnchor,
} from './anchors.js';
import type { ConditionKind, ConditionNode, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import { countedUntil } from './row-kinds.js';
import { ever, type Interval } from './window.js';

/**
 * A measure over the rows around a moment of the person's own, against a value: fuel in the thirty days after joining,
 * nothing in the week after the first wash.
 *
 * Who has no such moment is no member, whatever the measure. What comes at as-of or later does not count; with
 * `matured`, neither does anybody whose time is not over by then.
 */
export interface AnchoredNode extends ConditionNode, Measuring, AroundAnchor {
  readonly kind: 'anchored';
  readonly matured?: true;
}

export const anchoredSchema = once(() =>
  z.strictObject({
    ...aggregateSchema().omit({ kind: true, in: true }).shape,
    kind: z.literal('anchored'),
    anchor: anchorSchema(),
    from: z.string(),
    to: z.string(),
    matured: z.literal(true).optional(),
  }),
);

/** The time that counts for a person; `undefined` for who has none. */
function timeOf(node: AnchoredNode, person: PersonView, context: EvaluationContext): Interval | undefined {
  const around = aroundAnchor(node, person, context);
  if (around === undefined || (node.matured === true && around.to > context.asOf)) return undefined;
  return { from: around.from, to: Math.min(around.to, countedUntil(node.over, context.asOf)) };
}

function compile(node: AnchoredNode, ask: SegmentAsk): Sql {
  const anchors = aroundAnchorSql(node, ask);
  if (anchors === undefined) return FALSE;
  const until = countedUntil(node.over, ask.asOf);
  const holds = compileIn(node, ask, {
    widest: { from: ALWAYS, to: until },
    from: sql`anchor_from`,
    to: sql`least(anchor_to, ${until})`,
    rows: (relation) =>
      ask.plan.view(
        `${node.over}_anchored`,
        sql`select b.*, a.anchor_from, a.anchor_to from ${relation} as b join ${anchors} as a on a.person_id = b.person_id`,
      ),
  });
  const end = ask.aggregate({ relation: anchors, aggregate: sql`max(anchor_to)` });
  const has = node.matured === true ? isTrue(sql`${end} <= ${ask.asOf}`) : sql`(${end} is not null)`;
  return every([has, holds]);
}

export const anchored: ConditionKind<AnchoredNode> = {
  kind: 'anchored',
  parts: () => [],
  validate: (node, scope, at) => [
    ...validateAnchor(node, scope, at),
    ...aggregate.validate({ ...node, kind: 'aggregate', in: ever }, scope, at),
  ],
  reads: ({ over, anchor }) => [...new Set([over, ...anchorReads(anchor)])],
  targets: () => true,
  evaluate: (node, person, context) => {
    const time = timeOf(node, person, context);
    return time !== undefined && holdsIn(node, person, context, time);
  },
  saw: (node, person, context) => {
    const time = timeOf(node, person, context);
    return time === undefined
      ? 'no such time, or it is not over'
      : `${sawIn(node, person, context, time)} from ${formatInstant(time.from)} to ${formatInstant(time.to)}`;
  },
  compile,
  describe: (node) => `${describeIn(node, describeAround(node))}${node.matured === true ? ', once that is over' : ''}`,
};
