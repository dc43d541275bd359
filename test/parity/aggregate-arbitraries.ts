import fc from 'fast-check';
import type { AggregateNode } from '../../src/segments/aggregate-node.js';
import type { ComparisonName } from '../../src/segments/comparisons.js';
import { returnModes } from '../../src/segments/counted-rows.js';
import type { Measure } from '../../src/segments/measures.js';
import type { Where } from '../../src/segments/where.js';
import type { Window } from '../../src/segments/window.js';
import { maybe, oneOf } from './world.js';

/**
 * Aggregates over the tiny world: every measure with every basis, every test on a row, every operator that fits, every
 * way with returns. Values stand on what the world's few rows add up to, so that equality is often met.
 */

export const window: fc.Arbitrary<Window> = oneOf<Window>(
  { kind: 'rolling', last: 'P365D' },
  { kind: 'rolling', last: 'P30D' },
  { kind: 'rolling', last: 'P1M' },
  { kind: 'rolling', last: 'PT24H' },
  { kind: 'absolute', from: '2025-09-01T10:00:00Z', to: '2026-02-01T10:00:00Z' },
  { kind: 'absolute', from: '2026-02-01', to: '2026-03-03' },
  { kind: 'between', from: 'P365D', to: 'P30D' },
  { kind: 'calendar', period: 'day', offset: 0 },
  { kind: 'calendar', period: 'month', offset: -1 },
  { kind: 'calendar', period: 'year', offset: -1, toDate: true },
  { kind: 'complete', last: 30, period: 'day' },
  { kind: 'complete', last: 1, period: 'quarter' },
  { kind: 'ever' },
  { kind: 'ever' },
);

/** Tests of purchases, a few at a time. */
const purchaseTests = oneOf<Where>(
  { category: 'fuel' },
  { category: ['wash', 'fuel/diesel'] },
  { category: { under: 'fuel', not_under: ['fuel/diesel'] } },
  { category: { not_under: 'fuel' } },
  { category: { not_under: 'fuel', missing: 'match' } },
  { category: { starts: 'fuel' } },
  { controller: 'okq8' },
  { controller: { ne: 'okq8' } },
  { type: 'return' },
  { type: { not_in: ['return'] } },
  { station: { eq: { profile: 'tier' } } },
  { station: { ne: { profile: 'tier' } } },
  { station: { gte: { profile: 'tier' }, missing: 'match' } },
  { quantity: { lte: { profile: 'points' } } },
  { product: ['A-1', 'a_b'] },
  { product: { glob: '?_b' } },
  { product: { glob: '*x' } },
  { product: { contains: '-' } },
  { product: { not_ends: '1' } },
  { product: { not_glob: 'A*', missing: 'match' } },
  { product: { gt: 'A-1' } },
  { amount: { gte: 100 } },
  { amount: { between: ['0.000001', 100] } },
  { amount: { in: [100, '0.000001'] } },
  { margin: { lt: 0 } },
  { currency: 'SEK' },
  { currency: { present: false } },
  { unit: { present: true } },
  { unit: 'litre' },
  { receipt: { present: true, ne: 'r1' } },
  { contactCollected: true },
  { contactCollected: { ne: true } },
  { occurredAt: { gte: '2026-02-01T10:00:00Z' } },
  { recordedAt: { within: { kind: 'rolling', last: 'P365D' } } },
);

const eventTests = oneOf<Where>(
  { type: 'app_open' },
  { type: ['search', 'app_open'] },
  { type: { ends: 'ch' } },
  { term: { contains: 'd' } },
  { term: { glob: '100%' } },
  { value: { gt: 0 } },
  { cart: { present: true } },
  { station: { eq: { profile: 'tier' } } },
  { recordedAt: { within: { kind: 'upcoming', next: 'P1D' }, missing: 'match' } },
  { category: 'fuel' },
);

const contactTests = oneOf<Where>(
  { channel: 'email' },
  { channel: { not_in: ['email'] } },
  { controller: 'okq8' },
  { controller: '*' },
  { purpose: { ne: 'direct_marketing' } },
  { topic: ['newsletter', '*'] },
  { campaign: 'c1' },
  { campaign: { ne: 'c1', missing: 'match' } },
  { reaction: { present: false } },
  { reaction: { starts: 'o' } },
);

const deliveryTests = oneOf<Where>(
  { outcome: 'hard_bounce' },
  { outcome: ['soft_bounce', 'complaint'] },
  { outcome: { ne: 'delivered' } },
  { channel: '*' },
  { controller: { ne: 'okq8' } },
  { country: { present: true } },
  { recordedAt: { within: { kind: 'rolling', last: 'P365D' } } },
);

