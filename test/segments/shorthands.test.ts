import { beforeAll, describe, expect, test } from 'vitest';
import type { ClearlistError } from '../../src/errors.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { conditionSchema } from '../../src/segments/condition-schema.js';
import { birthday } from '../../src/segments/shorthands/birthday.js';
import { lapsed } from '../../src/segments/shorthands/lapsed.js';
import { lifecycle, lifecycleStages } from '../../src/segments/shorthands/lifecycle.js';
import { rfm } from '../../src/segments/shorthands/rfm.js';
import { winback } from '../../src/segments/shorthands/winback.js';
import { membersOf } from './members.js';

const fuel = { over: 'purchase', where: { category: 'fuel' } } as const;
const count = { kind: 'aggregate', ...fuel, measure: { count: 'line' }, returns: 'ignore' };
const year = { kind: 'rolling', last: 'P1Y' } as const;
const thresholds = { newFor: 30, lapsingAfter: 90, lapsedAfter: 365 };
const ever = { kind: 'ever' };
const days = { kind: 'aggregate', ...fuel, in: ever };
const known = { ...days, measure: { daysSince: 'first' }, is: 'gte', value: 30 };
const buyers = { ...count, in: year, is: 'gte', value: 1 };
const scored = { kind: 'rank', among: buyers };

/** Each in the JSON that it stands for, and who is in. As of 2026-03-03T10:00:00Z. */
const table: readonly (readonly [says: string, Condition, json: object, members: readonly string[]])[] = [
  [
    'lapsed',
    lapsed(fuel, { activeWithin: 'P1Y', silentFor: 'P90D' }),
    {
      kind: 'all',
      of: [
        { ...count, in: { kind: 'between', from: 'P1Y', to: 'P90D' }, is: 'gte', value: 1 },
        { ...count, in: { kind: 'rolling', last: 'P90D' }, is: 'eq', value: 0 },
      ],
    },
    ['quiet', 'regular'],
  ],
  [
    'win-back',
    winback(fuel, { times: 3, activeWithin: 'P1Y', silentFor: 'P90D' }),
    {
      kind: 'all',
      of: [
        { ...count, in: { kind: 'between', from: 'P1Y', to: 'P90D' }, is: 'gte', value: 3 },
        { ...count, in: { kind: 'rolling', last: 'P90D' }, is: 'eq', value: 0 },
      ],
    },
    ['regular'],
  ],
  [
    'birthday',
    birthday({ next: 'P14D' }),
    { kind: 'anniversary', field: 'birthDate', in: { kind: 'upcoming', next: 'P14D' } },
    ['fresh'],
  ],
  [
    'birthday of 29 February',
    birthday({ next: 'P1Y', leapDay: 'mar1' }),
    { kind: 'anniversary', field: 'birthDate', in: { kind: 'upcoming', next: 'P1Y' }, leapDay: 'mar1' },
    ['fresh', 'regular'],
  ],
  [
    'RFM',
    rfm({ in: year, where: fuel.where, currency: 'SEK', recency: [5], frequency: [1, 2, 3], money: [4, 5] }),
    {
      kind: 'all',
      of: [
        buyers,
        {
          ...scored,
          by: { ...fuel, measure: { daysSince: 'last' }, in: year },
          order: 'lowest',
          score: { of: 5, in: [5] },
        },
        {
          ...scored,
          by: { ...fuel, measure: { count: 'receipt' }, in: year },
          order: 'highest',
          score: { of: 5, in: [1, 2, 3] },
        },
        {
          ...scored,
          by: { ...fuel, measure: { sum: 'amount', currency: 'SEK' }, in: year },
          order: 'highest',
          score: { of: 5, in: [4, 5] },
        },
      ],
    },
    ['fresh'],
  ],
  [
    'RFM of any score: buyers',
    rfm({ in: year, where: fuel.where, currency: 'SEK' }),
    { kind: 'all', of: [buyers] },
    ['busy', 'fresh', 'quiet', 'regular', 'steady'],
  ],
  [
    'prospect',
    lifecycle('prospect', fuel, thresholds),
    { kind: 'all', of: [{ ...count, in: ever, is: 'eq', value: 0 }] },
    ['nobody', 'returner'],
  ],
  [
    'new',
    lifecycle('new', fuel, thresholds),
    { kind: 'all', of: [{ ...days, measure: { daysSince: 'first' }, is: 'lt', value: 30 }] },
    ['fresh'],
  ],
  [
    'active',
    lifecycle('active', fuel, thresholds),
    { kind: 'all', of: [known, { ...days, measure: { daysSince: 'last' }, is: 'lt', value: 90 }] },
    ['busy', 'steady'],
  ],
  [
    'lapsing',
    lifecycle('lapsing', fuel, thresholds),
    {
      kind: 'all',
      of: [
        known,
        { ...days, measure: { daysSince: 'last' }, is: 'gte', value: 90 },
        { ...days, measure: { daysSince: 'last' }, is: 'lt', value: 365 },
      ],
    },
    ['quiet', 'regular'],
  ],
  [
    'lapsed for long',
    lifecycle('lapsed', fuel, thresholds),
    { kind: 'all', of: [known, { ...days, measure: { daysSince: 'last' }, is: 'gte', value: 365 }] },
    ['gone'],
  ],
];

