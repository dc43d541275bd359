import chunk from 'lodash-es/chunk.js';
import memoize from 'lodash-es/memoize.js';
import { countedLogins, countedMerges, type Directory, directory } from '../identity/directory.js';
import type { Contact } from '../model/contact.js';
import type { Delivery } from '../model/delivery.js';
import type { Event } from '../model/event.js';
import type { Permission } from '../model/permission.js';
import type { Profile } from '../model/profile.js';
import type { Purchase } from '../model/purchase.js';
import type { Basis } from '../model/reasons.js';
import type { Records } from '../model/records.js';
import { compareUtf8 } from '../model/text.js';
import type { PersonView } from '../segments/condition.js';
import { type FieldValue, profileValue } from '../segments/profile-field.js';
import { requireRates } from '../segments/require-rates.js';
import { membersAmong } from '../segments/segment.js';
import { decider } from '../suppression/decide.js';
import { reasonsOf } from '../suppression/mask.js';
import { reasonTable } from '../suppression/policy.js';
import { type ReferenceViews, referenceViews } from '../suppression/reference-view.js';
import { type Allocatable, type Allocation, allocate } from './allocation/allocate.js';
import type { Campaign } from './campaign.js';
import { candidatesOf, readsPostal } from './candidates.js';
import { type ClearedList, makeClearedList } from './cleared-list.js';
import { decisionRequest } from './decision-request.js';
import type { RunDefinition } from './engine.js';
import { rowPersons } from './event-persons.js';
import { knownRows, latestRecords, type RowPersons } from './latest-rows.js';
import { rowCells } from './list-values.js';
import {
  type DecidedCandidate,
  decideCandidates,
  type PersonDecision,
  personDecision,
  withheldFrom,
} from './person-decision.js';
import { proofCampaign } from './proof.js';
import { renderedRow, type Withheld } from './render-reference.js';
import { listCounts, type Tally } from './tally.js';

/**
 * The reference run: what a run means, in memory, one person after the other. It is the specification of every
 * engine, the engine of pipelines, and the judge when two engines disagree.
 */
export function referenceRun(run: RunDefinition, records: Records): readonly ClearedList[] {
  const population = populationOf(run, records);
  const decided = run.campaigns.map((campaign) => decideCampaign(run, campaign, population));
  const allocations = allocate(decided.map(allocatable), run.allocation);
  return decided.map((one, i) =>
    allocatedList(run, one, allocations[i] as Allocation, {
      proof: proofList(run, proofCampaign(one.campaign), population),
    }),
  );
}

/** Proof recipients are shared out among nobody: only one of those who share an address gets a copy. */
function proofList(
  run: RunDefinition,
  campaign: Campaign | undefined,
  population: Population,
): ClearedList | undefined {
  if (campaign === undefined) return undefined;
  const decided = decideCampaign(run, campaign, population);
  const [allocation] = allocate([allocatable(decided)], undefined);
  return allocatedList(run, decided, allocation as Allocation, { isProof: true });
}

const allocatable = ({ campaign, decisions, profiles }: DecidedCampaign): Allocatable => ({
  campaign,
  cleared: decisions.filter(({ mask }) => mask === 0n),
  value: (personId, field) => fieldOf(profiles, personId, field),
});

/** Everybody with their behaviour, in the order of their ids. */
export interface Population {
  readonly directory: (fallbackCountry: string | undefined) => Directory;
  readonly persons: (within: Directory) => readonly PersonView[];
  /** What speaks for and against them; with refusal registers, or without. */
  readonly views: (fallbackCountry: string | undefined, registers: boolean) => ReferenceViews;
}

/** The records that count, and whose they are. */
interface KnownRecords {
  readonly records: Records;
  readonly owners: RowPersons;
}

