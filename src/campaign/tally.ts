import { bases, type Basis, type ReasonCode } from '../model/reasons.js';
import type { ListCounts } from './cleared-list.js';

/** Counts of one campaign as an engine gives them. */
export interface Tally {
  readonly universe: number;
  readonly members: number;
  readonly cleared: number;
  readonly listed: number;
  /** By bit of the policy's reason table. */
  readonly any: readonly number[];
  readonly primary: readonly number[];
  readonly bases: Readonly<Partial<Record<Basis, number>>>;
}

export function listCounts(tally: Tally, table: readonly ReasonCode[]): ListCounts {
  const { universe, members, cleared, listed } = tally;
  return {
    universe,
    members,
    suppressed: members - cleared,
    cleared,
    duplicates: cleared - listed,
    listed,
    reasons: table
      .map((code, bit) => ({ code, primary: tally.primary[bit] ?? 0, any: tally.any[bit] ?? 0 }))
      .filter(({ any }) => any > 0),
    bases: bases.flatMap((basis) => {
      const persons = tally.bases[basis] ?? 0;
      return persons > 0 ? [{ basis, persons }] : [];
    }),
  };
}
