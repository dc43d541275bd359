import type { ReasonCode } from '../model/reasons.js';
import type { CandidateView, Finding, ReasonSql, RuleAsk } from './facts.js';
import type { Policy } from './policy.js';
import type { ValidRequest } from './request.js';

/** A rule for one request: its meaning, and the same in SQL. */
export interface RuleFaces {
  evaluate(view: CandidateView): readonly Finding[];
  compile(ask: RuleAsk): readonly ReasonSql[];
}

/**
 * One reason (or a few that belong together) why somebody must not be contacted.
 *
 * Every applicable rule is evaluated; nothing short-circuits, so that the explanation is complete and the order of
 * rules can never matter. An unknown answer suppresses.
 */
export interface Rule {
  readonly id: string;
  readonly about: string;
  /** Law, guidance or notice. */
  readonly source: string;
  readonly reasons: readonly ReasonCode[];
  /** `undefined` for a request that the rule has nothing to say about. */
  readonly for: (request: ValidRequest, policy: Policy) => RuleFaces | undefined;
}
