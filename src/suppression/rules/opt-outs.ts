import type { ReasonCode } from '../../model/reasons.js';
import { ANY, ANY_ONE } from '../../model/vocabulary.js';
import type { RowFilter, RowTest } from '../../segments/row-filter.js';
import { anyOf } from '../../sql/fragment.js';
import { type BlockQuery, type GrantQuery, latest } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { channelScope, groupScope, isRefusable, orAny, permissionScope } from '../scope.js';

/** The person's own proven, unexpired consent in the campaign's scope: a later choice to hear from us again. */
const ownConsent = (request: ValidRequest, policy: Policy, topics: readonly string[]): RowFilter => [
  ...permissionScope(request, policy).filter(({ field }) => field !== 'topic'),
  { field: 'topic', in: topics },
  { field: 'state', in: ['given'] },
  { field: 'origin', in: ['data_subject'] },
  { field: 'evidence', present: true },
  { field: 'validUntil', absentOrAfter: Math.max(request.asOf, request.sendAt) },
];

/**
 * Which consent of a member ends which opt-out for that member, and for nobody else: one given for a profile ends by
 * a consent that names the member's profile, because an address alone may be somebody else's word; one given for an
 * address alone ends by a consent that names the profile or that address.
 */
const endings: readonly { readonly optOut: RowFilter; readonly consent: RowFilter }[] = [
  { optOut: [{ field: 'profileId', present: true }], consent: [{ field: 'profileId', present: true }] },
  { optOut: [{ field: 'profileId', present: false }], consent: [] },
];

const SOURCE = 'ePrivacy Directive Art. 13(2); GDPR Art. 7(3), 21(3)';

/** An opt-out stands for a member until that member's strictly later own consent; imports and sales never end it. */
export const optOutRule = (
  rule: Pick<Rule, 'id' | 'about' | 'source'>,
  reason: ReasonCode,
  kind: 'opt_out' | 'delivery',
  optedOut: (request: ValidRequest) => RowTest,
  endedBy: (request: ValidRequest) => readonly string[],
): Rule => ({
  ...rule,
  reasons: [reason],
  for: (request, policy) => {
    if (!isRefusable(request.purpose)) return undefined;
    const scope = [groupScope(request, policy), channelScope(request), optedOut(request)];
    const consent = ownConsent(request, policy, endedBy(request));
    const pairs = endings.map((ending): { refused: BlockQuery; ended: GrantQuery } => ({
      refused: { kind, filter: [...scope, ...ending.optOut] },
      ended: { filter: [...consent, ...ending.consent] },
    }));
    return {
      evaluate: (view) => {
        const standing = pairs.flatMap(({ refused, ended }) => {
          const refusals = view.blocks(refused);
          if (refusals.length === 0) return [];
          const endedAt = latest(view.grants(ended));
          return refusals.filter(({ at }) => endedAt === undefined || at >= endedAt);
        });
        return standing.length === 0 ? [] : [{ reason, evidence: standing.map(({ evidence }) => evidence) }];
      },
      compile: (ask) => [{ reason, applies: anyOf(pairs.map(({ refused, ended }) => ask.stands(refused, ended))) }],
    };
  },
});

export const channelOptOut = optOutRule(
  {
    id: 'channel-opt-out',
    about: 'An opt-out from a channel stands until the person consents anew for what is sent.',
    source: SOURCE,
  },
  'CHANNEL_OPT_OUT',
  'opt_out',
  () => ({ field: 'topic', in: [ANY, ANY_ONE] }),
  ({ messageKind }) => orAny(messageKind),
);

export const topicOptOut = optOutRule(
  {
    id: 'topic-opt-out',
    about: 'An opt-out from one kind of message outlives a later general consent.',
    source: SOURCE,
  },
  'TOPIC_OPT_OUT',
  'opt_out',
  // Of an unreadable topic nobody knows that it is another one.
  ({ messageKind }) => ({ field: 'topic', in: [messageKind, ANY_ONE] }),
  ({ messageKind }) => [messageKind],
);