const permissionTests = oneOf<Where>(
  { state: 'given' },
  { state: { ne: 'given' } },
  { state: { present: false } },
  { state: { ne: 'given', missing: 'match' } },
  { purpose: ['direct_marketing', '*'] },
  { channel: { in: ['email', 'sms'] } },
  { topic: { ne: '*' } },
  { origin: { glob: 'data*' } },
  { evidence: { present: true } },
  { system: { eq: { profile: 'tier' }, missing: 'match' } },
  { validUntil: { within: { kind: 'upcoming', next: 'P1D' } } },
  { validUntil: { within: { kind: 'upcoming', next: 'P1D' }, missing: 'match' } },
);

const where = (tests: fc.Arbitrary<Where>): fc.Arbitrary<Where> =>
  fc.array(tests, { maxLength: 2 }).map((all): Where => Object.assign({}, ...all));

const WHOLE = [0, 1, 2, 3, 30, -1] as const;
const FIGURES = [0, 1, 2, 100, '0.000001', -100, 80, '2.5', 200, -5, '999999999999.999999'] as const;
const SHARES = [0, '0.2', '0.166666', 1, '0.005', -1, '0.375'] as const;

type Scalar = string | number | boolean;

const ordered = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;

/** Numbers in order, as `between` wants them. */
const twoOf = (values: readonly Scalar[]): fc.Arbitrary<Scalar[]> =>
  fc.tuple(oneOf(...values), oneOf(...values)).map((two) => two.sort((a, b) => Number(a) - Number(b)));

/** A number held against others. */
const held = (values: readonly Scalar[]): fc.Arbitrary<Pick<AggregateNode, 'is' | 'value'>> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ is: oneOf(...ordered), value: oneOf(...values) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('between' as const), value: twoOf(values) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        is: oneOf('in' as const, 'not_in' as const),
        value: fc.array(oneOf(...values), { maxLength: 3 }),
      }),
    },
  );

const heldText = (values: readonly string[]): fc.Arbitrary<Pick<AggregateNode, 'is' | 'value'>> =>
  fc.oneof(
    fc.record({ is: oneOf<ComparisonName>('eq', 'ne', 'lt', 'gte'), value: oneOf(...values) }),
    fc.record({ is: oneOf<ComparisonName>('in', 'not_in'), value: fc.array(oneOf(...values), { maxLength: 2 }) }),
    fc.record({
      is: oneOf<ComparisonName>(...PATTERNS),
      value: oneOf('A', '-1', '_b', '*x', 'fuel*', '?1'),
    }),
  );

const PATTERNS = ['starts', 'ends', 'contains', 'glob', 'not_starts', 'not_ends', 'not_contains', 'not_glob'] as const;

const TIMES = ['2026-02-01T10:00:00Z', '2026-03-02T10:00:00Z', '2025-09-01T10:00:00Z'] as const;

const SEK = { currency: 'SEK' };

type Held = Pick<AggregateNode, 'measure' | 'is' | 'value'>;

const measured = (
  measure: fc.Arbitrary<Measure>,
  limits: fc.Arbitrary<Pick<AggregateNode, 'is' | 'value'>>,
): fc.Arbitrary<Held> => fc.tuple(measure, limits).map(([one, limit]) => ({ measure: one, ...limit }));

const quantile = (field: string, basis: object): fc.Arbitrary<Measure> =>
  oneOf<number | string>(0.5, '0.25', 0.9, 1, '0.000001', '0.333333').map((q) => ({ quantile: field, q, ...basis }));

