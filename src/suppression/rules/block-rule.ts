import type { ReasonCode } from '../../model/reasons.js';
import type { BlockQuery } from '../facts.js';
import type { RuleFaces } from '../rule.js';

/** A reason that applies as soon as one record reaches the candidate. */
export const whereBlocked = (reason: ReasonCode, query: BlockQuery): RuleFaces => ({
  evaluate: (view) => {
    const hits = view.blocks(query);
    return hits.length === 0 ? [] : [{ reason, evidence: hits.map(({ evidence }) => evidence) }];
  },
  compile: (ask) => [{ reason, applies: ask.blocked(query) }],
});
