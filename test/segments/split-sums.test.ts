import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { rolling } from '../../src/segments/window.js';
import { sql } from '../../src/sql/fragment.js';
import { splitBy } from '../../src/sql/split-sums.js';
import { segmentsBoth } from '../parity/segments-both.js';
import { cases } from '../setup/drawn-cases.js';

/**
 * Sums in several currencies are added up currency by currency in one grouping: whoever has rows in several, in none or
 * in another one has the sums that each has alone, and figures of all rows are of all currencies.
 */

const CURRENCIES = ['SEK', 'EUR', 'NOK'];
/** As great as an amount can be, eighteen digits, and so small that a number with a comma would lose it. */
const AMOUNTS = ['999999999999.999999', '0.000001', '100', '50', '0'];
const LIMITS = ['999999999999.999999', '100', '0.000001', '0', '-100'];
const DAYS = ['2026-02-20T10:00:00Z', '2026-01-10T10:00:00Z', '2025-06-01T10:00:00Z'];
const WINDOWS = ['P30D', 'P60D', 'P365D'];

const purchase = fc.record({
  profileId: fc.constantFrom('a', 'b', 'c'),
  amount: fc.option(fc.constantFrom(...AMOUNTS), { nil: undefined }),
  currency: fc.option(fc.constantFrom(...CURRENCIES, 'DKK'), { nil: undefined }),
  type: fc.constantFrom('sale', 'sale', 'return', 'void'),
  occurredAt: fc.constantFrom(...DAYS),
});

const about = fc.record({ in: fc.constantFrom(...WINDOWS).map(rolling), is: fc.constantFrom('gte', 'lt', 'eq') });
const figure = (measure: fc.Arbitrary<object>, limits: readonly (string | number)[]): fc.Arbitrary<Condition> =>
  fc
    .tuple(about, measure, fc.constantFrom(...limits))
    .map(
      ([how, what, value]) =>
        ({ kind: 'aggregate', over: 'purchase', where: {}, measure: what, value, ...how }) as Condition,
    );
const currency = fc.constantFrom(...CURRENCIES);
const measured = fc.oneof(
  figure(
    currency.map((one) => ({ sum: 'amount', currency: one })),
    LIMITS,
  ),
  figure(
    currency.map((one) => ({ average: 'amount', currency: one })),
    LIMITS,
  ),
  figure(fc.constant({ count: 'line' }), [0, 1, 2, -1]),
);
const { said } = fc.letrec<{ said: Condition }>((tie) => ({
  said: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    measured,
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('said'), { minLength: 2, maxLength: 4 }))
      .map(([kind, of]) => ({ kind, of }) as Condition),
    tie('said').map((of) => ({ kind: 'not', of }) as Condition),
  ),
}));

const spent = (one: string): Condition =>
  ({
    kind: 'aggregate',
    over: 'purchase',
    where: {},
    measure: { sum: 'amount', currency: one },
    in: rolling('P365D'),
    is: 'gte',
    value: '100',
  }) as Condition;

test('sums in several currencies, and figures of all rows beside them, are what each is alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(purchase, { minLength: 1, maxLength: 12, size: 'max' }),
      fc.array(said, { minLength: 1, maxLength: 3 }),
      async (rows, conditions) => {
        const records = { profile: ['a', 'b', 'c', 'silent'].map((id) => ({ id })), purchase: rows } as RecordsInput;
        // Two currencies at least, so that they are always told apart.
        const both = await segmentsBoth(records, [...conditions, spent('SEK'), spent('EUR')]);
        for (const { condition, reference, duckdb } of both) {
          expect([...duckdb].sort(), JSON.stringify(condition)).toEqual([...reference].sort());
        }
      },
    ),
    { numRuns: cases(10) },
  );
}, 600_000);

test('rows are told apart by what two sums name differently, and by nothing else', () => {
  const value = sql`amount`;
  const within = (column: string, one: string) => ({ value, filter: [], within: { column, test: sql`x = ${one}` } });
  expect(splitBy([{ value, filter: [] }, within('currency', 'SEK'), within('currency', 'EUR')])).toBe('currency');
  expect(splitBy([within('currency', 'SEK'), within('currency', 'SEK')])).toBeUndefined();
  expect(splitBy([within('currency', 'SEK'), within('unit', 'litre')])).toBeUndefined();
  expect(splitBy([{ value, filter: [] }])).toBeUndefined();
});
