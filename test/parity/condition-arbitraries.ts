import fc from 'fast-check';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Window } from '../../src/segments/window.js';
import { oneOf } from './world.js';

/** Conditions over the tiny world: every kind, every operator, values at the bounds, empty lists and empty groups. */

const window: fc.Arbitrary<Window> = oneOf<Window>(
  { kind: 'rolling', last: 'P365D' },
  { kind: 'rolling', last: 'P30D' },
  { kind: 'rolling', last: 'P1M' },
  { kind: 'rolling', last: 'PT24H' },
  { kind: 'absolute', from: '2025-09-01T10:00:00Z', to: '2026-02-01T10:00:00Z' },
  { kind: 'ever' },
  { kind: 'ever' },
);

const limit = oneOf('eq', 'lt', 'lte', 'gt', 'gte');

const ofPurchases = fc.record({
  kind: fc.constant('aggregate' as const),
  over: fc.constant('purchase' as const),
  where: oneOf({}, { category: 'fuel' }, { category: ['wash', 'fuel/diesel'] }, { controller: 'okq8' }),
  measure: oneOf<object>(
    { count: 'line' },
    { count: 'receipt' },
    { count: 'day' },
    { sum: 'quantity' },
    { sum: 'amount', currency: 'SEK' },
    { daysSince: 'last' },
  ),
  in: window,
  is: limit,
  value: oneOf(0, 1, 2, 30, -1),
}) as fc.Arbitrary<Condition>;

const ofEvents = fc.record({
  kind: fc.constant('aggregate' as const),
  over: fc.constant('event' as const),
  where: oneOf({}, { type: 'app_open' }, { type: ['search', 'app_open'] }),
  measure: oneOf<object>({ count: 'line' }, { count: 'day' }, { daysSince: 'last' }),
  in: window,
  is: limit,
  value: oneOf(0, 1, 2, 32),
}) as fc.Arbitrary<Condition>;

const ofProfiles = oneOf<Condition>(
  { kind: 'compare', field: 'country', is: 'eq', value: 'SE' },
  { kind: 'compare', field: 'country', is: 'ne', value: 'SE' },
  { kind: 'compare', field: 'country', is: 'in', value: ['SE', 'NO'] },
  { kind: 'compare', field: 'country', is: 'not_in', value: ['SE'] },
  { kind: 'compare', field: 'country', is: 'in', value: [] },
  { kind: 'compare', field: 'country', is: 'not_in', value: [] },
  { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
  { kind: 'compare', field: 'points', is: 'gte', value: 10 },
  { kind: 'compare', field: 'points', is: 'lt', value: '10.5' },
  { kind: 'compare', field: 'birthDate', is: 'lte', value: '2008-03-03' },
  { kind: 'compare', field: 'deceased', is: 'ne', value: true },
  { kind: 'compare', field: 'id', is: 'gt', value: 'p3' },
  { kind: 'presence', field: 'birthDate', is: 'missing' },
  { kind: 'presence', field: 'tier', is: 'present' },
);

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 2, arbitrary: ofPurchases },
  { weight: 1, arbitrary: ofEvents },
  { weight: 1, arbitrary: ofProfiles },
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((of): Condition => ({ kind: 'all', of })) },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })) },
    { weight: 1, arbitrary: tie('node').map((of): Condition => ({ kind: 'not', of })) },
  ),
})).node;
