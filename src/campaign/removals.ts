import groupBy from 'lodash-es/groupBy.js';
import partition from 'lodash-es/partition.js';
import type { Instant } from '../model/instant.js';
import type { ReasonCode } from '../model/reasons.js';
import { compareUtf8 } from '../model/text.js';
import type { Transfer, TransferAnswer } from '../model/transfer.js';

/** What is decided today about somebody in a recipient's audience. */
export interface TransferDecision {
  readonly personId: string;
  readonly destination: string;
  /** For one audience; for all of the destination's where it is not given. */
  readonly audience?: string;
  /** Every reason why the person must not be there; empty for somebody who may. */
  readonly reasons: readonly ReasonCode[];
  /** What would be written about the person today; where given, anything else there is an old identifier's. */
  readonly digests?: readonly string[];
}

/** Why an entry has to go: a decision, an old identifier, or nobody to decide about. */
export type RemovalCause = ReasonCode | 'IDENTIFIER_CHANGED' | 'PERSON_UNKNOWN';

/** One entry to be taken back, by the very digest that was written. */
export interface Removal {
  readonly destination: string;
  readonly audience: string;
  readonly digest: string;
  /** Whom the entry was written for; several where they shared the identifier. */
  readonly persons: readonly string[];
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

export interface Removals {
  readonly removals: readonly Removal[];
  readonly deletions: readonly AudienceDeletion[];
}

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
 * now. An entry is held from its writing until a strictly later acknowledgement; asking is no acknowledgement, so that
 * what is unacknowledged is asked for again, with its age. Shape: in byte order of destination, audience and digest;
 * the order of the inputs and their repetition mean nothing.
 */
export function removals({ transfers, answers, decisions, asOf }: RemovalsInput): Removals {
  const answered = answerTimes(answers.filter(({ at }) => at <= asOf));
  const decided = groupBy(decisions, ({ personId, destination }) => placeKey(personId, destination));
  const found = entriesOf(transfers.filter(({ at }) => at <= asOf)).flatMap((entry): FoundRemoval[] => {
    const ended = Math.max(...answered('removed', entry), ...answered('audience_deleted', entry));
    const held = entry.writings.filter(({ at }) => at >= ended);
    const causes = held.flatMap((writing) =>
      causesOf(writing, decided[placeKey(writing.personId, writing.destination)]),
    );
    return causes.length === 0
      ? []
      : [{ entry, held, causes: distinct(causes), since: Math.min(...held.map(({ at }) => at)) }];
  });
  const byAudience = Object.values(groupBy(found, ({ entry }) => placeKey(entry.destination, entry.audience)));
  const isRefused = ({ entry, since }: FoundRemoval): boolean =>
    answered('removal_refused', entry).some((at) => at >= since);
  const [refused, kept] = partition(byAudience, (group) => group.some(isRefused));
  return {
    removals: kept.flatMap((group) => group.map((one) => toRemoval(one, answered, asOf))).sort(inOrder),
    deletions: refused.flatMap((group) => toDeletion(group, answered, asOf)).sort(inOrder),
  };
}

/** One identifier in one audience, with every writing of it. */
interface Entry {
  readonly destination: string;
  readonly audience: string;
  readonly digest: string;
  readonly writings: readonly Transfer[];
}

interface FoundRemoval {
  readonly entry: Entry;
  readonly held: readonly Transfer[];
  readonly causes: readonly RemovalCause[];
  /** Of the oldest writing still held. */
  readonly since: Instant;
}

const placeKey = (...path: readonly string[]): string => JSON.stringify(path);

const distinct = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort(compareUtf8);

function entriesOf(transfers: readonly Transfer[]): readonly Entry[] {
  const groups = groupBy(transfers, ({ destination, audience, digest }) => placeKey(destination, audience, digest));
  return Object.values(groups).flatMap((writings) => {
    const [first] = writings;
    return first === undefined
      ? []
      : [{ destination: first.destination, audience: first.audience, digest: first.digest, writings }];
  });
}

type AnswerTimes = (answer: TransferAnswer['answer'], entry: Entry) => readonly Instant[];

/** When each answer was given about an entry; an answer about the audience is about each of its entries. */
function answerTimes(answers: readonly TransferAnswer[]): AnswerTimes {
  const times = groupBy(answers, (one) =>
    placeKey(one.answer, one.destination, one.audience, ...('digest' in one ? [one.digest] : [])),
  );
  return (answer, { destination, audience, digest }) =>
    [placeKey(answer, destination, audience), placeKey(answer, destination, audience, digest)].flatMap((key) =>
      (times[key] ?? []).map(({ at }) => at),
    );
}

/** Nobody to decide about is nobody who may be there. */
function causesOf(
  { audience, digest }: Transfer,
  decisions: readonly TransferDecision[] = [],
): readonly RemovalCause[] {
  const about = decisions.filter((one) => one.audience === undefined || one.audience === audience);
  if (about.length === 0) return ['PERSON_UNKNOWN'];
  return about.flatMap(({ reasons, digests }): readonly RemovalCause[] => {
    if (reasons.length > 0) return reasons;
    return digests === undefined || digests.includes(digest) ? [] : ['IDENTIFIER_CHANGED'];
  });
}

/** The first request that what is held now was still waiting for. */
function waiting(asked: readonly Instant[], since: Instant, asOf: Instant): { requestedAt?: Instant; age?: Instant } {
  const open = asked.filter((at) => at >= since);
  if (open.length === 0) return {};
  const requestedAt = Math.min(...open);
  return { requestedAt, age: asOf - requestedAt };
}

function toRemoval({ entry, held, causes, since }: FoundRemoval, answered: AnswerTimes, asOf: Instant): Removal {
  const { destination, audience, digest } = entry;
  const persons = distinct(held.map(({ personId }) => personId));
  return {
    destination,
    audience,
    digest,
    persons,
    causes,
    ...waiting(answered('removal_requested', entry), since, asOf),
  };
}

function toDeletion(group: readonly FoundRemoval[], answered: AnswerTimes, asOf: Instant): readonly AudienceDeletion[] {
  const [first] = group;
  if (first === undefined) return [];
  const { destination, audience } = first.entry;
  const since = Math.min(...group.map((one) => one.since));
  const asked = answered('deletion_requested', first.entry);
  return [{ destination, audience, entries: group.length, ...waiting(asked, since, asOf) }];
}

function inOrder(a: AudienceDeletion | Removal, b: AudienceDeletion | Removal): number {
  const digest = (one: AudienceDeletion | Removal): string => ('digest' in one ? one.digest : '');
  return (
    compareUtf8(a.destination, b.destination) ||
    compareUtf8(a.audience, b.audience) ||
    compareUtf8(digest(a), digest(b))
  );
}
