import { allowCode, type AllowCode, type Basis, type ReasonCode } from '../model/reasons.js';
import type { CandidateView, Evidence, Finding } from './facts.js';
import { groundsFor } from './grounds/grounds.js';
import { type Policy, reasonTable } from './policy.js';
import { type DecisionRequest, decidedRequest, requestReasons } from './request.js';
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

export function decider(request: DecisionRequest, policy: Policy): Decider {
  const table = reasonTable(policy);
  const wrong = requestReasons(request, policy);
  const decided = decidedRequest(request);
  const faces = wrong.length > 0 ? [] : rules.flatMap((rule) => rule.for(decided, policy) ?? []);
  const grounds = wrong.length > 0 ? [] : groundsFor(decided, policy);
  const identity = { id: policy.id, version: policy.version };
  return {
    table,
    decide: (view) => {
      const findings = [
        ...wrong.map((reason) => ({ reason, evidence: [{ kind: 'request', via: [] }] })),
        ...faces.flatMap((face) => face.evaluate(view)),
      ];
      const [primary] = ranked(findings, table);
      if (primary !== undefined) {
        return {
          outcome: 'suppress',
          primaryReason: primary.reason,
          reasons: ranked(findings, table),
          evidence: [],
          policy: identity,
        };
      }
      const ground = grounds.map((one) => ({ basis: one.basis, ...one.evaluate(view) })).find(({ holds }) => holds);
      // INVARIANT: the rule `no-ground` gives a reason to everybody for whom no ground holds.
      if (ground === undefined) throw new Error('allowed without a ground');
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

const ranked = (findings: readonly Finding[], table: readonly ReasonCode[]): readonly Finding[] =>
  table.flatMap((reason) => {
    const found = findings.filter((finding) => finding.reason === reason);
    return found.length === 0 ? [] : [{ reason, evidence: found.flatMap(({ evidence }) => evidence) }];
  });
