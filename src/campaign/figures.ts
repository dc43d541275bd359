import type { ReasonCode } from '../model/reasons.js';
import { type EvaluatedKind, evaluatedKinds, recordKinds } from '../model/record-kinds.js';
import { compareUtf8 } from '../model/text.js';
import { reasonsOf } from '../suppression/mask.js';
import { type Policy, reasonTable } from '../suppression/policy.js';
import { type ClearedList, contentOf } from './cleared-list.js';
import type { SourceQuality } from './data-quality.js';

/**
 * What people look at besides each campaign's counts, before they approve a run and afterwards. Numbers only. Nothing
 * of it is decided by, so that it is worked out when it is asked for.
 */
export interface RunFigures {
  /** In the order of the run; a campaign that is refused whole has no countries. */
  readonly campaigns: readonly CampaignFigures[];
  /** Pairs of campaigns with persons on the lists of both, in the order of the run. */
  readonly overlaps: readonly Overlap[];
  /** Of records that are no behaviour: purchases and events are read where they are asked for, and not again for this. */
  readonly quality: readonly SourceQuality[];
}

/** The figures of one campaign of a run. */
export interface CampaignFigures {
  readonly id: string;
  /** The listed by country, most first; without a country those of whom none is known. */
  readonly countries: readonly { readonly country?: string; readonly persons: number }[];
  /** The suppressed by exactly which reasons apply to them, most first. */
  readonly together: readonly { readonly reasons: readonly ReasonCode[]; readonly persons: number }[];
}

/** Persons on the lists of two campaigns of one run. */
export interface Overlap {
  readonly campaigns: readonly [string, string];
  readonly persons: number;
}

/** Record kinds whose quality a run tells. */
export const plainKinds: readonly EvaluatedKind[] = evaluatedKinds.filter(
  (kind) => recordKinds[kind].role !== 'behaviour',
);

/** Counts as an engine gives them, in any order. */
export interface PlainFigures {
  readonly campaigns: readonly {
    readonly countries: readonly (readonly [country: string | undefined, persons: number])[];
    readonly masks: readonly (readonly [mask: bigint, persons: number])[];
  }[];
  /** By places in the run, the lower first. */
  readonly overlaps: readonly (readonly [first: number, second: number, persons: number])[];
}

/** Put in order and into words. */
export function runFigures(
  { campaigns, overlaps }: PlainFigures,
  lists: readonly ClearedList[],
  { policy, quality }: { readonly policy: Policy; readonly quality: readonly SourceQuality[] },
): RunFigures {
  const table = reasonTable(policy);
  const ids = lists.map(({ campaign }) => campaign);
  const isOut = (place: number): boolean => lists[place]?.refusals.length === 0;
  return {
    campaigns: campaigns.map(({ countries, masks }, i) => ({
      id: ids[i] ?? '',
      countries: isOut(i)
        ? countries
            .map(([country, persons]) => ({ ...(country === undefined ? {} : { country }), persons }))
            .sort((a, b) => b.persons - a.persons || compareUtf8(a.country ?? '', b.country ?? ''))
        : [],
      together: [...masks]
        .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
        .map(([mask, persons]) => ({ reasons: reasonsOf(mask, table), persons })),
    })),
    overlaps: [...overlaps]
      .filter(([first, second]) => isOut(first) && isOut(second))
      .sort(([a, b], [c, d]) => a - c || b - d)
      .map(([first, second, persons]) => ({ campaigns: [ids[first] ?? '', ids[second] ?? ''], persons })),
    quality,
  };
}

/** The reference: one person after the other. `country` gives the country of a person's profile. */
export async function referenceFigures(
  lists: readonly ClearedList[],
  country: (personId: string) => string | undefined,
): Promise<PlainFigures> {
  const campaigns: PlainFigures['campaigns'][number][] = [];
  const listedOn = new Map<string, number[]>();
  for (const [place, list] of lists.entries()) {
    const countries = new Map<string | undefined, number>();
    const masks = new Map<bigint, number>();
    for await (const { personId, mask, allocation } of contentOf(list).decisions()) {
      if (mask !== 0n) masks.set(mask, (masks.get(mask) ?? 0) + 1);
      if (allocation !== 'listed') continue;
      countries.set(country(personId), (countries.get(country(personId)) ?? 0) + 1);
      listedOn.set(personId, [...(listedOn.get(personId) ?? []), place]);
    }
    campaigns.push({ countries: [...countries], masks: [...masks] });
  }
  const pairs = new Map<string, [number, number, number]>();
  for (const places of listedOn.values()) {
    for (const [i, first] of places.entries()) {
      for (const second of places.slice(i + 1)) {
        const pair = pairs.get(`${first} ${second}`) ?? [first, second, 0];
        pair[2] += 1;
        pairs.set(`${first} ${second}`, pair);
      }
    }
  }
  return { campaigns, overlaps: [...pairs.values()] };
}
