import { platformName } from '../../model/signal.js';
import { leavesForNetwork } from '../destination.js';
import type { Rule } from '../rule.js';
import { isRefusable, orAny } from '../scope.js';
import { whereBlocked } from './block-rule.js';

/**
 * An opt-out at a platform, of the industry, or in the settings of the recipient ends targeted advertising there. It
 * does not end the registration of data, nor advertising that is the same for everybody.
 */
export const platformOptOut: Rule = {
  id: 'platform-opt-out',
  about: 'An opt-out seen at a platform, or of the whole industry, ends targeted advertising through networks.',
  source: 'EDAA European self-regulation for online behavioural advertising; notice on marketing, OKQ8, 2022-08-27',
  reasons: ['PLATFORM_OPT_OUT'],
  for: ({ channel, purpose, targeted, destination }, { destinations }) =>
    targeted && isRefusable(purpose) && leavesForNetwork(channel)
      ? whereBlocked('PLATFORM_OPT_OUT', {
          kind: 'signal',
          filter: [
            { field: 'signal', in: ['platform_opt_out', 'recipient_setting'] },
            // Where the recipient's platform is not known, an opt-out at any of them may be one there.
            ...(destination?.platform === undefined
              ? []
              : [
                  {
                    field: 'platform',
                    in: orAny(...[destination.platform, ...destinations.industryPlatforms].map(platformName)),
                  },
                ]),
          ],
        })
      : undefined,
};
