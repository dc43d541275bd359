import { DAY } from '../../model/instant.js';
import { purposes } from '../../model/vocabulary.js';
import type { RowFilter } from '../../segments/row-filter.js';
import { anyOf } from '../../sql/fragment.js';
import type { ContactsQuery } from '../facts.js';
import { groupOf, type Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { channelScope, orAny } from '../scope.js';

/** So many contacts of a kind in a window are enough. */
interface Cap {
  readonly query: ContactsQuery;
  readonly count: number;
  readonly note: string;
}

/** Whoever was contacted often enough is left alone for a while. */
export const frequencyCap: Rule = {
  id: 'frequency-cap',
  about: 'At the cap of the contact policy, or too soon after the same kind or campaign, there is no further contact.',
  source: 'contact policy; notice on marketing, OKQ8, 2022-08-27 (communication history)',
  reasons: ['FREQUENCY_CAP'],
  for: (request, policy) => {
    const caps = capsOf(request, policy);
    if (caps.length === 0) return undefined;
    return {
      evaluate: (view) => {
        const evidence = caps.flatMap(({ query, count, note }) => {
          const contacts = view.contacts(query);
          return contacts.length < count ? [] : contacts.map((hit) => ({ ...hit.evidence, note }));
        });
        return evidence.length === 0 ? [] : [{ reason: 'FREQUENCY_CAP', evidence }];
      },
      compile: (ask) => [
        {
          reason: 'FREQUENCY_CAP',
          applies: anyOf(caps.map(({ query, count }) => ask.contacted(query, count))),
        },
      ],
    };
  },
};

function capsOf(request: ValidRequest, policy: Policy): readonly Cap[] {
  const { asOf, purpose, messageKind, notAgain } = request;
  const { frequencyCaps, notAgainWithinDays } = policy.contact;
  const group = { field: 'controller', in: orAny(...groupOf(policy, request.controller)) };
  /** `(asOf − days, asOf]`: instants are whole. */
  const within = (days: number, filter: RowFilter): ContactsQuery => ({
    filter: [group, ...filter],
    from: asOf - days * DAY + 1,
    to: asOf + 1,
  });
  const capped = frequencyCaps
    .filter(({ purposesExcluded }) => !purposesExcluded.includes(purpose))
    .map(({ count, windowDays, per, purposesExcluded }): Cap => {
      const counting = purposes.filter((one) => !purposesExcluded.includes(one));
      const filter = [
        { field: 'purpose', in: orAny(...counting) },
        ...(per === 'channel' ? [channelScope(request)] : []),
      ];
      return { query: within(windowDays, filter), count, note: `${count} in ${windowDays} days` };
    });
  const days = Object.hasOwn(notAgainWithinDays, messageKind) ? notAgainWithinDays[messageKind] : undefined;
  const sameKind = days === undefined ? [] : [{ days, filter: [{ field: 'topic', in: orAny(messageKind) }] }];
  const sameCampaign =
    notAgain === undefined
      ? []
      : [{ days: notAgain.withinDays, filter: [{ field: 'campaign', in: [notAgain.campaign] }] }];
  return [
    ...capped,
    ...[...sameKind, ...sameCampaign].map(
      ({ days, filter }): Cap => ({ query: within(days, filter), count: 1, note: `not again within ${days} days` }),
    ),
  ];
}
