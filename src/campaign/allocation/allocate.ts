import groupBy from 'lodash-es/groupBy.js';
import { countOf, liesIn, placeOf, readPercent } from '../../identity/share.js';
import type { AllocationOutcome } from '../../model/reasons.js';
import { compareUtf8 } from '../../model/text.js';
import type { FieldValue } from '../../segments/profile-field.js';
import { decidedPurpose } from '../../suppression/request.js';
import type { Campaign } from '../campaign.js';
import { isListing } from '../candidates.js';
import type { PersonDecision } from '../person-decision.js';
import type { RunAllocation } from './definition.js';

/**
 * Allocation: what becomes of cleared persons. It comes after every decision, and its law is listed ⊆ cleared.
 *
 * In this order, each step among those whom the steps before it left: capped, because enough other campaigns of the
 * run have the person or the address; duplicates, because somebody who comes first has the address; over the limit;
 * held out; and the listed, in parts where the campaign is split. A hold-out is thus drawn from exactly those who
 * would be listed, and it counts as having the campaign: whoever is held out is not handed to the next one.
 */

/** What became of one cleared person in one campaign. */
export interface Allocated {
  readonly outcome: AllocationOutcome;
  /** Of a listed person, where the campaign is split. */
  readonly part?: string;
}

/** One campaign of a run, decided. */
export interface Allocatable {
  readonly campaign: Campaign;
  readonly cleared: readonly PersonDecision[];
  readonly value: (personId: string, field: string) => FieldValue | undefined;
}

export type Allocation = ReadonlyMap<string, Allocated>;

/** Campaigns in the order in which they choose; those without a priority last, as written. */
export function allocationOrder<C extends { readonly campaign: Campaign }>(
  campaigns: readonly C[],
  rules: RunAllocation | undefined,
): readonly C[] {
  if (rules?.order !== 'priority') return campaigns;
  const priority = ({ campaign }: C): number => campaign.priority ?? Number.POSITIVE_INFINITY;
  return [...campaigns].sort((a, b) => (priority(a) === priority(b) ? 0 : priority(a) - priority(b)));
}

/** Service messages neither count nor are capped. */
export const isCapped = ({ purpose, containsPromotion }: Campaign): boolean =>
  decidedPurpose({ purpose, containsPromotion }) !== 'service';

/**
 * Whether an address is listed once. A message would come twice to whoever shares it; a row of a listing is a person,
 * whom a service finds by anything that the row says. Of a listing that compares who is there with who is not, an
 * address is once all the same: another's row would bring in whoever is held out.
 */
export const isOncePerAddress = ({ channel, holdOut, split }: Campaign): boolean =>
  !isListing(channel) || holdOut !== undefined || split !== undefined;

/** What became of every cleared person in every campaign, in the order in which the campaigns are given. */
export function allocate(decided: readonly Allocatable[], rules: RunAllocation | undefined): readonly Allocation[] {
  const claims = new Claims();
  const allocations = new Map<Allocatable, Allocation>();
  for (const one of allocationOrder(decided, rules)) {
    const counted = isCapped(one.campaign);
    const full = (decision: PersonDecision): boolean =>
      counted && rules !== undefined && claims.full(decision, one.campaign.channel, rules);
    const allocation = allocateOne(one, full);
    allocations.set(one, allocation);
    if (!counted) continue;
    for (const decision of one.cleared) {
      const outcome = allocation.get(decision.personId)?.outcome;
      if (outcome === 'listed' || outcome === 'held_out') claims.add(decision, one.campaign.channel);
    }
  }
  return decided.map((one) => allocations.get(one) as Allocation);
}

/** How many campaigns have a person, and an address. */
class Claims {
  readonly #counts = new Map<string, number>();

  add(decision: PersonDecision, channel: string): void {
    for (const key of keysOf(decision)) {
      for (const where of ['', channel]) {
        const place = `${where}:${key}`;
        this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
      }
    }
  }

  full(decision: PersonDecision, channel: string, { perPerson, perChannel }: RunAllocation): boolean {
    return keysOf(decision).some(
      (key) =>
        this.#count(`:${key}`) >= (perPerson ?? Number.POSITIVE_INFINITY) ||
        this.#count(`${channel}:${key}`) >= (perChannel ?? Number.POSITIVE_INFINITY),
    );
  }

  #count(place: string): number {
    return this.#counts.get(place) ?? 0;
  }
}

