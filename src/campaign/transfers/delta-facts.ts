import type { Instant } from '../../model/instant.js';
import type { AudiencePlace, Transfer, TransferAnswer } from '../../model/transfer.js';
import type { AudienceDelta, WantedPerson } from './audience-delta.js';
import type { AudienceLedger } from './audience-ledger.js';
import { type Removals, takenBack } from './removals.js';

/** Which files say it, by which rules, and when. */
export interface WrittenAs extends AudiencePlace {
  readonly profile: string;
  readonly run: string;
  readonly at: Instant;
}

/** What is written down of a change before anybody sees its files. */
export interface DeltaFacts {
  readonly transfers: readonly Transfer[];
  readonly requests: readonly TransferAnswer[];
}

/** What a recipient is asked to take back: entry by entry, or the audience where it takes out none of them alone. */
export const requestsOf = (
  { removals, deletions }: Removals,
  { run, at }: Pick<WrittenAs, 'run' | 'at'>,
): readonly TransferAnswer[] => [
  ...removals.map(
    ({ destination, audience, digest }): TransferAnswer => ({
      answer: 'removal_requested',
      destination,
      audience,
      digest,
      run,
      at,
    }),
  ),
  ...deletions.map(
    ({ destination, audience }): TransferAnswer => ({ answer: 'deletion_requested', destination, audience, run, at }),
  ),
];

/** What a change asks back, as it stands in its files. */
export function deltaRemovals(
  ledger: AudienceLedger | undefined,
  { remove }: Pick<AudienceDelta, 'remove'>,
  at: Instant,
): Removals {
  return ledger === undefined ? { removals: [], deletions: [] } : takenBack(ledger, remove, at);
}

/** Every entry of whom is added, and what is asked back; what is kept was written before. */
export function deltaFacts(
  ledger: AudienceLedger | undefined,
  wanted: readonly WantedPerson[],
  delta: Pick<AudienceDelta, 'add' | 'remove'>,
  as: WrittenAs,
): DeltaFacts {
  const { destination, audience, profile, run, at } = as;
  const transfers: Transfer[] = [];
  for (const { personId, entries } of wanted) {
    if (!delta.add.has(personId)) continue;
    for (const digest of entries) transfers.push({ destination, audience, profile, run, at, personId, digest });
  }
  return {
    transfers,
    requests: requestsOf(deltaRemovals(ledger, delta, as.at), as),
  };
}
