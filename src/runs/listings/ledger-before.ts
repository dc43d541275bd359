import { type AudienceLedger, audienceLedgers } from '../../campaign/transfers/audience-ledger.js';
import type { Instant } from '../../model/instant.js';
import type { AudiencePlace } from '../../model/transfer.js';
import { addDigests, EMPTY_DIGEST } from '../../store/content-digest.js';
import type { TransferFacts } from '../../store/ledger.js';

/** What was known of audiences before something was written for them. */
export interface LedgerBefore {
  /** By `placeKey`; absent for an audience for which nothing was ever written. */
  readonly ledgers: ReadonlyMap<string, AudienceLedger>;
  /** Of everything in them. */
  readonly digest: string;
  /** When it is written, for the ledger: later than everything that was known before. */
  readonly at: Instant;
}

/**
 * What the ledger held before a run, which may have been written down already: a run's own output, and whatever became
 * known after it, is invisible to it, so that running again is the same run.
 *
 * A run is known by its id, which rests on a digest of the ledger before it. Facts are written down later than everything
 * that was known of their audiences, so that what was known before is what has an earlier time.
 *
 * @param idOf The run's id, by the digest of what was known before it.
 * @param known Ids of runs that were written down.
 */
export function ledgerBefore(
  facts: TransferFacts,
  asOf: Instant,
  idOf: (digest: string) => string,
  known: ReadonlySet<string>,
): LedgerBefore {
  const times = [...facts.digests.keys()].sort((a, b) => a - b);
  const states: { readonly until: Instant; readonly digest: string }[] = [];
  let digest = EMPTY_DIGEST;
  for (const until of times) {
    states.push({ until, digest });
    digest = addDigests(digest, facts.digests.get(until) ?? EMPTY_DIGEST);
  }
  const now = { until: Number.POSITIVE_INFINITY, digest };
  const own = [now, ...states.reverse()].find((state) => known.has(idOf(state.digest)));
  return upTo(facts, own ?? now, asOf);
}

/** What was known strictly before an instant: for a replay, of which nothing is written down. */
export const ledgerAsOf = (facts: TransferFacts, asOf: Instant): LedgerBefore => {
  const times = [...facts.digests.keys()].filter((at) => at < asOf);
  const digest = times.reduce((sum, at) => addDigests(sum, facts.digests.get(at) ?? EMPTY_DIGEST), EMPTY_DIGEST);
  return upTo(facts, { until: asOf, digest }, asOf);
};

function upTo(
  { transfers, answers, digests }: TransferFacts,
  { until, digest }: { readonly until: Instant; readonly digest: string },
  asOf: Instant,
): LedgerBefore {
  const before = ({ at }: { readonly at: Instant }): boolean => at < until;
  const newest = Math.max(...[...digests.keys()].filter((at) => at < until));
  return {
    ledgers: audienceLedgers(transfers.filter(before), answers.filter(before)),
    digest,
    at: Math.max(asOf, newest + 1),
  };
}

/** Whether something is about one of some audiences. */
export function amongPlaces(places: readonly AudiencePlace[]): (place: AudiencePlace) => boolean {
  const keys = new Map<string, Set<string>>();
  for (const { destination, audience } of places)
    keys.set(destination, (keys.get(destination) ?? new Set()).add(audience));
  return ({ destination, audience }) => keys.get(destination)?.has(audience) === true;
}
