import type { ReasonCode } from '../model/reasons.js';
import { join, type Sql, sql } from '../sql/fragment.js';
import type { RuleAsk } from './facts.js';
import { groundsFor } from './grounds/grounds.js';
import { bitOf, type Mask, maskOf } from './mask.js';
import { type Policy, reasonTable } from './policy.js';
import { type DecisionRequest, decidedRequest, requestReasons } from './request.js';
import { rules } from './rules/rules.js';

/** A decision in SQL, over the row of one candidate. */
export interface DecisionSql {
  /** Whole number, one bit for each reason that applies. */
  readonly mask: Sql;
  /** Name of the first ground that holds; null where none does. */
  readonly basis: Sql;
}

const bits = (mask: Mask): Sql => sql`cast(${mask} as bigint)`;
const NO_BASIS = sql`cast(null as varchar)`;

/** The same as `decider`, as columns. */
export function compileDecision(request: DecisionRequest, policy: Policy, ask: RuleAsk): DecisionSql {
  const table = reasonTable(policy);
  const wrong = requestReasons(request, policy);
  if (wrong.length > 0) return { mask: bits(maskOf(wrong, table)), basis: NO_BASIS };
  const decided = decidedRequest(request);
  const byReason = new Map<ReasonCode, Sql[]>();
  for (const rule of rules) {
    for (const { reason, applies } of rule.for(decided, policy)?.compile(ask) ?? []) {
      byReason.set(reason, [...(byReason.get(reason) ?? []), applies]);
    }
  }
  const reasons = [...byReason].map(([reason, conditions]) =>
    ask.once(
      sql`case when ${join(conditions, ' or ')} then ${bits(1n << BigInt(bitOf(reason, table)))} else ${bits(0n)} end`,
    ),
  );
  const grounds = groundsFor(decided, policy).map(
    (ground) => sql`when ${ground.compile(ask).holds} then ${ground.basis}`,
  );
  return {
    mask: reasons.length === 0 ? bits(0n) : sql`(${join(reasons, ' + ')})`,
    basis: grounds.length === 0 ? NO_BASIS : ask.once(sql`case ${join(grounds, ' ')} end`),
  };
}
