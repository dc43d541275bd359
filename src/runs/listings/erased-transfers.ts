import { audienceLedgers, placeKey } from '../../campaign/transfers/audience-ledger.js';
import { entryState } from '../../campaign/transfers/entry-state.js';
import { canonicalJson } from '../../identity/digest.js';
import type { AudiencePlace, Transfer, TransferAnswer } from '../../model/transfer.js';
import { storedTransfers } from '../../store/ledger.js';
import { openStore, type WriteOptions } from '../../store/open-store.js';
import { type Rewriting, rewriteStore } from '../../store/rewrite-store.js';

/** Whose entries are those of an erased person: nobody's, so that nobody is found who may be there. */
export const ERASED_PERSON = '';

type Facts = { readonly transfers: readonly Transfer[]; readonly answers: readonly TransferAnswer[] };

const entryKey = (place: AudiencePlace, digest: string): string => `${placeKey(place)} ${digest}`;

/** Entries that were written for these persons only, and that recipients have taken out: nobody needs them any more. */
function entriesOut({ transfers, answers }: Facts, isTheirs: (personId: string) => boolean): ReadonlySet<string> {
  const out = new Set<string>();
  for (const ledger of audienceLedgers(transfers, answers).values()) {
    for (const entry of ledger.entries.values()) {
      const isOthers = entry.writings.some(({ personId }) => !isTheirs(personId));
      if (!isOthers && entryState(entry, ledger).held.length === 0) out.add(entryKey(ledger, entry.digest));
    }
  }
  return out;
}

/** How many entries recipients may hold of some persons. */
export function entriesHeld({ transfers, answers }: Facts, profileIds: ReadonlySet<string>): number {
  let count = 0;
  for (const ledger of audienceLedgers(transfers, answers).values())
    for (const entry of ledger.entries.values())
      if (entryState(entry, ledger).held.some(({ personId }) => profileIds.has(personId))) count += 1;
  return count;
}

/**
 * What becomes of the transfers of erased persons: what recipients may still hold stays known, as nobody's, because
 * without it nobody could ask for it; what they have taken out goes.
 */
export function forgetting(facts: Facts, profileIds: ReadonlySet<string>): Rewriting {
  const isTheirs = (personId: string): boolean => personId === ERASED_PERSON || profileIds.has(personId);
  const out = entriesOut(facts, isTheirs);
  return (kind, line) => {
    if (kind !== 'transfer' && kind !== 'transfer_answer') return line;
    const fact = JSON.parse(line) as AudiencePlace & { readonly digest?: string; readonly personId?: string };
    if (fact.digest !== undefined && out.has(entryKey(fact, fact.digest))) return undefined;
    if (fact.personId === undefined || !profileIds.has(fact.personId)) return line;
    return canonicalJson({ ...fact, personId: ERASED_PERSON });
  };
}

/** Takes out what recipients have taken out of erased persons meanwhile; changes nothing where there is nothing of it. */
export async function forgetErased(folder: string, options: WriteOptions = {}): Promise<void> {
  const facts = await storedTransfers(await openStore(folder));
  const { size } = entriesOut(facts, (personId) => personId === ERASED_PERSON);
  if (size === 0) return;
  await rewriteStore(folder, forgetting(facts, new Set()), {
    ...options,
    action: 'erase',
    detail: { transfers: size },
  });
}
