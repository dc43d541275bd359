import { liesIn } from '../../model/regions.js';
import { TRUE } from '../../sql/fragment.js';
import { recipientOf } from '../destination.js';
import type { Rule } from '../rule.js';

/** Data goes to recipients in the regions that the policy allows, and to nobody else; an unknown region is none. */
export const transferRegion: Rule = {
  id: 'transfer-region',
  about: 'Nobody is handed to a recipient outside the regions that the policy allows.',
  source: 'GDPR Art. 44–46; notice on processing, Mandatum Life, 2017-12-07 (within the EU)',
  reasons: ['TRANSFER_REGION_NOT_ALLOWED'],
  for: ({ channel, destination }, { destinations }) => {
    const recipient = recipientOf(channel, destination, destinations);
    if (recipient === undefined || liesIn(recipient.region, destinations.allowedRegions)) return undefined;
    const evidence = [{ kind: 'destination', via: [], note: `${recipient.id ?? 'default'}: ${recipient.region}` }];
    return {
      evaluate: () => [{ reason: 'TRANSFER_REGION_NOT_ALLOWED', evidence }],
      compile: () => [{ reason: 'TRANSFER_REGION_NOT_ALLOWED', applies: TRUE }],
    };
  },
};
