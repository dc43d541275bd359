import { DAY } from '../../model/instant.js';
import type { ReportsQuery } from '../facts.js';
import type { Rule } from '../rule.js';
import { channelScope } from '../scope.js';

/** An address that fails again and again is left alone, until the failures are old enough. */
export const softBounces: Rule = {
  id: 'soft-bounces',
  about: 'After so many temporary failures within a window, an address is not used on that channel.',
  source: 'RFC 3463 (class 4: persistent transient failure); contact policy',
  reasons: ['SOFT_BOUNCE_LIMIT'],
  for: (request, { contact: { softBounces: limit } }) => {
    if (limit === undefined) return undefined;
    const query: ReportsQuery = {
      filter: [{ field: 'outcome', in: ['soft_bounce'] }, channelScope(request)],
      after: request.asOf - limit.windowDays * DAY,
    };
    return {
      evaluate: (view) => {
        const bounces = view.reports(query);
        return bounces.length < limit.count
          ? []
          : [{ reason: 'SOFT_BOUNCE_LIMIT', evidence: bounces.map(({ evidence }) => evidence) }];
      },
      compile: (ask) => [{ reason: 'SOFT_BOUNCE_LIMIT', applies: ask.reported(query, limit.count) }],
    };
  },
};
