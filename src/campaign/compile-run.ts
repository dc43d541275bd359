import memoize from 'lodash-es/memoize.js';
import { definitionHash } from '../identity/digest.js';
import { type IdentityTables, identityTables } from '../identity/identity-tables.js';
import { mergedStates } from '../identity/merged-states.js';
import { EARLIEST, type Instant } from '../model/instant.js';
import { type RowKind, rowKindNames } from '../segments/row-kinds.js';
import { segmentHash } from '../segments/segment.js';
import { Aggregates } from '../sql/aggregates.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import { isOneOf } from '../sql/one-of.js';
import type { PlanBuilder } from '../sql/plan.js';
import { RuleScans } from '../suppression/rule-scans.js';
import type { RuleRelations } from '../suppression/sql-ask.js';
import { awaySql } from './about-person.js';
import { allocationOrder } from './allocation/allocate.js';
import type { Claim } from './allocation/allocate-sql.js';
import {
  anonymousEventsSql,
  type BehaviourRelations,
  ofEveryKind,
  type SharedBehaviour,
  settleRows,
  sharedBehaviour,
} from './behaviour-relations.js';
import type { Campaign } from './campaign.js';
import { type CampaignQueries, campaignQueries } from './campaign-queries.js';
import { concernedQuery, sourcesAmong } from './concerned.js';
import { type Asking, type Decided, decisionGroups, type Place } from './decision-groups.js';
import { decisionRequest } from './decision-request.js';
import type { RunDefinition } from './engine.js';
import { identitySources } from './identity-sources.js';
import { proofCampaign } from './proof.js';
import { phoneCountry } from './reference-run.js';
import { relatedRelations } from './related-relations.js';
import { type Relations, saysAnything } from './relations.js';
import { type Check, runChecks } from './run-checks.js';
import { stages } from './stages.js';
import { memberships, membersOnly, universeOf, universeQuery } from './universe.js';
import type { AskedFit, AskedList } from './universe-columns.js';

/** A run in SQL: what to do in order is in the plan; then the checks; then each campaign's queries. */
export interface CompiledRun {
  readonly checks: readonly Check[];
  readonly campaigns: readonly CampaignQueries[];
  /** One row with the count `persons` of everybody who could be a member. */
  readonly universe: Sql;
  /** Who is who among those who can matter, by the reading of one country. */
  readonly identityOf: (country: string | undefined) => IdentityTables;
  /** The records of those who can matter, by any reading. */
  readonly related: Relations;
  /** One row with the count `events` of those that count for nobody. */
  readonly anonymousEvents: Sql;
  readonly idLists: readonly AskedList[];
  readonly fits: readonly AskedFit[];
  /** From where on anything looks at rows of a kind; absent where something looks at all of them, or nothing at any. */
  readonly since: Readonly<Partial<Record<RowKind, Instant>>>;
}

/**
 * The same run as `referenceRun`, for an engine that speaks SQL. Everything that two definitions share is worked
 * out once: scans, segments, identities, and decisions of campaigns that ask the same.
 *
 * Members come first, of behaviour alone; addresses are then read of those only who can matter to them.
 */
