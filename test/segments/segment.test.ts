import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { conditionSchema } from '../../src/segments/condition-schema.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { describeSegment, isTargeting, readsOf, segment, traceSegment } from '../../src/segments/segment.js';
import { rolling } from '../../src/segments/window.js';
import { condition, NAMED } from '../parity/condition-arbitraries.js';
import { attributes } from '../parity/run-both.js';

const scope = { uses: NAMED, attributes };
const { all, any, not, field: of, purchases, events } = builder({ attributes: { tier: 'text', points: 'decimal' } });

describe('a condition is plain JSON', () => {
  test('writing and reading it back changes nothing', () => {
    fc.assert(
      fc.property(condition, (node) => {
        expect(conditionSchema.parse(JSON.parse(JSON.stringify(node)))).toEqual(node);
        expect(readSegment('s', JSON.parse(JSON.stringify(node)), scope).condition).toEqual(node);
      }),
    );
  });

  test('the builder writes what a project file holds', () => {
    expect(purchases({ category: 'fuel' }).receipts().in(rolling('P60D')).atLeast(3)).toEqual({
      kind: 'aggregate',
      over: 'purchase',
      where: { category: 'fuel' },
      measure: { count: 'receipt' },
      in: { kind: 'rolling', last: 'P60D' },
      is: 'gte',
      value: 3,
    });
    expect(events('app_open', { controller: 'okq8' }).daysSinceLast().moreThan(5)).toMatchObject({
      over: 'event',
      where: { type: 'app_open', controller: 'okq8' },
      measure: { daysSince: 'last' },
      in: { kind: 'ever' },
      is: 'gt',
    });
    expect(all(of('tier').oneOf('gold', 'silver'), of('points').below(5), of('birthDate').isPresent())).toEqual({
      kind: 'all',
      of: [
        { kind: 'compare', field: 'tier', is: 'in', value: ['gold', 'silver'] },
        { kind: 'compare', field: 'points', is: 'lt', value: 5 },
        { kind: 'presence', field: 'birthDate', is: 'present' },
      ],
    });
  });
});

const aggregate = (change: object): object => ({
  kind: 'aggregate',
  over: 'purchase',
  where: {},
  measure: { count: 'line' },
  in: { kind: 'ever' },
  is: 'gte',
  value: 1,
  ...change,
});

describe('a mistake is told with its path', () => {
  test.each<[string, object, string]>([
    ['an unknown kind', { kind: 'funnel' }, 'segments.s.kind'],
    ['an unknown key', { kind: 'all', of: [], note: 'x' }, 'segments.s'],
    ['an unknown field', { kind: 'compare', field: 'contry', is: 'eq', value: 'SE' }, 'segments.s.field'],
    ['a list field', { kind: 'presence', field: 'email', is: 'present' }, 'segments.s.field'],
    [
      'deep inside',
      {
        kind: 'all',
        of: [{ kind: 'not', of: { kind: 'any', of: [{ kind: 'presence', field: 'x', is: 'present' }] } }],
      },
      'segments.s.of[0].of.of[0].field',
    ],
    [
      'a list where one value is needed',
      { kind: 'compare', field: 'tier', is: 'eq', value: ['gold'] },
      'segments.s.value',
    ],
    [
      'one value where a list is needed',
      { kind: 'compare', field: 'tier', is: 'in', value: 'gold' },
      'segments.s.value',
    ],
    ['text for a number', { kind: 'compare', field: 'points', is: 'gte', value: 'many' }, 'segments.s.value'],
    [
      'a number finer than a millionth',
      { kind: 'compare', field: 'points', is: 'gte', value: 0.1 + 0.2 },
      'segments.s.value',
    ],
    ['no such day', { kind: 'compare', field: 'birthDate', is: 'gte', value: '2026-02-30' }, 'segments.s.value'],
    ['nothing to compare with', { kind: 'compare', field: 'tier', is: 'eq', value: '  ' }, 'segments.s.value'],
    ['a word of another list', { kind: 'compare', field: 'party', is: 'eq', value: 'club' }, 'segments.s.value'],
    ['an order of flags', { kind: 'compare', field: 'deceased', is: 'lt', value: true }, 'segments.s.is'],
    ['an order of words', { kind: 'compare', field: 'party', is: 'gte', value: 'company' }, 'segments.s.is'],
    ['a filter that purchases do not have', aggregate({ where: { type: 'x' } }), 'segments.s.where.type'],
    [
      'a filter that events do not have',
      aggregate({ over: 'event', where: { receipt: 'x' } }),
      'segments.s.where.receipt',
    ],
    ['receipts of events', aggregate({ over: 'event', measure: { count: 'receipt' } }), 'segments.s.measure'],
    ['amounts of events', aggregate({ over: 'event', measure: { sum: 'quantity' } }), 'segments.s.measure.sum'],
    ['half a receipt', aggregate({ value: 1.5 }), 'segments.s.value'],
    ['an amount that is no number', aggregate({ measure: { sum: 'quantity' }, value: 'much' }), 'segments.s.value'],
    ['no duration', aggregate({ in: { kind: 'rolling', last: '30 days' } }), 'segments.s.in.last'],
    ['one of no categories', aggregate({ where: { category: [] } }), 'segments.s.where.category'],
  ])('%s', (_, node, at) => {
    expect(() => readSegment('s', node, scope)).toThrow(
      expect.objectContaining({
        code: 'definition-invalid',
        issues: expect.arrayContaining([expect.objectContaining({ at })]),
      }),
    );
  });
});