const ofPurchases = fc.oneof(
  {
    weight: 4,
    arbitrary: measured(
      oneOf<Measure>(
        { count: 'line' },
        { count: 'receipt' },
        { count: 'receipt' },
        { count: 'day' },
        { distinct: 'product' },
        { distinct: 'station' },
        { distinct: 'amount' },
        { daysSince: 'last' },
        { daysSince: 'first' },
      ),
      held(WHOLE),
    ),
  },
  {
    weight: 5,
    arbitrary: measured(
      fc.oneof(
        oneOf<Measure>(
          { sum: 'quantity' },
          { sum: 'quantity', unit: 'litre' },
          { sum: 'amount', ...SEK },
          { sum: 'amount', currency: 'EUR' },
          { sum: 'margin', ...SEK },
          { average: 'amount', ...SEK },
          { average: 'netAmount', per: 'receipt', ...SEK },
          { average: 'quantity', per: 'day' },
          { min: 'amount', ...SEK },
          { max: 'amount', ...SEK },
          { min: 'margin', ...SEK },
          { max: 'quantity', unit: 'piece' },
          { first: 'amount', ...SEK },
          { last: 'quantity' },
        ),
        quantile('amount', SEK),
        quantile('quantity', {}),
      ),
      held(FIGURES),
    ),
  },
  {
    weight: 2,
    arbitrary: measured(
      oneOf<Measure>(
        { ratio: 'discount', to: 'listAmount', ...SEK },
        { ratio: 'margin', to: 'netAmount', ...SEK },
        { ratio: 'netAmount', to: 'quantity', unit: 'litre', ...SEK },
      ),
      held(SHARES),
    ),
  },
  {
    weight: 2,
    arbitrary: measured(
      oneOf<Measure>({ first: 'product' }, { last: 'product' }, { last: 'category' }, { first: 'receipt' }),
      heldText(['A-1', 'a_b', 'fuel', 'r1']),
    ),
  },
  {
    weight: 1,
    arbitrary: measured(
      oneOf<Measure>({ first: 'occurredAt' }, { last: 'occurredAt' }, { last: 'recordedAt' }),
      fc.oneof(
        fc.record({ is: oneOf(...ordered), value: oneOf(...TIMES) }),
        fc.constant({ is: 'between' as const, value: [TIMES[2], TIMES[0]] }),
      ),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Held>({ measure: { last: 'contactCollected' }, is: 'eq', value: true }) },
);

const ofEvents = fc.oneof(
  measured(
    oneOf<Measure>(
      { count: 'line' },
      { count: 'day' },
      { distinct: 'term' },
      { distinct: 'cart' },
      { daysSince: 'last' },
      { daysSince: 'first' },
    ),
    held([0, 1, 2, 32]),
  ),
  measured(
    oneOf<Measure>(
      { sum: 'value' },
      { sum: 'value', unit: 'point' },
      { average: 'value' },
      { average: 'value', per: 'day', unit: 'point' },
      { max: 'value' },
      { last: 'value' },
    ),
    held([0, 10, '0.5', -3, 20]),
  ),
  measured(oneOf<Measure>({ first: 'term' }, { last: 'type' }, { last: 'cart' }), heldText(['diesel', 'search', 'c1'])),
);

/** Measures of rows without figures; the fields are words or text that the kind has. */
const counting = (fields: readonly string[], words: fc.Arbitrary<Held>): fc.Arbitrary<Held> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: measured(
        fc.oneof(
          oneOf<Measure>({ count: 'line' }, { count: 'line' }, { count: 'day' }, { daysSince: 'last' }),
          oneOf<Measure>({ daysSince: 'first' }),
          oneOf(...fields).map((distinct): Measure => ({ distinct })),
        ),
        held(WHOLE),
      ),
    },
    {
      weight: 1,
      arbitrary: measured(
        oneOf<Measure>({ first: 'occurredAt' }, { last: 'occurredAt' }),
        fc.record({ is: oneOf(...ordered), value: oneOf(...TIMES) }),
      ),
    },
    { weight: 2, arbitrary: words },
  );

const worded = (field: string, ...values: readonly string[]): fc.Arbitrary<Held> =>
  measured(
    oneOf<Measure>({ first: field }, { last: field }),
    fc.oneof(
      fc.record({ is: oneOf<ComparisonName>('eq', 'ne'), value: oneOf(...values) }),
      fc.record({ is: oneOf<ComparisonName>('in', 'not_in'), value: fc.array(oneOf(...values), { maxLength: 2 }) }),
    ),
  );

const ofContacts = counting(
  ['channel', 'campaign', 'topic', 'occurredAt'],
  fc.oneof(worded('channel', 'email', 'sms'), worded('purpose', 'direct_marketing', '*'), worded('reaction', 'opened')),
);
const ofDeliveries = counting(
  ['outcome', 'channel', 'recordedAt'],
  fc.oneof(worded('outcome', 'delivered', 'complaint'), worded('channel', 'email', '*')),
);
const ofPermissions = counting(
  ['purpose', 'state', 'evidence', 'validUntil'],
  fc.oneof(worded('state', 'given', 'withdrawn'), worded('purpose', 'direct_marketing', '*'), worded('topic', '*')),
);

const without = (over: AggregateNode['over'], tests: fc.Arbitrary<Where>, held: fc.Arbitrary<Held>) =>
  fc
    .record({ where: where(tests), in: window, held })
    .map(({ held: one, ...rest }): AggregateNode => ({ kind: 'aggregate', over, ...rest, ...one }));

export const aggregates: fc.Arbitrary<AggregateNode> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ where: where(purchaseTests), in: window, returns: maybe(oneOf(...returnModes)), held: ofPurchases })
      .map(({ held: { measure, is, value }, returns, ...rest }): AggregateNode => {
        const mode = returns === undefined ? {} : { returns };
        return { kind: 'aggregate', over: 'purchase', ...rest, ...mode, measure, is, value };
      }),
  },
  { weight: 1, arbitrary: without('event', eventTests, ofEvents) },
  { weight: 1, arbitrary: without('contact', contactTests, ofContacts) },
  { weight: 1, arbitrary: without('delivery', deliveryTests, ofDeliveries) },
  { weight: 1, arbitrary: without('permission', permissionTests, ofPermissions) },
);
