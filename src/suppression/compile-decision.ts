import type { ReasonCode } from '../model/reasons.js';
import { join, literal, NULL, type Sql, sql } from '../sql/fragment.js';
import type { RuleAsk } from './facts.js';
import { groundsFor } from './grounds/grounds.js';
import { bitOf, maskOf } from './mask.js';
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

/** The same as `decider`, as columns. */
export function compileDecision(request: DecisionRequest, policy: Policy, ask: RuleAsk): DecisionSql {
  const table = reasonTable(policy);
  const wrong = requestReasons(request, policy);
  if (wrong.length > 0) return { mask: literal(maskOf(wrong, table)), basis: NULL };
  const decided = decidedRequest(request);
  const byReason = new Map<ReasonCode, Sql[]>();
  for (const rule of rules) {
    for (const { reason, applies } of rule.for(decided, policy)?.compile(ask) ?? []) {
      byReason.set(reason, [...(byReason.get(reason) ?? []), applies]);
    }
  }
  const bits = [...byReason].map(
    ([reason, conditions]) =>
      sql`case when ${join(conditions, ' or ')} then cast(${1n << BigInt(bitOf(reason, table))} as bigint) else cast(0 as bigint) end`,
  );
  const grounds = groundsFor(decided, policy).map((ground) => sql`when ${ground.compile(ask).holds} then ${ground.basis}`);
  return {
    mask: bits.length === 0 ? sql`cast(0 as bigint)` : sql`(${join(bits, ' + ')})`,
    basis: grounds.length === 0 ? NULL : sql`case ${join(grounds, ' ')} end`,
  };
}
