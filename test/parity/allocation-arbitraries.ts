import fc from 'fast-check';
import type { CampaignAllocation, RunAllocation } from '../../src/campaign/allocation/definition.js';
import { maybe, oneOf } from './world.js';

/** Everything a campaign and a run can say about allocation, in a world small enough for every step to bite. */

const rank: fc.Arbitrary<NonNullable<CampaignAllocation['rank']>> = fc.record({
  field: oneOf('points', 'birthDate'),
  order: oneOf('ascending', 'descending'),
});

const stratum = maybe(oneOf('country', 'tier', 'points'), 2);
const percents = oneOf(0.000001, 10, 25, 33.333333, 50, 100);

const holdOut = fc
  .record({
    percent: percents,
    salt: oneOf('layer', 'other'),
    from: maybe(oneOf(0, 10, 50, 66.666667)),
    stratify: stratum,
  })
  .map(({ percent, salt, from, stratify }) => ({
    percent: from === undefined ? percent : Math.min(percent, 100 - from),
    salt,
    ...(stratify === undefined ? (from === undefined ? {} : { from }) : { stratify }),
  }))
  // 100 − 66.666667 is 33.333333 only to the last binary digit.
  .map((one) => ({ ...one, percent: Number(one.percent.toFixed(6)) }));

const split = fc
  .record({
    salt: fc.constant('split'),
    parts: oneOf(
      [
        { id: 'a', percent: 50 },
        { id: 'b', percent: 50 },
      ],
      [
        { id: 'a', percent: 33.333333 },
        { id: 'b', percent: 33.333333 },
        { id: 'c', percent: 33.333334 },
      ],
    ),
    stratify: stratum,
  })
  .map(({ stratify, ...rest }) => ({ ...rest, ...(stratify === undefined ? {} : { stratify }) }));

export const campaignAllocation: fc.Arbitrary<CampaignAllocation> = fc
  .record({
    priority: maybe(oneOf(1, 2)),
    rank: maybe(rank),
    limit: maybe(fc.record({ rows: fc.integer({ min: 1, max: 8 }), by: oneOf('rank', 'hash') })),
    holdOut: maybe(holdOut),
    split: maybe(split),
  })
  .map(({ limit, ...rest }): CampaignAllocation => {
    const chosen =
      limit === undefined
        ? undefined
        : limit.by === 'rank' && rest.rank !== undefined
          ? { rows: limit.rows, by: 'rank' as const }
          : { rows: limit.rows, by: 'hash' as const, salt: 'limit' };
    return Object.fromEntries(Object.entries({ ...rest, limit: chosen }).filter(([, value]) => value !== undefined));
  });

export const runAllocation: fc.Arbitrary<RunAllocation | undefined> = maybe(
  fc
    .record({
      order: oneOf<'definition' | 'priority'>('definition', 'priority'),
      perPerson: maybe(oneOf(1, 2), 2),
      perChannel: maybe(oneOf(1, 2), 1),
    })
    .map(({ order, perPerson, perChannel }) => ({
      order,
      ...(perPerson === undefined && perChannel === undefined ? { perPerson: 1 } : {}),
      ...(perPerson === undefined ? {} : { perPerson }),
      ...(perChannel === undefined ? {} : { perChannel }),
    })),
  3,
);