const bought: Readonly<Record<string, readonly string[]>> = {
  fresh: ['2026-03-01'],
  busy: ['2025-06-01', '2026-01-05', '2026-02-20'],
  steady: ['2025-05-01', '2025-12-30'],
  quiet: ['2025-09-01'],
  regular: ['2025-06-01', '2025-07-01', '2025-08-01'],
  gone: ['2024-01-01'],
};

const profile = [
  { id: 'fresh', birthDate: '1990-03-10' },
  { id: 'regular', birthDate: '2000-02-29' },
  ...['busy', 'steady', 'quiet', 'gone', 'nobody', 'returner'].map((id) => ({ id })),
];

const purchase = [
  ...Object.entries(bought).flatMap(([profileId, times]) =>
    times.map((day, i) => ({
      id: `${profileId}${i}`,
      receipt: `${profileId}${i}`,
      profileId,
      occurredAt: `${day}T12:00:00Z`,
      category: 'fuel/diesel',
      amount: profileId === 'fresh' ? '900' : '100',
      currency: 'SEK',
    })),
  ),
  {
    id: 'r',
    profileId: 'returner',
    type: 'return',
    occurredAt: '2026-02-01T12:00:00Z',
    category: 'fuel',
    amount: '-9',
  },
  { id: 'n', profileId: 'nobody', occurredAt: '2026-02-01T12:00:00Z', category: 'wash', amount: '50' },
];

test.each(table)('%s is plain JSON', (_, condition, json) => {
  expect(condition).toEqual(json);
  expect(conditionSchema.parse(JSON.parse(JSON.stringify(condition)))).toEqual(json);
});

describe('who is in', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile, purchase },
    );
  });

  test.each(table.map(([says, , , members], i) => [says, i, members] as const))('%s', (_, i, members) => {
    expect(found[i]).toEqual({ reference: members, duckdb: members });
  });

  test('everybody is in exactly one stage of a lifecycle', () => {
    const stages = found.slice(-lifecycleStages.length).flatMap(({ duckdb }) => duckdb);
    expect([...stages].sort()).toEqual(profile.map(({ id }) => id).sort());
  });
});

test.each([
  { newFor: 0, lapsingAfter: 90, lapsedAfter: 365 },
  { newFor: 91, lapsingAfter: 90, lapsedAfter: 365 },
  { newFor: 30, lapsingAfter: 365, lapsedAfter: 365 },
  { newFor: 1.5, lapsingAfter: 90, lapsedAfter: 365 },
])('thresholds that are not in order are refused: %j', (wrong) => {
  let error: unknown;
  try {
    lifecycle('new', fuel, wrong);
  } catch (thrown) {
    error = thrown;
  }
  expect((error as ClearlistError).code).toBe('definition-invalid');
});
