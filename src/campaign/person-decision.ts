import groupBy from 'lodash-es/groupBy.js';
import isEqual from 'lodash-es/isEqual.js';
import uniqWith from 'lodash-es/uniqWith.js';
import type { AllocationOutcome, Basis, ReasonCode } from '../model/reasons.js';
import type { Decider, Decision } from '../suppression/decide.js';
import type { Candidate, Finding } from '../suppression/facts.js';
import { type Mask, maskOf } from '../suppression/mask.js';
import type { ReferenceView } from '../suppression/reference-view.js';

/** What was decided about one person: cleared as soon as one candidate is. */
export interface PersonDecision {
  readonly personId: string;
  /** All reasons of all candidates; 0 for a cleared person. */
  readonly mask: Mask;
  /** The candidate used, for a cleared person. */
  readonly address?: string;
  readonly basis?: Basis;
  /** What became of a cleared person; absent before allocation. */
  readonly allocation?: AllocationOutcome;
  /** Of a listed person, where the campaign is split. */
  readonly part?: string;
}

export interface DecidedCandidate {
  readonly candidate: Candidate;
  readonly decision: Decision;
}

export const decideCandidates = (views: readonly ReferenceView[], decider: Decider): readonly DecidedCandidate[] =>
  views.map((view) => ({ candidate: view.candidate, decision: decider.decide(view) }));

/** INVARIANT: the candidates are in the order in which one of them is chosen. */
export function personDecision(decided: readonly DecidedCandidate[], table: readonly ReasonCode[]): PersonDecision {
  const personId = decided[0]?.candidate.personId as string;
  const cleared = decided.find(({ decision }) => decision.outcome === 'allow');
  if (cleared === undefined) {
    const reasons = decided.flatMap(({ decision }) => decision.reasons.map(({ reason }) => reason));
    return { personId, mask: maskOf(new Set(reasons), table) };
  }
  const { identifier } = cleared.candidate;
  return {
    personId,
    mask: 0n,
    ...(identifier === undefined ? {} : { address: identifier.key }),
    ...(cleared.decision.basis === undefined ? {} : { basis: cleared.decision.basis }),
  };
}

/** The addresses of a cleared person by which they were not; see `NOT_CLEARED`. */
export const withheldFrom = (decided: readonly DecidedCandidate[]): ReadonlySet<string> =>
  new Set(
    decided.flatMap(({ candidate: { identifier }, decision }) =>
      identifier === undefined || decision.outcome === 'allow' ? [] : [`${identifier.kind}:${identifier.key}`],
    ),
  );

/** All findings of all candidates of a person who is not cleared, by reason; the same evidence is told once. */
export function personFindings(decided: readonly DecidedCandidate[], table: readonly ReasonCode[]): readonly Finding[] {
  const found = groupBy(
    decided.flatMap(({ decision }) => decision.reasons),
    ({ reason }) => reason,
  );
  return table.flatMap((reason) => {
    const findings = found[reason];
    if (findings === undefined) return [];
    return [
      {
        reason,
        evidence: uniqWith(
          findings.flatMap(({ evidence }) => evidence),
          isEqual,
        ),
      },
    ];
  });
}
