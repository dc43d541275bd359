import { type AllocationOutcome, type Basis, bases, type ReasonCode } from '../model/reasons.js';
import type { Campaign } from './campaign.js';
import type { ListCounts } from './cleared-list.js';

/** Counts of one campaign as an engine gives them. */
export interface Tally {
  readonly universe: number;
  readonly members: number;
  readonly cleared: number;
  /** What became of the cleared. */
  readonly outcomes: Readonly<Record<AllocationOutcome, number>>;
  /** Of the listed, by part of a split campaign. */
  readonly parts: Readonly<Record<string, number>>;
  /** By bit of the policy's reason table. */
  readonly any: readonly number[];
  readonly primary: readonly number[];
  readonly bases: Readonly<Partial<Record<Basis, number>>>;
}

export function listCounts(tally: Tally, table: readonly ReasonCode[], { split }: Campaign): ListCounts {
  const { universe, members, cleared, outcomes, parts } = tally;
  return {
    universe,
    members,
    suppressed: members - cleared,
    cleared,
    capped: outcomes.capped,
    duplicates: outcomes.duplicate,
    overLimit: outcomes.over_limit,
    heldOut: outcomes.held_out,
    listed: outcomes.listed,
    parts: (split?.parts ?? []).map(({ id }) => ({ id, persons: parts[id] ?? 0 })),
    reasons: table
      .map((code, bit) => ({ code, primary: tally.primary[bit] ?? 0, any: tally.any[bit] ?? 0 }))
      .filter(({ any }) => any > 0),
    bases: bases.flatMap((basis) => {
      const persons = tally.bases[basis] ?? 0;
      return persons > 0 ? [{ basis, persons }] : [];
    }),
  };
}