describe('what a segment reads', () => {
  test.each<[string, Condition, boolean, readonly string[]]>([
    ['everybody', all(), false, []],
    ['country and language', all(of('country').is('SE'), of('language').isMissing()), false, []],
    ['an age', not(of('birthDate').below('2000-01-01')), true, []],
    ['an own field', any(of('tier').is('gold')), true, []],
    ['purchases', not(purchases().lines().atLeast(1)), true, ['purchase']],
    ['both', all(events('x').count().atLeast(1), any(not(purchases().days().exactly(0)))), true, ['event', 'purchase']],
  ])('%s', (_, node, targets, reads) => {
    expect(isTargeting(segment('s', node))).toBe(targets);
    expect([...readsOf(segment('s', node))].sort()).toEqual(reads);
  });

  test('is said in words', () => {
    const lapsed = all(
      purchases({ category: ['fuel', 'wash'] })
        .receipts()
        .in(rolling('P365D'))
        .atLeast(3),
      not(any(of('tier').noneOf('gold', 'silver'), of('birthDate').isMissing())),
    );
    const words = describeSegment(segment('s', lapsed));
    expect(words).toMatch(/receipt.*fuel or wash.*in the last 365 days.*at least 3 and not /);
    expect(words).toContain('(tier is none of gold, silver or birthDate is missing)');
    expect(describeSegment(segment('s', all()))).toBe('everybody');
    expect(describeSegment(segment('s', any()))).toBe('nobody');
  });

  test('is shown with what it saw', () => {
    const person = {
      profile: {
        id: 'p1',
        email: [],
        phone: [],
        formerEmail: [],
        formerPhone: [],
        attributes: { points: 1_500_000n },
        unreadable: false,
        ref: { source: 'profile', row: 1 },
      },
      purchases: [],
      events: [],
      contacts: [],
      deliveries: [],
      permissions: [],
    };
    const node = all(of('points').atLeast(2), purchases().lines().atMost(0), purchases().daysSinceLast().atLeast(0));
    const context = { asOf: 0, zone: 'UTC', ...scope };
    expect(traceSegment(segment('s', node), person, context)).toMatchObject({
      holds: false,
      parts: [
        { says: 'points is at least 2', holds: false, saw: '1.5' },
        { holds: true, saw: '0' },
        { holds: false, saw: 'missing' },
      ],
    });
  });
});
