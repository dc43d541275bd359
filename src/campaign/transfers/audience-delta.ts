import type { AudienceLedger, EntryFacts } from './audience-ledger.js';
import { type EntryState, entryState } from './entry-state.js';
import type { FoundRemoval, RemovalCause } from './removals.js';

/** Somebody on today's list, with everything that is written about them. */
export interface WantedPerson {
  readonly personId: string;
  /** Distinct, as the ledger remembers them. */
  readonly entries: readonly string[];
}

/** What changes in one audience. Units: persons, but for {@link remove}, which is of entries. */
export interface AudienceDelta {
  /** Whose entries the recipient has not acknowledged, or not all: written, or written again. */
  readonly add: ReadonlySet<string>;
  /** Whose every entry the recipient has acknowledged. */
  readonly keep: ReadonlySet<string>;
  /** Left out, because an entry of theirs was written for somebody who must not be there. */
  readonly withheld: ReadonlySet<string>;
  /** Entries still held that nobody in `add` or `keep` has. */
  readonly remove: readonly FoundRemoval[];
}

/**
 * What has to be written so that an audience holds today's list and nobody else.
 *
 * INVARIANT: what was written counts as held when removing, and only what was acknowledged when adding: add ∪ keep ∪ held,
 * without remove, is today's list, whatever was uploaded of what was written before. No entry that was ever written for
 * somebody who is refused today is added or kept, even where somebody else on the list has it too.
 *
 * @param refusals Why somebody of the ledger must not be there today; empty for somebody who may, `undefined` where
 * nobody was decided about.
 */
export function audienceDelta(
  ledger: AudienceLedger | undefined,
  wanted: readonly WantedPerson[],
  refusals: (personId: string) => readonly RemovalCause[] | undefined,
  unknown: ReadonlySet<string> = new Set(),
): AudienceDelta {
  if (ledger === undefined || ledger.entries.size === 0) return firstDelta(wanted, refusals);
  const states = new Map<string, EntryState>();
  const stained = new Set<string>();
  for (const entry of ledger.entries.values()) {
    states.set(entry.digest, entryState(entry, ledger));
    if (entry.writings.some(({ personId }) => isRefused(refusals(personId)))) stained.add(entry.digest);
  }
  const add = new Set<string>();
  const keep = new Set<string>();
  const withheld = new Set<string>();
  const stays = new Set<string>();
  for (const { personId, entries } of wanted) {
    if (isRefused(refusals(personId)) || entries.some((entry) => stained.has(entry))) withheld.add(personId);
    else {
      const isHeld = entries.every((entry) => isHeldFor(states.get(entry), personId));
      (isHeld ? keep : add).add(personId);
      for (const entry of entries) stays.add(entry);
    }
  }
  const listed = new Set(wanted.map(({ personId }) => personId));
  const remove: FoundRemoval[] = [];
  for (const [digest, state] of states) {
    if (state.held.length === 0 || stays.has(digest)) continue;
    const facts = ledger.entries.get(digest) as EntryFacts;
    remove.push({ digest, state, causes: causesOf(facts, state, { listed, withheld, refusals, unknown }) });
  }
  return { add, keep, withheld, remove };
}

/** Of an audience for which nothing was ever written: nobody is there, and nothing can be taken out. */
function firstDelta(
  wanted: readonly WantedPerson[],
  refusals: (personId: string) => readonly RemovalCause[] | undefined,
): AudienceDelta {
  const add = new Set<string>();
  const withheld = new Set<string>();
  for (const { personId } of wanted) (isRefused(refusals(personId)) ? withheld : add).add(personId);
  return { add, keep: new Set(), withheld, remove: [] };
}

const isRefused = (causes: readonly RemovalCause[] | undefined): boolean => causes !== undefined && causes.length > 0;

/** For this person: an entry that only another person's list brought there would go when that person goes. */
const isHeldFor = (state: EntryState | undefined, personId: string): boolean =>
  state?.acknowledged === true && state.held.some((writing) => writing.personId === personId);

function causesOf(
  { writings }: EntryFacts,
  { held }: EntryState,
  today: {
    readonly listed: ReadonlySet<string>;
    readonly withheld: ReadonlySet<string>;
    readonly refusals: (personId: string) => readonly RemovalCause[] | undefined;
    readonly unknown: ReadonlySet<string>;
  },
): readonly RemovalCause[] {
  const refused = writings.flatMap(({ personId }) => today.refusals(personId) ?? []);
  const others = held.map(({ personId }): RemovalCause => {
    if (today.unknown.has(personId)) return 'PERSON_UNKNOWN';
    if (today.withheld.has(personId)) return 'SHARED_IDENTIFIER';
    return today.listed.has(personId) ? 'IDENTIFIER_CHANGED' : 'NO_LONGER_LISTED';
  });
  const causes = refused.length > 0 ? refused : others;
  return [...new Set(causes)];
}
