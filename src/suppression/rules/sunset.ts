import { DAY } from '../../model/instant.js';
import { anyOf, sql } from '../../sql/fragment.js';
import type { GrantQuery, RowsQuery } from '../facts.js';
import type { Rule } from '../rule.js';
import { isRefusable, permissionScope } from '../scope.js';

/**
 * Whoever did nothing for long is left alone, where the policy wants so.
 *
 * A purchase, an event, a click and a consent are doing something; that a message was opened is not, because mail
 * programs open messages by themselves.
 */
export const sunset: Rule = {
  id: 'sunset',
  about: 'Whoever bought, did, clicked or consented to nothing for long is no longer written to.',
  source: 'contact policy; GDPR Art. 5(1)(c) and (e)',
  reasons: ['SUNSET_INACTIVE'],
  for: (request, policy) => {
    const rule = policy.contact.sunset;
    if (rule === undefined || !rule.channels.includes(request.channel) || !isRefusable(request.purpose))
      return undefined;
    const from = request.asOf - rule.days * DAY;
    const during = { of: 'person', filter: [], from, to: request.asOf } as const;
    const activity: readonly RowsQuery[] = [
      { ...during, kind: 'purchase' },
      { ...during, kind: 'event' },
      { ...during, kind: 'contact', filter: [{ field: 'reaction', in: ['clicked'] }] },
    ];
    const consent: GrantQuery = {
      filter: [
        ...permissionScope(request, policy),
        { field: 'state', in: ['given'] },
        { field: 'at', absentOrAfter: from - 1 },
      ],
    };
    return {
      evaluate: (view) =>
        activity.some((query) => view.rows(query).length > 0) || view.grants(consent).length > 0
          ? []
          : [
              {
                reason: 'SUNSET_INACTIVE',
                evidence: [{ kind: 'policy', via: [], note: `nothing for ${rule.days} days` }],
              },
            ],
      compile: (ask) => [
        {
          reason: 'SUNSET_INACTIVE',
          applies: sql`(not ${anyOf([...activity.map((query) => ask.has(query)), ask.granted(consent)])})`,
        },
      ],
    };
  },
};
