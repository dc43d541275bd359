import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { absolute, ever, rolling, type Window } from '../../src/segments/window.js';
import { membersOf } from './members.js';

/**
 * As-of 2026-03-03T10:00:00Z, zone Europe/Stockholm. Each person has lines on the bounds of the last 30 days, which
 * began at 2026-02-01T10:00:00Z.
 */
const line = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  occurredAt,
  category: 'fuel/diesel',
  controller: 'okq8',
  ...fields,
});

const purchase = [
  line('first', '2026-02-01T10:00:00Z', { receipt: 'r1', amount: '100', currency: 'SEK', quantity: '2.5' }),
  line('early', '2026-02-01T09:59:59.999999Z', { receipt: 'r2', amount: '100', currency: 'SEK' }),
  line('last', '2026-03-03T09:59:59.999999Z', { receipt: 'r3', amount: '99.999999', currency: 'SEK' }),
  line('now', '2026-03-03T10:00:00Z', { receipt: 'r4', amount: '100', currency: 'SEK' }),
  line('netted', '2026-02-10T10:00:00Z', { receipt: 'r5', quantity: '2', amount: '50', currency: 'SEK' }),
  line('netted', '2026-02-11T10:00:00Z', {
    receipt: 'r5',
    type: 'return',
    quantity: '2',
    amount: '50',
    currency: 'SEK',
  }),
  line('partly', '2026-02-10T10:00:00Z', { receipt: 'r6', quantity: '2' }),
  line('partly', '2026-02-10T10:00:00Z', { receipt: 'r6', quantity: '-1' }),
  line('late return', '2026-01-01T10:00:00Z', { receipt: 'r7' }),
  line('late return', '2026-02-20T10:00:00Z', { receipt: 'r7', type: 'return' }),
  line('euro', '2026-02-10T10:00:00Z', { amount: '100', currency: 'EUR', category: 'wash', controller: 'okq8_bank' }),
  line('card', '2026-02-10T10:00:00Z', { category: 'fuel_card' }),
  // Two lines of one local day, which is two days of UTC; and two local days within one day of UTC.
  line('one day', '2026-02-09T23:30:00Z', { receipt: 'r8' }),
  line('one day', '2026-02-10T00:30:00Z', { receipt: 'r9' }),
  line('two days', '2026-02-10T22:30:00Z', { receipt: 'r10' }),
  line('two days', '2026-02-10T23:30:00Z', { receipt: 'r10' }),
];

const profile = [...new Set(purchase.map(({ profileId }) => profileId)), 'silent'].map((id) => ({ id }));

const over = (
  measure: object,
  is: string,
  value: number | string,
  window: Window = rolling('P30D'),
  where: object = {},
): Condition => ({ kind: 'aggregate', over: 'purchase', where, measure, in: window, is, value }) as Condition;

const LINES = { count: 'line' };
const SEK = { sum: 'amount', currency: 'SEK' };
const FUEL = { category: 'fuel' };
const ALL_BUT = (...ids: readonly string[]): readonly string[] =>
  profile
    .map(({ id }) => id)
    .filter((id) => !ids.includes(id))
    .sort();

const table: readonly [string, Condition, readonly string[]][] = [
  [
    'a window holds its first instant, not the one before, and ends before as-of',
    over(LINES, 'gte', 1, rolling('P30D'), FUEL),
    ['first', 'last', 'one day', 'two days'],
  ],
  ['a return takes a line back at its own time', over(LINES, 'eq', -1), ['late return']],
  ['the silent have none', over(LINES, 'eq', 0), ['early', 'netted', 'now', 'partly', 'silent']],
  ['at most takes the silent in', over(LINES, 'lte', 0), ['early', 'late return', 'netted', 'now', 'partly', 'silent']],
  ['below', over(LINES, 'lt', 0), ['late return']],
  ['above', over(LINES, 'gt', 1), ['one day', 'two days']],
  ['as-of is not yet past', over(LINES, 'gte', 1, ever), ALL_BUT('late return', 'netted', 'now', 'partly', 'silent')],
  [
    'an absolute window holds its first instant',
    over(LINES, 'gte', 1, absolute('2026-02-01T09:59:59.999999Z', '2026-02-01T10:00:00Z')),
    ['early'],
  ],
  [
    'an absolute window leaves its end out',
    over(LINES, 'gte', 1, absolute('2026-02-01T00:00:00Z', '2026-02-01T10:00:00.000001Z')),
    ['early', 'first'],
  ],
  [
    'a category holds what is under it, not what begins like it',
    over(LINES, 'gte', 1, ever, { category: 'fuel_card' }),
    ['card'],
  ],
  ['one of several categories', over(LINES, 'gte', 1, ever, { category: ['wash', 'fuel_card'] }), ['card', 'euro']],
  ['one controller', over(LINES, 'gte', 1, ever, { controller: 'okq8_bank' }), ['euro']],
  ['both tests at once', over(LINES, 'gte', 1, ever, { controller: 'okq8', category: 'wash' }), []],
  [
    'a receipt counts once, by its net quantity',
    over({ count: 'receipt' }, 'eq', 1),
    ['first', 'last', 'partly', 'two days'],
  ],
  [
    'a receipt taken back whole does not count',
    over({ count: 'receipt' }, 'eq', 0, ever),
    ['card', 'euro', 'late return', 'netted', 'now', 'silent'],
  ],
  ['lines without receipt are of no receipt', over({ count: 'receipt' }, 'gte', 2), ['one day']],
  ['days are local', over({ count: 'day' }, 'eq', 1), ['card', 'euro', 'first', 'last', 'netted', 'one day', 'partly']],
  ['two local days within one of UTC', over({ count: 'day' }, 'eq', 2), ['two days']],
  ['a sum of quantities, one piece where none is named', over({ sum: 'quantity' }, 'eq', '2.5'), ['first']],
  ['a sum of quantities is net', over({ sum: 'quantity' }, 'eq', 1), ['card', 'euro', 'last', 'partly']],
  ['an amount of exactly', over(SEK, 'gte', 100), ['first']],
  ['a millionth below', over(SEK, 'eq', '99.999999'), ['last']],
  [
    'other currencies are neither counted nor converted',
    over({ sum: 'amount', currency: 'EUR' }, 'gte', 100),
    ['euro'],
  ],
  [
    'amounts are net',
    over(SEK, 'lte', 0, ever),
    ['card', 'euro', 'late return', 'netted', 'now', 'one day', 'partly', 'silent', 'two days'],
  ],
  ['days since the last: today is 0', over({ daysSince: 'last' }, 'eq', 0, ever), ['last']],
  [
    'days since the last sale, whatever was returned since',
    over({ daysSince: 'last' }, 'eq', 61, ever),
    ['late return'],
  ],
  ['days since nothing is missing: at most', over({ daysSince: 'last' }, 'lte', 1000, ever), ALL_BUT('now', 'silent')],
  ['days since nothing is missing: at least', over({ daysSince: 'last' }, 'gte', 0, ever), ALL_BUT('now', 'silent')],
  [
    'not takes those without any in',
    { kind: 'not', of: over({ daysSince: 'last' }, 'gte', 0, ever) },
    ['now', 'silent'],
  ],
  ['days since the last are local days', over({ daysSince: 'last' }, 'eq', 20, ever), ['two days']],
];

describe('behaviour', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile, purchase },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});