export function populationOf(run: RunDefinition, records: Records): Population {
  const merges = countedMerges(records.identity_link ?? [], run.asOf, !run.replay);
  const postal = run.campaigns.some(({ channel }) => readsPostal(channel));
  const logins = countedLogins(records.identity_link ?? [], run.asOf, !run.replay);
  const counting = { asOf: run.asOf, laterRefusalsCount: !run.replay };
  // Each of them is worked out once for all campaigns of a run.
  const known = memoize((within: Directory): KnownRecords => {
    const owners = rowPersons(run, records, within);
    return { owners, records: latestRecords(run, records, owners) };
  });
  const directoryOf = memoize((country: string | undefined) =>
    directory(records.profile ?? [], merges, country, { logins, postal }),
  );
  return {
    directory: directoryOf,
    persons: memoize((within) => personViews(within, run, known(within))),
    views: memoize(
      (fallbackCountry, registers) => {
        const within = directoryOf(fallbackCountry);
        const { records: counted, owners } = known(within);
        const reading = { fallbackCountry, keys: run.keys, registers, eventPerson: owners.event };
        return referenceViews(counted, within, counting, reading);
      },
      (fallbackCountry, registers) => `${registers} ${fallbackCountry ?? ''}`,
    ),
  };
}

function personViews(within: Directory, run: RunDefinition, { records, owners }: KnownRecords): readonly PersonView[] {
  const views = new Map(
    [...within.persons].map(([id, profile]) => [
      id,
      {
        profile,
        mergedIds: within.profilesOf(id).slice(1),
        purchases: [] as Purchase[],
        events: [] as Event[],
        contacts: [] as Contact[],
        deliveries: [] as Delivery[],
        permissions: [] as Permission[],
      },
    ]),
  );
  for (const purchase of records.purchase ?? [])
    views.get(within.personOf(purchase.profileId))?.purchases.push(purchase);
  for (const event of records.event ?? []) {
    const personId = owners.event(event);
    if (personId !== undefined) views.get(personId)?.events.push(event);
  }
  const named = (profileId: string | undefined) =>
    profileId === undefined ? undefined : views.get(within.personOf(profileId));
  for (const contact of records.contact ?? []) named(contact.profileId)?.contacts.push(contact);
  for (const delivery of knownRows(records.delivery ?? [], run)) named(delivery.profileId)?.deliveries.push(delivery);
  for (const permission of knownRows(records.permission ?? [], run))
    named(permission.profileId)?.permissions.push(permission);
  return [...views.values()].sort((a, b) => compareUtf8(a.profile.id, b.profile.id));
}

/** The country by which a national phone number of somebody without a country is read. */
export const phoneCountry = (run: RunDefinition, campaign: Campaign): string | undefined =>
  run.policy.assumeRequestCountryForPhone ? campaign.country : undefined;

/** A campaign decided about every member, before allocation. */
interface DecidedCampaign {
  readonly campaign: Campaign;
  readonly universe: number;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** In the order of their ids. */
  readonly decisions: readonly PersonDecision[];
  /** By person. */
  readonly withheld: ReadonlyMap<string, Withheld>;
}

function decideCampaign(run: RunDefinition, campaign: Campaign, population: Population): DecidedCampaign {
  const who = population.directory(phoneCountry(run, campaign));
  const persons = population.persons(who);
  requireRates([campaign.audience], persons, run);
  const members = membersAmong(campaign.audience, persons, run).map(({ profile }) => profile);
  const decided = decideEach(run, campaign, population, members);
  const table = reasonTable(run.policy);
  return {
    campaign,
    universe: persons.length,
    profiles: who.persons,
    decisions: decided.map((one) => personDecision(one, table)),
    withheld: new Map(decided.map((one) => [one[0]?.candidate.personId as string, withheldFrom(one)])),
  };
}

/** What the reference decides about some persons of a population. */
export const decideMembers = (
  run: RunDefinition,
  campaign: Campaign,
  population: Population,
  members: readonly Profile[],
): readonly PersonDecision[] =>
  decideEach(run, campaign, population, members).map((one) => personDecision(one, reasonTable(run.policy)));

