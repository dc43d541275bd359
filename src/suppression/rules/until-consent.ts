import type { ReasonCode } from '../../model/reasons.js';
import { isTrue, sql } from '../../sql/fragment.js';
import { type BlockQuery, type GrantQuery, latest } from '../facts.js';
import type { RuleFaces } from '../rule.js';

/** A reason that applies from the records that refuse until a strictly later consent; at the same instant it stands. */
export const untilConsent = (reason: ReasonCode, refused: BlockQuery, consent: GrantQuery): RuleFaces => ({
  evaluate: (view) => {
    const ended = latest(view.grants(consent));
    const standing = view.blocks(refused).filter(({ at }) => ended === undefined || at >= ended);
    return standing.length === 0 ? [] : [{ reason, evidence: standing.map(({ evidence }) => evidence) }];
  },
  compile: (ask) => {
    const [at, ended] = [ask.block(refused), ask.grant(consent)];
    return [{ reason, applies: isTrue(sql`(${at} is not null and (${ended} is null or ${at} >= ${ended}))`) }];
  },
});
