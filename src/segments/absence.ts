import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Instant } from '../model/instant.js';
import { isTrue, type Sql, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import { chainFields } from './sequence.js';
import { type Chain, chainEnds, describeChain, forward, lastOf, linksOf, validateChain } from './sequence-chain.js';
import { chainEndsSql, linksSql, nextSql } from './sequence-sql.js';
import { describeStep, isStep, kindsOf, type Step, stepSchema, validateStep } from './sequence-steps.js';
import { shifted, shiftedSql } from './sequence-time.js';
import { type Interval, resolveWindow } from './window.js';
import { describeDuration } from './windows/duration.js';
import { validateDuration } from './windows/rolling.js';

/**
 * A person does something, or several things one after the other, and then does not do something else for a while.
 *
 * Holds where one such end of the steps has nothing of the other after it, up to and with the end of `for`. An end
 * whose time is not over by as-of does not count yet, unless `open` includes it: nobody has abandoned a cart of five
 * minutes ago. The steps lie in the window, what comes after them need not.
 */
export interface AbsenceNode extends ConditionNode, Chain {
  readonly kind: 'absence';
  readonly not: Step;
  /** How long after the last step; an ISO 8601 duration of calendar or of elapsed units. */
  readonly for: string;
  readonly open?: 'include';
}

export const absenceSchema = once(() =>
  z.strictObject({
    kind: z.literal('absence'),
    steps: z.array(stepSchema()).min(1),
    not: stepSchema(),
    for: z.string(),
    open: z.literal('include').optional(),
    ...chainFields(),
  }),
);

/** From the first instant a step can be at, up to as-of. */
const seen = (node: AbsenceNode, context: EvaluationContext): Interval => ({
  from: resolveWindow(node.in, context).from,
  to: context.asOf,
});

/** When the steps ended with nothing of the other after them, in order within what must be the same. */
const lonelyEnds = (node: AbsenceNode, person: PersonView, context: EvaluationContext): readonly Instant[] =>
  linksOf(node, person, seen(node, context)).flatMap((links) => {
    const ends = chainEnds(node, links, context);
    const others = links.filter(({ over, row }) => isStep(node.not, over, row));
    return links.flatMap(({ at, place }, i) => {
      if (ends[i] !== true) return [];
      const until = shifted(at, forward(node.for), context.zone);
      const followed = others.some((other) => other.place > place && other.at <= until);
      return !followed && (until <= context.asOf || node.open === 'include') ? [at] : [];
    });
  });

function compile(node: AbsenceNode, ask: SegmentAsk): Sql {
  const links = linksSql(node, [...node.steps, node.not], seen(node, ask), ask);
  if (links === undefined) return sql`false`;
  const ends = chainEndsSql(node, nextSql(node, links, node.steps.length), ask);
  const until = shiftedSql(sql`select * from (${ends}) as l where ends`, 'moment', forward(node.for), 'over_at', ask);
  const over = node.open === 'include' ? sql`true` : sql`over_at <= ${ask.asOf}`;
  const relation = ask.plan.view(
    'absence',
    sql`select person_id from (${until}) as l where ${over} and (next_at is null or next_at > over_at)`,
  );
  return isTrue(sql`${ask.aggregate({ relation, aggregate: sql`count(*)` })} > 0`);
}

export const absence: ConditionKind<AbsenceNode> = {
  kind: 'absence',
  parts: () => [],
  validate: (node, _, at) => [
    ...validateChain(node, [node.not], at),
    ...validateStep(node.not, `${at}.not`),
    ...validateDuration(node.for, `${at}.for`),
  ],
  reads: ({ steps, not }) => kindsOf([...steps, not]),
  targets: () => true,
  evaluate: (node, person, context) => lonelyEnds(node, person, context).length > 0,
  saw: (node, person, context) => lastOf(lonelyEnds(node, person, context)),
  compile,
  describe: (node) =>
    `${describeChain(node)}, then not ${describeStep(node.not)} for ${describeDuration(node.for)}${node.open === 'include' ? ' so far' : ''}`,
};
