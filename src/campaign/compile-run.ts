import { definitionHash } from '../identity/digest.js';
import { type IdentityTables, identityTables } from '../identity/identity-tables.js';
import { mergedStates } from '../identity/merged-states.js';
import { segmentHash } from '../segments/segment.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { compileDecision } from '../suppression/compile-decision.js';
import { SqlRuleAsk } from '../suppression/sql-ask.js';
import { allocationOrder } from './allocation/allocate.js';
import type { Claim } from './allocation/allocate-sql.js';
import { anonymousEventsSql } from './behaviour-relations.js';
import type { Campaign } from './campaign.js';
import { type CampaignQueries, campaignQueries } from './campaign-queries.js';
import { isListing } from './candidates.js';
import { candidateQuery, candidatesOn, decidedQuery, personDecisionQuery, withheldQuery } from './decision-queries.js';
import { decisionRequest } from './decision-request.js';
import type { RunDefinition } from './engine.js';
import { identitySources } from './identity-sources.js';
import { phoneCountry } from './reference-run.js';
import { type Relations, saysAnything } from './relations.js';
import { type Check, runChecks } from './run-checks.js';
import { stages } from './stages.js';
import { answersOf, memberships, membersOnly, universeOf, universeQuery } from './universe.js';
import type { AskedFit, AskedList } from './universe-columns.js';

/** A run in SQL: what to do in order is in the plan; then the checks; then each campaign's queries. */
export interface CompiledRun {
  readonly checks: readonly Check[];
  readonly campaigns: readonly CampaignQueries[];
  /** One row with the count `events` of those that count for nobody. */
  readonly anonymousEvents: Sql;
  readonly idLists: readonly AskedList[];
  readonly fits: readonly AskedFit[];
}

/**
 * The same run as `referenceRun`, for an engine that speaks SQL. Everything that two definitions share is worked
 * out once: scans, segments, identities, and decisions of campaigns that ask the same.
 */
export function compileRun(run: RunDefinition, relations: Relations, plan: PlanBuilder): CompiledRun {
  const profile = relations.profile as Sql;
  const universe = universeOf(plan, relations, run);
  const { merged, unmerged, behaviour, shared, aggregates } = universe;
  plan.at(stages.identity);
  const states = merged === undefined ? undefined : mergedStates(plan, profile, merged);
  const identities = new Map<string | undefined, IdentityTables>();
  const identityFor = (country: string | undefined): IdentityTables => {
    const known = identities.get(country) ?? identityTables(plan, identitySources(relations, run), merged, country);
    identities.set(country, known);
    return known;
  };

  const segments = distinctBy(run.campaigns, ({ audience }) => segmentHash(audience));
  const asked = memberships(
    universe,
    segments.values.map(({ audience }) => audience),
  );
  const requests = distinctBy(run.campaigns, (campaign) =>
    definitionHash([decisionRequest(campaign, run), phoneCountry(run, campaign)]),
  );
  const decisions = requests.values.map((campaign) => {
    plan.at(stages.identity);
    const identity = identityFor(phoneCountry(run, campaign));
    plan.at(stages.refusals);
    const request = decisionRequest(campaign, run);
    const rules = new SqlRuleAsk(
      plan,
      aggregates,
      {
        identity,
        rows: { ...shared, contact: relations.contact, relation: relations.relation },
        mergedStates: states,
      },
      request,
    );
    return { campaign, identity, rules, decision: compileDecision(request, run.policy, rules) };
  });

  const answers = answersOf(universe);
  const member = plan.table('member', membersOnly(universeQuery(universe, asked, answers), asked));
  plan.at(stages.decisions);
  const decided = decisions.map(({ campaign, identity, rules, decision }, i): Decided => {
    const asking = run.campaigns.filter((_, c) => requests.index[c] === i);
    const audience = [...new Set(asking.map((one) => segmentOf(one)))];
    const { channel } = campaign;
    const candidates = plan.table(
      `candidate_${i + 1}`,
      candidateQuery(member, audience, identity.identifiers, channel),
    );
    const every = decidedQuery(candidates, profile, rules.joins(answers, candidatesOn(channel, candidates)), decision);
    if (!isListing(channel)) return { decision: plan.table(`decision_${i + 1}`, personDecisionQuery(sql`(${every})`)) };
    const each = plan.table(`candidate_decision_${i + 1}`, every);
    return {
      decision: plan.table(`decision_${i + 1}`, personDecisionQuery(each)),
      withheld: plan.table(`withheld_${i + 1}`, withheldQuery(each, identity.identifiers)),
    };
  });
  function segmentOf(campaign: Campaign): string {
    return `segment_${(segments.index[run.campaigns.indexOf(campaign)] ?? 0) + 1}`;
  }
  const universeCount = sql`select count(*) as persons from ${profile} as p where ${unmerged}`;
  return {
    anonymousEvents: anonymousEventsSql(behaviour, relations.says ?? saysAnything),
    idLists: universe.columns.lists,
    fits: universe.columns.fits,
    checks: [...runChecks(profile, [...identities.values()], identitySources(relations, run)), ...universe.checks],
    campaigns: inAllocationOrder(run, (campaign, claims) => {
      const { decision, withheld } = decided[requests.index[run.campaigns.indexOf(campaign)] ?? 0] as Decided;
      return campaignQueries(run, campaign, {
        plan,
        profile,
        identifiers: relations.profile_identifier as Sql,
        withheld,
        member,
        segment: segmentOf(campaign),
        decision,
        universe: universeCount,
        claims,
      });
    }),
  };
}

interface Decided {
  readonly decision: Sql;
  /** On a channel where more than one address of a person leaves. */
  readonly withheld?: Sql;
}

/** Each campaign's queries, in the order of the run, made in the order in which the campaigns choose. */
function inAllocationOrder(
  { campaigns, allocation }: RunDefinition,
  queriesOf: (campaign: Campaign, claims: readonly Claim[]) => CampaignQueries,
): readonly CampaignQueries[] {
  const made = new Map<Campaign, CampaignQueries>();
  const claims: Claim[] = [];
  for (const { campaign } of allocationOrder(
    campaigns.map((one) => ({ campaign: one })),
    allocation,
  )) {
    const queries = queriesOf(campaign, [...claims]);
    made.set(campaign, queries);
    claims.push({ campaign, table: queries.allocated });
  }
  return campaigns.map((campaign) => made.get(campaign) as CampaignQueries);
}

/** The first of each, and for every item the place of its first. */
function distinctBy<T>(
  items: readonly T[],
  key: (item: T) => string,
): { values: readonly T[]; index: readonly number[] } {
  const places = new Map<string, number>();
  const values: T[] = [];
  const index = items.map((item) => {
    const known = places.get(key(item));
    if (known !== undefined) return known;
    places.set(key(item), values.length);
    return values.push(item) - 1;
  });
  return { values, index };
}
