import type { ReasonCode } from '../../model/reasons.js';
import { ANY } from '../../model/vocabulary.js';
import type { Rule } from '../rule.js';
import { channelScope, groupScope, isMarketing, isRefusable } from '../scope.js';
import { whereBlocked } from './block-rule.js';
import type { ValidRequest } from '../request.js';

/** One scope of objection: which purposes in the record make which reason. */
const objectionRule = (
  id: string,
  about: string,
  reason: ReasonCode,
  purposesOf: (request: ValidRequest) => readonly string[],
): Rule => ({
  id,
  about,
  source: 'GDPR Art. 21(1)–(3), recital 70',
  reasons: [reason],
  for: (request, policy) => {
    const purposes = purposesOf(request);
    return purposes.length === 0
      ? undefined
      : whereBlocked(reason, {
          kind: 'objection',
          filter: [groupScope(request, policy), { field: 'purpose', in: purposes }, channelScope(request)],
        });
  },
});

export const objectionDirectMarketing = objectionRule(
  'objection-direct-marketing',
  'An objection to direct marketing ends every marketing purpose, whatever the consent.',
  'OBJECTION_DIRECT_MARKETING',
  ({ purpose }) => (isMarketing(purpose) ? ['direct_marketing', ANY] : []),
);

export const objectionProfiling = objectionRule(
  'objection-profiling',
  'An objection to profiling ends targeted messages.',
  'OBJECTION_PROFILING',
  ({ purpose, targeted }) => (targeted && isRefusable(purpose) ? ['profiling'] : []),
);

export const objectionListingTransfer = objectionRule(
  'objection-listing-transfer',
  'An objection to the transfer to listing services ends it.',
  'OBJECTION_LISTING_TRANSFER',
  ({ purpose }) => (purpose === 'listing_advertising' ? ['listing_advertising'] : []),
);

export const objectionPurpose = objectionRule(
  'objection-purpose',
  'An objection to any other purpose ends that purpose.',
  'OBJECTION_PURPOSE',
  ({ purpose }) => {
    if (!isRefusable(purpose) || purpose === 'direct_marketing' || purpose === 'listing_advertising') return [];
    return isMarketing(purpose) ? [purpose] : [purpose, ANY];
  },
);
