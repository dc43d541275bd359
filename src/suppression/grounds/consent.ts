import type { ReasonCode } from '../../model/reasons.js';
import type { RowTest } from '../../segments/row-filter.js';
import { anyOf, type Sql, sql } from '../../sql/fragment.js';
import {
  type BlockQuery,
  type CandidateView,
  type Evidence,
  type GrantQuery,
  type Ground,
  type Hit,
  latest,
  type RuleAsk,
} from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { permissionScope } from '../scope.js';

/**
 * Consent: proven, unexpired, for exactly this, and later than every refusal of it.
 *
 * The latest expression wins and a tie refuses. Source: GDPR Art. 4(11), 6(1)(a), 7(1), 7(3); ePrivacy Directive
 * Art. 13(1).
 */
export const consent = (request: ValidRequest, policy: Policy): Ground =>
  consentProvenBy(
    'consent',
    policy.consentNeedsEvidence ? [{ field: 'evidence', present: true }] : [],
    request,
    policy,
  );

/**
 * A consent of an old system without a document: the system, the time and the notice shown are all there is to show.
 *
 * What is missing for it is what is missing for consent.
 */
export function legacyConsent(request: ValidRequest, policy: Policy): Ground | undefined {
  const { legacyConsents } = policy;
  if (legacyConsents === undefined) return undefined;
  const shown: readonly RowTest[] = [
    { field: 'system', in: legacyConsents.systems },
    { field: 'noticeVersion', present: true },
  ];
  const ground = consentProvenBy('legacy_consent', shown, request, policy);
  return {
    basis: ground.basis,
    evaluate: (view) => ({ ...ground.evaluate(view), missing: [] }),
    compile: (ask) => ({ holds: ground.compile(ask).holds, missing: [] }),
  };
}

function consentProvenBy(
  basis: 'consent' | 'legacy_consent',
  proof: readonly RowTest[],
  request: ValidRequest,
  policy: Policy,
): Ground {
  const scope = permissionScope(request, policy);
  const given: RowTest = { field: 'state', in: ['given'] };
  const queries = {
    withdrawn: { kind: 'permission', filter: [...scope, { field: 'state', in: ['withdrawn'] }] },
    refused: { kind: 'permission', filter: [...scope, { field: 'state', in: ['refused'] }] },
    /** Any consent in scope, pending confirmation or unproven ones included. */
    any: { filter: [...scope, { field: 'state', in: ['given', 'pending'] }] },
    proven: { filter: [...scope, given, ...proof] },
    valid: {
      filter: [
        ...scope,
        given,
        ...proof,
        { field: 'validUntil', absentOrAfter: Math.max(request.asOf, request.sendAt) },
      ],
    },
    /** Whatever it is for. */
    elsewhere: { filter: [given] },
  } as const satisfies Record<string, BlockQuery | GrantQuery>;
  return {
    basis,
    evaluate: (view) => evaluate(view, queries),
    compile: (ask) => {
      const { holds, reason } = stateSql(queries, ask);
      return {
        holds,
        missing: states.map((one) => ({ reason: one, applies: sql`(not ${holds} and ${reason} = ${one})` })),
      };
    },
  };
}

const states = [
  'CONSENT_REFUSED',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_UNPROVEN',
  'CONSENT_SCOPE_MISMATCH',
  'CONSENT_MISSING',
] as const satisfies readonly ReasonCode[];

interface Queries {
  readonly withdrawn: BlockQuery;
  readonly refused: BlockQuery;
  readonly any: GrantQuery;
  readonly proven: GrantQuery;
  readonly valid: GrantQuery;
  readonly elsewhere: GrantQuery;
}

const isAfter = (a: number | undefined, b: number | undefined): boolean =>
  a !== undefined && (b === undefined || a > b);

function evaluate(view: CandidateView, queries: Queries): ReturnType<Ground['evaluate']> {
  const refusals = [...view.blocks(queries.withdrawn), ...view.blocks(queries.refused)];
  const refusedAt = latest(refusals);
  const valid = view.grants(queries.valid);
  if (isAfter(latest(valid), refusedAt)) {
    const carrying = valid.filter(({ at }) => isAfter(at, refusedAt));
    return { holds: true, evidence: evidenceOf(carrying), missing: [] };
  }
  const missing = (reason: ReasonCode, hits: readonly Hit[]) => ({
    holds: false,
    evidence: [],
    missing: [{ reason, evidence: evidenceOf(hits) }],
  });
  const any = view.grants(queries.any);
  if (refusedAt !== undefined && !isAfter(latest(any), refusedAt)) {
    const last = refusals.filter(({ at }) => at === refusedAt);
    const refused = view.blocks(queries.refused).some(({ at }) => at === refusedAt);
    return missing(refused ? 'CONSENT_REFUSED' : 'CONSENT_WITHDRAWN', last);
  }
  const proven = view.grants(queries.proven);
  if (isAfter(latest(proven), refusedAt)) return missing('CONSENT_EXPIRED', proven);
  if (any.length > 0) return missing('CONSENT_UNPROVEN', any);
  const elsewhere = view.grants(queries.elsewhere);
  return missing(elsewhere.length > 0 ? 'CONSENT_SCOPE_MISMATCH' : 'CONSENT_MISSING', elsewhere);
}

const evidenceOf = (hits: readonly Hit[]): readonly Evidence[] => hits.map(({ evidence }) => evidence);

function stateSql(queries: Queries, ask: RuleAsk): { holds: Sql; reason: Sql } {
  const { withdrawn, refused } = queries;
  const later = (grant: GrantQuery): Sql => ask.once(ask.granted(grant, [withdrawn, refused]));
  const stopped = anyOf([ask.blocked(withdrawn), ask.blocked(refused)]);
  const reason = ask.once(sql`case
    when ${stopped} and not ${later(queries.any)} then case when ${ask.blockedLast(refused, withdrawn)} then ${'CONSENT_REFUSED'} else ${'CONSENT_WITHDRAWN'} end
    when ${later(queries.proven)} then ${'CONSENT_EXPIRED'}
    when ${ask.granted(queries.any)} then ${'CONSENT_UNPROVEN'}
    when ${ask.granted(queries.elsewhere)} then ${'CONSENT_SCOPE_MISMATCH'}
    else ${'CONSENT_MISSING'} end`);
  return { holds: later(queries.valid), reason };
}