const keysOf = ({ personId, address }: PersonDecision): readonly string[] => [
  `person:${personId}`,
  ...(address === undefined ? [] : [`address:${address}`]),
];

function allocateOne({ campaign, cleared, value }: Allocatable, full: (one: PersonDecision) => boolean): Allocation {
  const { rank, limit, holdOut, split } = campaign;
  const allocation = new Map<string, Allocated>();
  let left = [...cleared].sort(byRank(rank, value));
  const settle = (outcome: AllocationOutcome, chosen: readonly PersonDecision[]): void => {
    for (const { personId } of chosen) allocation.set(personId, { outcome });
    left = left.filter(({ personId }) => !allocation.has(personId));
  };
  settle('capped', left.filter(full));
  if (isOncePerAddress(campaign)) settle('duplicate', notFirst(left));
  if (limit !== undefined) {
    const order = limit.by === 'rank' ? left : byPlace(left, limit.salt);
    settle('over_limit', order.slice(limit.rows));
  }
  if (holdOut !== undefined) settle('held_out', heldOut(left, holdOut, value));
  const parts = split === undefined ? new Map<string, string>() : partsOf(left, split, value);
  for (const { personId } of left) {
    const part = parts.get(personId);
    allocation.set(personId, { outcome: 'listed', ...(part === undefined ? {} : { part }) });
  }
  return allocation;
}

/** Whose address somebody before them has. */
function notFirst(persons: readonly PersonDecision[]): readonly PersonDecision[] {
  const first = new Map<string, PersonDecision>();
  for (const one of persons) if (one.address !== undefined && !first.has(one.address)) first.set(one.address, one);
  return persons.filter((one) => one.address !== undefined && first.get(one.address) !== one);
}

type Order = (a: PersonDecision, b: PersonDecision) => number;

function byRank(rank: Campaign['rank'], value: Allocatable['value']): Order {
  return (a, b) => {
    const byId = compareUtf8(a.personId, b.personId);
    if (rank === undefined) return byId;
    const [x, y] = [value(a.personId, rank.field), value(b.personId, rank.field)];
    if (x === y) return byId;
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
    return (x < y ? -1 : 1) * (rank.order === 'ascending' ? 1 : -1);
  };
}

/** By keyed hash, as {@link placeOf} says. */
function byPlace(persons: readonly PersonDecision[], salt: string): readonly PersonDecision[] {
  const places = new Map(persons.map(({ personId }) => [personId, placeOf(salt, personId)]));
  const place = ({ personId }: PersonDecision): string => places.get(personId) as string;
  return [...persons].sort((a, b) => compareUtf8(place(a), place(b)) || compareUtf8(a.personId, b.personId));
}

const percentOf = (value: number): bigint => readPercent(value) ?? 0n;

/** Persons by the value of a field; missing is a value too. */
const strata = (persons: readonly PersonDecision[], field: string, value: Allocatable['value']) =>
  Object.values(groupBy(persons, ({ personId }) => String(value(personId, field) ?? '\0missing')));

function heldOut(
  left: readonly PersonDecision[],
  { percent, salt, from = 0, stratify }: NonNullable<Campaign['holdOut']>,
  value: Allocatable['value'],
): readonly PersonDecision[] {
  const [size, start] = [percentOf(percent), percentOf(from)];
  if (stratify === undefined)
    return left.filter(({ personId }) => liesIn(placeOf(salt, personId), start, start + size));
  return strata(left, stratify, value).flatMap((group) => byPlace(group, salt).slice(0, countOf(size, group.length)));
}

function partsOf(
  left: readonly PersonDecision[],
  { salt, parts, stratify }: NonNullable<Campaign['split']>,
  value: Allocatable['value'],
): ReadonlyMap<string, string> {
  const groups = stratify === undefined ? [left] : strata(left, stratify, value);
  const result = new Map<string, string>();
  for (const group of groups) {
    const ordered = byPlace(group, salt);
    let from = 0n;
    for (const { id, percent } of parts) {
      const to = from + percentOf(percent);
      const chosen =
        stratify === undefined
          ? ordered.filter(({ personId }) => liesIn(placeOf(salt, personId), from, to))
          : ordered.slice(countOf(from, group.length), countOf(to, group.length));
      for (const { personId } of chosen) result.set(personId, id);
      from = to;
    }
  }
  return result;
}
