import { type AllowCode, allowCode, type Basis, type ReasonCode } from '../model/reasons.js';
import type { CandidateView, Evidence, Finding, Ground } from './facts.js';
import { groundsFor } from './grounds/grounds.js';
import { type Policy, reasonTable } from './policy.js';
import { type DecisionRequest, decidedRequest, requestReasons } from './request.js';
import type { RuleFaces } from './rule.js';
import { rules } from './rules/rules.js';

/**
 * Decisions: may this message go to this person on this channel?
 *
 * Every applicable rule is evaluated; nothing short-circuits, so the explanation is complete and rule order can
 * never matter. An unknown answer suppresses.
 */
export interface Decision {
  readonly outcome: 'allow' | 'suppress';
  /** The best-ranked reason, or the code of the ground for an allowed contact. */
  readonly primaryReason: ReasonCode | AllowCode;
  /** Every reason that applies, best-ranked first, each with everything that makes it apply. */
  readonly reasons: readonly Finding[];
  /** The ground, for an allowed contact. */
  readonly basis?: Basis;
  /** The proof of the ground. */
  readonly evidence: readonly Evidence[];
  readonly policy: { readonly id: string; readonly version: string };
}

/** A policy applied to one request, ready for any number of candidates. */
export interface Decider {
  readonly table: readonly ReasonCode[];
  decide(view: CandidateView): Decision;
}

/** A policy's rules and grounds for one request, where they can be asked. */
export interface PreparedDecision {
  readonly table: readonly ReasonCode[];
  /** What is wrong with the request for everybody; then nothing else is asked. */
  readonly wrong: readonly ReasonCode[];
  readonly faces: readonly RuleFaces[];
  readonly grounds: readonly Ground[];
}

export function preparedDecision(request: DecisionRequest, policy: Policy): PreparedDecision {
  const wrong = requestReasons(request, policy);
  const decided = decidedRequest(request);
  return {
    table: reasonTable(policy),
    wrong,
    faces: wrong.length > 0 ? [] : rules.flatMap((rule) => rule.for(decided, policy) ?? []),
    grounds: wrong.length > 0 ? [] : groundsFor(decided, policy),
  };
}

export function decider(request: DecisionRequest, policy: Policy): Decider {
  const { table, wrong, faces, grounds } = preparedDecision(request, policy);
  const identity = { id: policy.id, version: policy.version };
  const places = new Map(table.map((reason, place) => [reason, place]));
  return {
    table,
    decide: (view) => {
      const findings = [
        ...wrong.map((reason) => ({ reason, evidence: [{ kind: 'request', via: [] }] })),
        ...faces.flatMap((face) => face.evaluate(view)),
      ];
      const reasons = ranked(findings, places);
      const [primary] = reasons;
      if (primary !== undefined) {
        return { outcome: 'suppress', primaryReason: primary.reason, reasons, evidence: [], policy: identity };
      }
      const ground = holding(grounds, view);
      return {
        outcome: 'allow',
        primaryReason: allowCode[ground.basis],
        reasons: [],
        basis: ground.basis,
        evidence: ground.evidence,
        policy: identity,
      };
    },
  };
}

/** The first ground that holds for whom no reason was found. */
export function holding(
  grounds: readonly Ground[],
  view: CandidateView,
): { readonly basis: Basis; readonly evidence: readonly Evidence[] } {
  for (const { basis, evaluate } of grounds) {
    const { holds, evidence } = evaluate(view);
    if (holds) return { basis, evidence };
  }
  // INVARIANT: the rule `no-ground` gives a reason to everybody for whom no ground holds.
  throw new Error('allowed without a ground');
}

/** Findings of one reason together, best-ranked first. */
function ranked(findings: readonly Finding[], places: ReadonlyMap<ReasonCode, number>): readonly Finding[] {
  const found = new Map<ReasonCode, readonly Evidence[]>();
  for (const { reason, evidence } of findings) {
    const known = found.get(reason);
    found.set(reason, known === undefined ? evidence : [...known, ...evidence]);
  }
  const place = (reason: ReasonCode): number => places.get(reason) ?? Number.POSITIVE_INFINITY;
  return [...found]
    .map(([reason, evidence]) => ({ reason, evidence }))
    .sort((a, b) => place(a.reason) - place(b.reason));
}