export function compileRun(run: RunDefinition, relations: Relations, plan: PlanBuilder): CompiledRun {
  const profile = relations.profile as Sql;
  const universe = universeOf(plan, relations, run);
  const { merged, unmerged, behaviour } = universe;
  plan.at(stages.identity);
  const states = merged === undefined ? undefined : mergedStates(plan, profile, merged);
  const part = plan.later().at(stages.members);
  const lateMember = part.late('member');
  const member = name(lateMember.table);
  part.at(stages.identity);
  const concerned = part.late('concerned');
  part.at(stages.refusals);
  // Rules are asked about members only, who are few where what they did is much.
  const { says = saysAnything, moments = [], packed = new Set() } = relations;
  const shared = sharedBehaviour(part, behaviourOf(member, behaviour), { says, asOf: run.asOf, moments, packed });
  const aggregates = new Aggregates('asked');
  const sources = identitySources(relations, run);
  const proofs = new Map(run.campaigns.map((campaign) => [campaign, proofCampaign(campaign)]));
  const decidedAbout = [...run.campaigns, ...[...proofs.values()].filter((proof) => proof !== undefined)];
  const watched = (run.audit?.always ?? []).map((id) => sql`select ${awaySql(merged, sql`${id}`)} as person_id`);
  const persons = [sql`select person_id from ${member}`, ...watched];
  const about = decidedAbout.map(({ audience }) => segmentHash(audience));
  const among = { concerned: name(concerned.table), asked: persons, about };
  const identityOf = memoize((country: string | undefined): IdentityTables => {
    part.at(stages.identity);
    return identityTables(part, sourcesAmong(part, sources, relations, among), merged, country);
  });
  const countries = [...new Set(decidedAbout.map((campaign) => phoneCountry(run, campaign)))];
  const related = relatedRelations(part, relations, countries.map(identityOf));
  const relationsFor = memoize((country: string | undefined): RuleRelations => {
    part.at(stages.refusals);
    return {
      identity: identityOf(country),
      rows: { ...shared, contact: related.contact, relation: related.relation },
      mergedStates: states,
      aggregates,
      scans: new RuleScans(part, merged, member),
    };
  });

  const segments = distinctBy(decidedAbout, ({ audience }) => segmentHash(audience));
  const segmentOf = (campaign: Campaign): string =>
    `segment_${(segments.index[decidedAbout.indexOf(campaign)] ?? 0) + 1}`;
  const asked = memberships(
    universe,
    segments.values.map(({ audience }) => audience),
  );
  const requests = distinctBy(decidedAbout, (campaign) =>
    definitionHash([decisionRequest(campaign, run), phoneCountry(run, campaign)]),
  );
  const asking = requests.values.map((campaign, i): Asking => {
    const same = decidedAbout.filter((_, c) => requests.index[c] === i);
    return { campaign, segments: [...new Set(same.map(segmentOf))] };
  });
  const { groups, places } = decisionGroups(run, asking, part, relationsFor);

  lateMember.settle('table', membersOnly(universeQuery(universe, asked), asked));
  concerned.settle('table', concernedQuery(relations, merged, persons));
  const answers = aggregates.build(part, stages.refusals);
  settleRows(shared);
  plan.follow(part);
  plan.at(stages.decisions);
  const decided = groups.map((group) => group.decide(plan, member, answers, related.profile as Sql));
  const queriesOf = (campaign: Campaign, claims: readonly Claim[]): CampaignQueries => {
    const { group, place } = places[requests.index[decidedAbout.indexOf(campaign)] ?? 0] as Place;
    const { decisions, withheld } = (decided[group] as readonly Decided[])[place] as Decided;
    return campaignQueries(run, campaign, {
      plan,
      profile: related.profile as Sql,
      identifiers: related.profile_identifier as Sql,
      withheld,
      decisions: decisions(segmentOf(campaign)),
      claims,
    });
  };
  return {
    anonymousEvents: anonymousEventsSql(behaviour, relations.says ?? saysAnything),
    universe: sql`select count(*) as persons from ${profile} as p where ${unmerged}`,
    idLists: universe.columns.lists,
    fits: universe.columns.fits,
    identityOf,
    related,
    since: sinceOf([universe.shared, shared]),
    checks: [...runChecks(profile, countries.map(identityOf), sources), ...universe.checks],
    campaigns: inAllocationOrder(run, (campaign, claims) => {
      const proof = proofs.get(campaign);
      const queries = queriesOf(campaign, claims);
      return proof === undefined ? queries : { ...queries, proof: queriesOf(proof, []) };
    }),
  };
}

/** From where on one of those who share rows looks at them; all rows count where somebody looks at all of them. */
function sinceOf(sharing: readonly SharedBehaviour[]): CompiledRun['since'] {
  const readers = rowKindNames.map((kind) => [kind, sharing.flatMap((rows) => rows[kind] ?? [])] as const);
  return Object.fromEntries(
    readers.flatMap(([kind, read]) => {
      const from = read.flatMap((rows) => rows.from ?? []);
      const since = Math.min(...from);
      return from.length === 0 || since <= EARLIEST ? [] : [[kind, since]];
    }),
  );
}

/** Of behaviour what these persons did. */
const behaviourOf = (persons: Sql, behaviour: BehaviourRelations): BehaviourRelations =>
  ofEveryKind(
    (kind) =>
      behaviour[kind] &&
      sql`(select * from ${behaviour[kind]} where ${isOneOf(name('person_id'), persons, 'person_id')})`,
  );

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
