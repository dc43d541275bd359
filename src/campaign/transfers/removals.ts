import groupBy from 'lodash-es/groupBy.js';
import type { Instant } from '../../model/instant.js';
import type { ListRefusalCode, ReasonCode } from '../../model/reasons.js';
import { compareUtf8 } from '../../model/text.js';
import type { Transfer, TransferAnswer } from '../../model/transfer.js';
import { type AudienceLedger, audienceLedgers } from './audience-ledger.js';
import { type EntryState, entryState } from './entry-state.js';

/** What is decided today about somebody in a recipient's audience. */
export interface TransferDecision {
  readonly personId: string;
  readonly destination: string;
  /** For one audience; for all of the destination's where it is not given. */
  readonly audience?: string;
  /** Every reason why the person must not be there; empty for somebody who may. */
  readonly reasons: readonly RemovalCause[];
  /** What would be written about the person today; where given, anything else there is an old identifier's. */
  readonly digests?: readonly string[];
}

/**
 * Why an entry has to go: a decision; an old identifier; nobody to decide about; no place on the list any more; an
 * identifier shared with somebody who must not be there; an audience that is refused whole; or one that no campaign
 * fills any more.
 */
export type RemovalCause =
  | ReasonCode
  | ListRefusalCode
  | 'IDENTIFIER_CHANGED'
  | 'PERSON_UNKNOWN'
  | 'NO_LONGER_LISTED'
  | 'SHARED_IDENTIFIER'
  | 'AUDIENCE_ENDED';

/** One entry to be taken back, by the very digest that was written. */
export interface Removal {
  readonly destination: string;
  readonly audience: string;
  readonly digest: string;
  /** Whom the entry was written for; several where they shared the identifier. */
  readonly persons: readonly string[];
  /** By which rules it was last written, where that is known. */
  readonly profile?: string;
  readonly causes: readonly RemovalCause[];
  /** The first request that has not been acknowledged; absent where none was made. */
  readonly requestedAt?: Instant;
  /** Microseconds since {@link requestedAt}, at as-of. */
  readonly age?: Instant;
}

/** A whole audience to be deleted: the recipient does not take out single entries of one so small. */
export interface AudienceDeletion {
  readonly destination: string;
  readonly audience: string;
  /** How many entries had to be taken back. */
  readonly entries: number;
  readonly requestedAt?: Instant;
  readonly age?: Instant;
}

/** What has to be taken back from recipients. */
export interface Removals {
  readonly removals: readonly Removal[];
  readonly deletions: readonly AudienceDeletion[];
}

/** What was handed over and answered, and what is decided today. */
export interface RemovalsInput {
  readonly transfers: readonly Transfer[];
  readonly answers: readonly TransferAnswer[];
  readonly decisions: readonly TransferDecision[];
  readonly asOf: Instant;
}

/**
 * What has to be taken back from recipients, as of an instant.
 *
 * Every entry still held whose person must not be there any more, is unknown, or is written under another identifier
 * now; and every entry that was asked back and not written anew since. An entry is held from its writing until a
 * strictly later acknowledgement; asking is no acknowledgement, so that what is unacknowledged is asked for again, with
 * its age. Shape: in byte order of destination, audience and digest; the order of the inputs and their repetition mean
 * nothing.
 */
export function removals({ transfers, answers, decisions, asOf }: RemovalsInput): Removals {
  const decided = groupBy(decisions, ({ personId, destination }) => personKey(personId, destination));
  const found = [...audienceLedgers(transfers, answers, asOf).values()].map((ledger) =>
    inAudience(ledger, (personId) => decided[personKey(personId, ledger.destination)] ?? [], asOf),
  );
  return {
    removals: found.flatMap((one) => one.removals).sort(inOrder),
    deletions: found.flatMap((one) => one.deletions).sort(inOrder),
  };
}

const personKey = (personId: string, destination: string): string => JSON.stringify([personId, destination]);

