import type { Channel } from '../../model/vocabulary.js';
import type { Rule } from '../rule.js';
import { isRefusable } from '../scope.js';
import { whereBlocked } from './block-rule.js';

/** Channels on which somebody else's network shows the message by what it knows of the person. */
const NETWORKS: readonly Channel[] = ['partner_web', 'partner_app', 'social_tracking', 'social_listing', 'affiliate'];

/**
 * An opt-out at a platform, of the industry, or in the settings of the recipient ends targeted advertising there. It
 * does not end the registration of data, nor advertising that is the same for everybody.
 */
export const platformOptOut: Rule = {
  id: 'platform-opt-out',
  about: 'An opt-out seen at a platform, or of the whole industry, ends targeted advertising through networks.',
  source: 'EDAA European self-regulation for online behavioural advertising; notice on marketing, OKQ8, 2022-08-27',
  reasons: ['PLATFORM_OPT_OUT'],
  for: ({ channel, purpose, targeted }) =>
    targeted && isRefusable(purpose) && NETWORKS.includes(channel)
      ? whereBlocked('PLATFORM_OPT_OUT', {
          kind: 'signal',
          filter: [{ field: 'signal', in: ['platform_opt_out', 'recipient_setting'] }],
        })
      : undefined,
};
