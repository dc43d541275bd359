import type { Instant } from '../../model/instant.js';
import {
  type AudienceAnswer,
  type AudiencePlace,
  type BatchAnswer,
  type EntryAnswer,
  isEntryAnswer,
  type Transfer,
  type TransferAnswer,
} from '../../model/transfer.js';

/** Everything that is known of one audience, by entry. The order in which it was written down means nothing. */
export interface AudienceLedger extends AudiencePlace {
  readonly entries: ReadonlyMap<string, EntryFacts>;
  readonly answers: readonly (AudienceAnswer | BatchAnswer)[];
}

/** One identifier in one audience: every writing of it, and what was asked and answered about it alone. */
export interface EntryFacts {
  readonly digest: string;
  readonly writings: readonly Transfer[];
  readonly answers: readonly EntryAnswer[];
}

interface Growing extends AudiencePlace {
  readonly entries: Map<string, { digest: string; writings: Transfer[]; answers: EntryAnswer[] }>;
  readonly answers: (AudienceAnswer | BatchAnswer)[];
}

export const placeKey = ({ destination, audience }: AudiencePlace): string => JSON.stringify([destination, audience]);

/** What is known of each audience as of an instant, by {@link placeKey}. Answers about what was never written are none. */
export function audienceLedgers(
  transfers: readonly Transfer[],
  answers: readonly TransferAnswer[],
  asOf: Instant = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, AudienceLedger> {
  const found = new Map<string, Growing>();
  for (const transfer of transfers) {
    if (transfer.at > asOf) continue;
    const { destination, audience, digest } = transfer;
    const key = placeKey(transfer);
    const ledger = found.get(key) ?? { destination, audience, entries: new Map(), answers: [] };
    const entry = ledger.entries.get(digest) ?? { digest, writings: [], answers: [] };
    entry.writings.push(transfer);
    ledger.entries.set(digest, entry);
    found.set(key, ledger);
  }
  for (const answer of answers) {
    const ledger = answer.at > asOf ? undefined : found.get(placeKey(answer));
    if (ledger === undefined) continue;
    if (isEntryAnswer(answer)) ledger.entries.get(answer.digest)?.answers.push(answer);
    else ledger.answers.push(answer);
  }
  return found;
}