function inAudience(
  ledger: AudienceLedger,
  decisionsAbout: (personId: string) => readonly TransferDecision[],
  asOf: Instant,
): Removals {
  const found: FoundRemoval[] = [];
  for (const entry of ledger.entries.values()) {
    const state = entryState(entry, ledger);
    const about = state.held.map((writing) => decisionsIn(ledger, decisionsAbout(writing.personId)));
    const isVouchedFor = about.some((decisions) => vouchFor(entry.digest, decisions));
    const causes: RemovalCause[] = about.flatMap((decisions) => causesOf(entry.digest, decisions, isVouchedFor));
    if (state.asked && causes.length === 0) causes.push('NO_LONGER_LISTED');
    if (state.held.length > 0 && causes.length > 0) found.push({ digest: entry.digest, state, causes });
  }
  return takenBack(ledger, found, asOf);
}

/** An entry that has to go. */
export interface FoundRemoval {
  readonly digest: string;
  readonly state: EntryState;
  readonly causes: readonly RemovalCause[];
}

/** Entries that have to go one by one, or with their audience where the recipient takes out none of them alone. */
export function takenBack(ledger: AudienceLedger, found: readonly FoundRemoval[], asOf: Instant): Removals {
  const { destination, audience } = ledger;
  if (!found.some(({ state }) => state.tooSmall)) {
    return { removals: found.map((one) => toRemoval(ledger, one, asOf)).sort(inOrder), deletions: [] };
  }
  const since = found.flatMap(({ state }) => state.held).reduce((first, { at }) => Math.min(first, at), asOf);
  const asked = ledger.answers.filter(({ answer }) => answer === 'deletion_requested').map(({ at }) => at);
  const open = asked.filter((at) => at >= since);
  return { removals: [], deletions: [{ destination, audience, entries: found.length, ...waiting(open, asOf) }] };
}

const decisionsIn = (
  { audience }: AudienceLedger,
  decisions: readonly TransferDecision[],
): readonly TransferDecision[] => decisions.filter((one) => one.audience === undefined || one.audience === audience);

/** The entry is written today about somebody who may be there: whoever else it was once written for has no say in it. */
const vouchFor = (digest: string, decisions: readonly TransferDecision[]): boolean =>
  decisions.length > 0 &&
  decisions.every(({ reasons, digests }) => reasons.length === 0 && digests?.includes(digest) === true);

/** Nobody to decide about is nobody who may be there. */
function causesOf(
  digest: string,
  decisions: readonly TransferDecision[],
  isVouchedFor: boolean,
): readonly RemovalCause[] {
  const refused = decisions.flatMap(({ reasons }) => reasons);
  if (refused.length > 0 || isVouchedFor) return refused;
  if (decisions.length === 0) return ['PERSON_UNKNOWN'];
  return decisions.every(({ digests }) => digests === undefined || digests.includes(digest))
    ? []
    : ['IDENTIFIER_CHANGED'];
}

/** The first request that what is held now is still waiting for. */
function waiting(open: readonly Instant[], asOf: Instant): { requestedAt?: Instant; age?: Instant } {
  if (open.length === 0) return {};
  const requestedAt = Math.min(...open);
  return { requestedAt, age: asOf - requestedAt };
}

const distinct = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort(compareUtf8);

function toRemoval(
  { destination, audience }: AudienceLedger,
  { digest, state: { held, requestedAt }, causes }: FoundRemoval,
  asOf: Instant,
): Removal {
  const last = [...held].sort((a, b) => a.at - b.at || compareUtf8(a.profile ?? '', b.profile ?? '')).at(-1);
  return {
    destination,
    audience,
    digest,
    persons: distinct(held.map(({ personId }) => personId)),
    ...(last?.profile === undefined ? {} : { profile: last.profile }),
    causes: distinct(causes),
    ...waiting(requestedAt === undefined ? [] : [requestedAt], asOf),
  };
}

function inOrder(a: AudienceDeletion | Removal, b: AudienceDeletion | Removal): number {
  const digest = (one: AudienceDeletion | Removal): string => ('digest' in one ? one.digest : '');
  return (
    compareUtf8(a.destination, b.destination) ||
    compareUtf8(a.audience, b.audience) ||
    compareUtf8(digest(a), digest(b))
  );
}
