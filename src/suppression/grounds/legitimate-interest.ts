import { type Sql, sql, TRUE } from '../../sql/fragment.js';
import { type BlockQuery, type Evidence, type Ground, latest, type RuleAsk } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { permissionScope } from '../scope.js';

/**
 * Legitimate interest: the controller's own balancing test, whose reference is kept where the policy has one.
 *
 * Whoever was asked and refused, or withdrew, is not contacted on it: what somebody said no to is not done on another
 * ground. Source: GDPR Art. 6(1)(f), 5(2), recital 47; EDPB Guidelines 05/2020 on consent, 121–123.
 */
export function legitimateInterest(request: ValidRequest, policy: Policy): Ground {
  const assessment = policy.assessments[request.purpose];
  const note = assessment === undefined ? 'legitimate_interest' : `legitimate_interest, assessment ${assessment}`;
  return unlessRefused(request, policy, () => [{ kind: 'policy', via: [], note }]);
}

/** Legitimate interest for whom `evidence` is given, as long as they did not refuse. */
export function unlessRefused(
  request: ValidRequest,
  policy: Policy,
  evidence: (view: Parameters<Ground['evaluate']>[0]) => readonly Evidence[] | undefined,
  applies: (ask: RuleAsk) => Sql = () => TRUE,
): Ground {
  const scope = permissionScope(request, policy);
  const said = (state: string): BlockQuery => ({
    kind: 'permission',
    filter: [...scope, { field: 'state', in: [state] }],
  });
  const queries = { withdrawn: said('withdrawn'), refused: said('refused') };
  return {
    basis: 'legitimate_interest',
    evaluate: (view) => {
      const proof = evidence(view);
      if (proof === undefined) return { holds: false, evidence: [], missing: [] };
      const [withdrawn, refused] = [view.blocks(queries.withdrawn), view.blocks(queries.refused)];
      if (withdrawn.length + refused.length === 0) return { holds: true, evidence: proof, missing: [] };
      const last = latest(refused) ?? Number.NEGATIVE_INFINITY;
      const [reason, hits] =
        last >= (latest(withdrawn) ?? Number.NEGATIVE_INFINITY)
          ? (['CONSENT_REFUSED', refused] as const)
          : (['CONSENT_WITHDRAWN', withdrawn] as const);
      return { holds: false, evidence: [], missing: [{ reason, evidence: hits.map((hit) => hit.evidence) }] };
    },
    compile: (ask) => {
      const [withdrawn, refused] = [ask.blocked(queries.withdrawn), ask.blocked(queries.refused)];
      const lastRefused = ask.blockedLast(queries.refused, queries.withdrawn);
      const concerned = applies(ask);
      return {
        holds: sql`(${concerned} and not ${withdrawn} and not ${refused})`,
        missing: [
          { reason: 'CONSENT_REFUSED', applies: sql`(${concerned} and ${lastRefused})` },
          {
            reason: 'CONSENT_WITHDRAWN',
            applies: sql`(${concerned} and ${withdrawn} and not ${lastRefused})`,
          },
        ],
      };
    },
  };
}