/** The candidates of each. */
function decideEach(
  run: RunDefinition,
  campaign: Campaign,
  population: Population,
  members: readonly Profile[],
): readonly (readonly DecidedCandidate[])[] {
  const country = phoneCountry(run, campaign);
  const who = population.directory(country);
  const request = decisionRequest(campaign, run);
  const { decide, table } = decider(request, run.policy);
  const views = population.views(country, readsPostal(campaign.channel));
  return members.map((profile) => {
    const candidates = candidatesOf(profile, campaign.channel, who).map((candidate) =>
      views.view(candidate, request.controller),
    );
    return decideCandidates(candidates, { decide, table });
  });
}

function fieldOf(profiles: ReadonlyMap<string, Profile>, personId: string, field: string): FieldValue | undefined {
  return profileValue({ profile: profileOf(profiles, personId) }, field);
}

function profileOf(profiles: ReadonlyMap<string, Profile>, personId: string): Profile {
  const profile = profiles.get(personId);
  if (profile === undefined) throw new Error('a cleared person has no profile');
  return profile;
}

/** As many as an engine gives at a time, about. */
const BLOCK_ROWS = 1024;

function allocatedList(
  run: RunDefinition,
  { campaign, universe, profiles, decisions: before, withheld }: DecidedCampaign,
  allocation: Allocation,
  { proof, isProof = false }: { readonly proof?: ClearedList | undefined; readonly isProof?: boolean },
): ClearedList {
  const table = reasonTable(run.policy);
  const decisions = before.map((decision): PersonDecision => {
    const allocated = allocation.get(decision.personId);
    if (allocated === undefined) return decision;
    const { outcome, part } = allocated;
    return { ...decision, allocation: outcome, ...(part === undefined ? {} : { part }) };
  });
  const listed = (part: string | undefined): readonly (readonly PersonDecision[])[] =>
    chunk(
      decisions.filter(
        ({ allocation: outcome, part: own }) => outcome === 'listed' && (part === undefined || own === part),
      ),
      BLOCK_ROWS,
    );
  return makeClearedList({
    campaign,
    asOf: run.asOf,
    forSending: !run.replay,
    isProof,
    ...(proof === undefined ? {} : { proof }),
    counts: listCounts(tallyOf(universe, decisions, table), table, campaign),
    rows: async function* (part) {
      const cellsOf = rowCells(campaign, run.attributes, run.unsubscribe);
      for (const some of listed(part))
        yield some.map(({ personId, address }) => cellsOf(address, (_, field) => fieldOf(profiles, personId, field)));
    },
    rendered: async function* (rendering, part) {
      const country = phoneCountry(run, campaign);
      for (const some of listed(part))
        yield some.map((decision) =>
          renderedRow(
            rendering,
            decision,
            profileOf(profiles, decision.personId),
            country,
            withheld.get(decision.personId),
          ),
        );
    },
    decisions: async function* () {
      yield* decisions;
    },
    decisionsOf: async function* (personIds) {
      const asked = new Set(personIds);
      yield* decisions.filter(({ personId }) => asked.has(personId));
    },
  });
}

function tallyOf(
  universe: number,
  decisions: readonly PersonDecision[],
  table: Parameters<typeof reasonsOf>[1],
): Tally {
  const any = table.map(() => 0);
  const primary = table.map(() => 0);
  const bases: Partial<Record<Basis, number>> = {};
  const outcomes = { listed: 0, capped: 0, duplicate: 0, over_limit: 0, held_out: 0 };
  const parts: Record<string, number> = {};
  let cleared = 0;
  for (const { mask, basis, allocation, part } of decisions) {
    if (allocation !== undefined) outcomes[allocation] += 1;
    if (part !== undefined) parts[part] = (parts[part] ?? 0) + 1;
    if (basis !== undefined) bases[basis] = (bases[basis] ?? 0) + 1;
    if (mask === 0n) cleared += 1;
    const reasons = reasonsOf(mask, table);
    for (const reason of reasons) any[table.indexOf(reason)] = (any[table.indexOf(reason)] ?? 0) + 1;
    const [first] = reasons;
    if (first !== undefined) primary[table.indexOf(first)] = (primary[table.indexOf(first)] ?? 0) + 1;
  }
  return { universe, members: decisions.length, cleared, outcomes, parts, any, primary, bases };
}
