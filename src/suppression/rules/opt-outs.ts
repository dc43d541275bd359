import type { ReasonCode } from '../../model/reasons.js';
import { ANY } from '../../model/vocabulary.js';
import type { RowTest } from '../../segments/row-filter.js';
import { isTrue, sql } from '../../sql/fragment.js';
import { type BlockQuery, type GrantQuery, latest } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { channelScope, groupScope, isRefusable, orAny, permissionScope } from '../scope.js';

/** The person's own proven consent in the campaign's scope: what a later choice to hear from us again looks like. */
const ownConsent = (request: ValidRequest, policy: Policy, topics: readonly string[]): GrantQuery => ({
  filter: [
    ...permissionScope(request, policy).filter(({ field }) => field !== 'topic'),
    { field: 'topic', in: topics },
    { field: 'state', in: ['given'] },
    { field: 'origin', in: ['data_subject'] },
    { field: 'evidence', present: true },
  ],
});

/** An opt-out stands until a strictly later own consent; imports, sales and other people's records never end it. */
const optOutRule = (
  rule: Pick<Rule, 'id' | 'about'>,
  reason: ReasonCode,
  optedOut: (request: ValidRequest) => RowTest,
  endedBy: (request: ValidRequest) => readonly string[],
): Rule => ({
  ...rule,
  source: 'ePrivacy Directive Art. 13(2); GDPR Art. 7(3), 21(3)',
  reasons: [reason],
  for: (request, policy) => {
    if (!isRefusable(request.purpose)) return undefined;
    const refused: BlockQuery = {
      kind: 'opt_out',
      filter: [groupScope(request, policy), channelScope(request), optedOut(request)],
    };
    const consent = ownConsent(request, policy, endedBy(request));
    return {
      evaluate: (view) => {
        const ended = latest(view.grants(consent));
        const standing = view.blocks(refused).filter(({ at }) => ended === undefined || at >= ended);
        return standing.length === 0 ? [] : [{ reason, evidence: standing.map(({ evidence }) => evidence) }];
      },
      compile: (ask) => {
        const [at, ended] = [ask.block(refused), ask.grant(consent)];
        return [{ reason, applies: isTrue(sql`(${at} is not null and (${ended} is null or ${at} >= ${ended}))`) }];
      },
    };
  },
});

export const channelOptOut = optOutRule(
  { id: 'channel-opt-out', about: 'An opt-out from a channel stands until the person consents anew for what is sent.' },
  'CHANNEL_OPT_OUT',
  () => ({ field: 'topic', in: [ANY] }),
  ({ messageKind }) => orAny(messageKind),
);

export const topicOptOut = optOutRule(
  { id: 'topic-opt-out', about: 'An opt-out from one kind of message outlives a later general consent.' },
  'TOPIC_OPT_OUT',
  ({ messageKind }) => ({ field: 'topic', in: [messageKind] }),
  ({ messageKind }) => [messageKind],
);
