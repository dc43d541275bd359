import once from 'lodash-es/once.js';
import * as z from 'zod';
import type { Instant } from '../model/instant.js';
import { isTrue, type Sql, sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode, EvaluationContext, PersonView, SegmentAsk } from './condition.js';
import { type Chain, chainEnds, describeChain, lastOf, linksOf, sameFields, validateChain } from './sequence-chain.js';
import { chainEndsSql, linksSql } from './sequence-sql.js';
import { kindsOf, type Step, stepSchema, stepSql } from './sequence-steps.js';
import { resolveWindow, windowSchema } from './window.js';

/** A person does one thing and then another, and then perhaps a third; {@link Chain} says what "then" means. */
export interface SequenceNode extends ConditionNode, Chain {
  readonly kind: 'sequence';
}

/** The fields that make a chain, for whatever condition has one. */
export const chainFields = once(() => ({
  within: z.string().optional(),
  maxGap: z.string().optional(),
  same: z.enum(sameFields).optional(),
  ties: z.literal('allow').optional(),
  in: windowSchema(),
}));

export const sequenceSchema = once(() =>
  z.strictObject({
    kind: z.literal('sequence'),
    steps: z.array(stepSchema()).min(2),
    ...chainFields(),
  }),
);

/** Two steps that nothing else holds together: the earliest first one and the latest second one tell everything. */
const isPlain = ({ steps, within, maxGap, same, ties }: Chain): boolean =>
  steps.length === 2 && within === undefined && maxGap === undefined && same === undefined && ties === undefined;

function compilePlain(node: SequenceNode, ask: SegmentAsk): Sql {
  const { from, to } = resolveWindow(node.in, ask);
  const instant = (step: Step | undefined, which: Sql): Sql => {
    const relation = step === undefined ? undefined : ask.relation(step.over, { from, to, where: [stepSql(step)] });
    if (step === undefined || relation === undefined) return sql`cast(null as bigint)`;
    const counted = sql`occurred_at >= ${from} and occurred_at < ${to} and ${stepSql(step)}`;
    return ask.aggregate({ relation, aggregate: sql`${which} filter (where ${counted})` });
  };
  return isTrue(
    sql`${instant(node.steps[0], sql`min(occurred_at)`)} < ${instant(node.steps[1], sql`max(occurred_at)`)}`,
  );
}

function compile(node: SequenceNode, ask: SegmentAsk): Sql {
  if (isPlain(node)) return compilePlain(node, ask);
  const links = linksSql(node, node.steps, resolveWindow(node.in, ask), ask);
  if (links === undefined) return sql`false`;
  const relation = ask.plan.view(
    'sequence',
    sql`select person_id from (${chainEndsSql(node, links, ask)}) as l where ends`,
  );
  return isTrue(sql`${ask.aggregate({ relation, aggregate: sql`count(*)` })} > 0`);
}

const ends = (node: SequenceNode, person: PersonView, context: EvaluationContext): readonly Instant[] =>
  linksOf(node, person, resolveWindow(node.in, context)).flatMap((links) =>
    chainEnds(node, links, context).flatMap((end, i) => (end ? (links[i]?.at ?? []) : [])),
  );

export const sequence: ConditionKind<SequenceNode> = {
  kind: 'sequence',
  parts: () => [],
  validate: (node, _, at) => validateChain(node, [], at),
  reads: ({ steps }) => kindsOf(steps),
  targets: () => true,
  evaluate: (node, person, context) => ends(node, person, context).length > 0,
  saw: (node, person, context) => lastOf(ends(node, person, context)),
  compile,
  describe: describeChain,
};
