import { inList, sql } from '../../sql/fragment.js';
import { contactHoursAt } from '../contact-hours.js';
import type { Rule } from '../rule.js';
import { isRefusable } from '../scope.js';

/**
 * Outside the hours of a country nobody there is called, by the clock on the wall where the person is, at the instant
 * of sending. Where the campaign has a country of its own, its hours bind too.
 */
export const quietHours: Rule = {
  id: 'quiet-hours',
  about: 'Outside the hours in which a channel may be used, and on public holidays, nobody is contacted on it.',
  source: 'markedsføringsloven (NO) (2009-01-09-2) § 14; contact policy',
  reasons: ['QUIET_HOURS'],
  for: (request, policy) => {
    if (!isRefusable(request.purpose)) return undefined;
    const closed = contactHoursAt(request, policy);
    const campaign = request.country === undefined ? undefined : closed.get(request.country);
    if (closed.size === 0) return undefined;
    return {
      evaluate: ({ candidate: { profile } }) => {
        const note = profile.country === undefined ? campaign : closed.get(profile.country);
        return note === undefined ? [] : [{ reason: 'QUIET_HOURS', evidence: [{ kind: 'policy', via: [], note }] }];
      },
      compile: (ask) => {
        const applies = ask.profile((column) => {
          const own = column('country');
          const there = inList(own, [...closed.keys()]);
          return campaign === undefined ? there : sql`${there} or ${own} is null`;
        });
        return [{ reason: 'QUIET_HOURS', applies }];
      },
    };
  },
};
