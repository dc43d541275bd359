import type { Basis, ReasonCode } from '../model/reasons.js';
import type { Candidate, CandidateView, Finding } from '../suppression/facts.js';
import type { Decider, Decision } from '../suppression/decide.js';
import { type Mask, maskOf } from '../suppression/mask.js';

/** What was decided about one person: cleared as soon as one candidate is. */
export interface PersonDecision {
  readonly personId: string;
  /** All reasons of all candidates; 0 for a cleared person. */
  readonly mask: Mask;
  /** The candidate used, for a cleared person. */
  readonly address?: string;
  readonly basis?: Basis;
}

export interface DecidedCandidate {
  readonly candidate: Candidate;
  readonly decision: Decision;
}

export const decideCandidates = (views: readonly CandidateView[], decider: Decider): readonly DecidedCandidate[] =>
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

/** All findings of all candidates of a person who is not cleared, by reason. */
export function personFindings(decided: readonly DecidedCandidate[], table: readonly ReasonCode[]): readonly Finding[] {
  const all = decided.flatMap(({ decision }) => decision.reasons);
  return table.flatMap((reason) => {
    const evidence = all.filter((finding) => finding.reason === reason).flatMap((finding) => finding.evidence);
    const found = all.some((finding) => finding.reason === reason);
    return found ? [{ reason, evidence: [...new Map(evidence.map((item) => [JSON.stringify(item), item])).values()] }] : [];
  });
}
