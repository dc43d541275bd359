import chunk from 'lodash-es/chunk.js';
import groupBy from 'lodash-es/groupBy.js';
import type { AnswerTable } from '../sql/aggregates.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { compileDecision } from '../suppression/compile-decision.js';
import { type RuleRelations, SqlRuleAsk } from '../suppression/sql-ask.js';
import type { Campaign } from './campaign.js';
import { channelIdentifiers, isListing } from './candidates.js';
import {
  candidateQuery,
  candidatesOn,
  decidedColumns,
  decisionsIn,
  severalDecisionsQuery,
  severalQuery,
  situatedQuery,
  situationQuery,
  verdictQuery,
  withheldQuery,
} from './decision-queries.js';
import { decisionRequest } from './decision-request.js';
import type { RunDefinition } from './engine.js';
import { phoneCountry } from './reference-run.js';

/** Requests that one statement decides; more of them make it a statement that takes longer to plan than to run. */
const MOST_REQUESTS = 32;

/** Campaigns of one request, by the first of them, and the segments that they are for. */
export interface Asking {
  readonly campaign: Campaign;
  readonly segments: readonly string[];
}

/** What came of one request. */
export interface Decided {
  /** `(person_id, address, mask, basis)` of the members of one of its segments. */
  readonly decisions: (segment: string) => Sql;
  /** On a channel where more than one address of a person leaves. */
  readonly withheld?: Sql;
}

/** Which group a request is in, and as which of its requests. */
export interface Place {
  readonly group: number;
  readonly place: number;
}

/** Requests on one channel, whose rules are answered together. */
export interface DecisionGroup {
  /** To be called once everybody has asked, and members are known. */
  decide(plan: PlanBuilder, member: Sql, answers: readonly AnswerTable[], profile: Sql): readonly Decided[];
}

/**
 * Compiles every request. Those on one channel share their candidates, what reaches these, and all that their rules
 * have in common: one mask for each is all that twenty campaigns cost more than one.
 *
 * @param part Where the records that rules read stand.
 * @param relationsFor What a request of a campaign that reads phone numbers by a country is answered from.
 */
export function decisionGroups(
  run: RunDefinition,
  asking: readonly Asking[],
  part: PlanBuilder,
  relationsFor: (country: string | undefined) => RuleRelations,
): { readonly groups: readonly DecisionGroup[]; readonly places: readonly Place[] } {
  const together = Object.values(
    groupBy(asking, ({ campaign }) => JSON.stringify([campaign.channel, phoneCountry(run, campaign) ?? null])),
  ).flatMap((all) => chunk(all, MOST_REQUESTS));
  const groups = together.map((group) => compileGroup(run, group, part, relationsFor));
  const places = asking.map((one) => {
    const group = together.findIndex((members) => members.includes(one));
    return { group, place: together[group]?.indexOf(one) ?? 0 };
  });
  return { groups, places };
}

function compileGroup(
  run: RunDefinition,
  group: readonly Asking[],
  part: PlanBuilder,
  relationsFor: (country: string | undefined) => RuleRelations,
): DecisionGroup {
  const [first] = group;
  if (first === undefined) throw new Error('bug: nobody asks');
  const { channel } = first.campaign;
  const relations = relationsFor(phoneCountry(run, first.campaign));
  const rules = new SqlRuleAsk(part, relations, { asOf: run.asOf, laterRefusalsCount: !run.replay });
  const compiled = group.map(({ campaign }) => compileDecision(decisionRequest(campaign, run), run.policy, rules));
  const segments = [...new Set(group.flatMap((one) => one.segments))];
  const { identity } = relations;
  return {
    decide: (plan, member, answers, profile) => {
      const needed = channelIdentifiers(channel).length > 0;
      const several = needed
        ? plan.table(`several_${channel}`, severalQuery(member, segments, identity.identifiers, channel))
        : undefined;
      const held = { identifiers: identity.identifiers, several };
      const table = plan.ordered(`candidate_${channel}`, candidateQuery(member, segments, held, channel));
      const columns = decidedColumns(segments, channel);
      const { rows, words } = rules.facts(plan, answers, candidatesOn(channel, table), profile, columns);
      const facts = plan.table(`fact_${channel}`, rows);
      const situations = plan.table(`situation_${channel}`, situationQuery(facts, words));
      const decided = rules.over(sql`select * from ${situations}`);
      const verdicts = plan.table(`verdict_${channel}`, verdictQuery(decided, words, compiled));
      const candidates = plan.table(`decision_${channel}`, situatedQuery(facts, columns, words, verdicts));
      const tables = {
        candidates,
        verdicts,
        several: needed
          ? plan.table(
              `decision_several_${channel}`,
              severalDecisionsQuery(candidates, verdicts, segments, compiled.length),
            )
          : undefined,
      };
      return compiled.map((_, i) => ({
        decisions: (segment) => decisionsIn(segment, tables, i),
        ...(isListing(channel)
          ? { withheld: plan.table(`withheld_${channel}`, withheldQuery(tables, i, identity.identifiers)) }
          : {}),
      }));
    },
  };
}
