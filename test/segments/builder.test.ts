import { expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import { type Condition, conditionKinds } from '../../src/segments/condition-kinds.js';
import { conditionSchema } from '../../src/segments/condition-schema.js';
import { next, rolling } from '../../src/segments/window.js';

const b = builder({ attributes: { tier: 'text', joined: 'date', likes: 'list' } });
const gold = b.field('tier').is('gold');
const GOLD = { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' };
const month = { kind: 'rolling', last: 'P30D' };
const search = { over: 'event', where: { type: 'search' } } as const;
const wash = { over: 'purchase', where: { category: 'wash' } } as const;
const spent = { over: 'purchase', where: {}, measure: { count: 'receipt' }, in: rolling('P30D') } as const;

const table: readonly (readonly [Condition, object])[] = [
  [b.all(gold), { kind: 'all', of: [GOLD] }],
  [b.any(), { kind: 'any', of: [] }],
  [b.not(gold), { kind: 'not', of: GOLD }],
  [b.atLeast(2, gold, gold), { kind: 'at_least', k: 2, of: [GOLD, GOLD] }],
  [b.atMost(1, gold), { kind: 'at_most', k: 1, of: [GOLD] }],
  [b.exactly(0, gold), { kind: 'exactly', k: 0, of: [GOLD] }],
  [b.field('tier').between('a', 'b'), { kind: 'compare', field: 'tier', is: 'between', value: ['a', 'b'] }],
  [b.field('tier').isMissing(), { kind: 'presence', field: 'tier', is: 'missing' }],
  [
    b.field('likes').hasAny('golf', 'wine'),
    { kind: 'compare', field: 'likes', is: 'contains_any', value: ['golf', 'wine'] },
  ],
  [b.field('likes').hasAll('golf'), { kind: 'compare', field: 'likes', is: 'contains_all', value: ['golf'] }],
  [b.field('likes').hasNone(), { kind: 'compare', field: 'likes', is: 'contains_none', value: [] }],
  [b.date('birthDate').age('gte', 18), { kind: 'age', field: 'birthDate', is: 'gte', value: 18 }],
  [
    b.date('birthDate').ageBetween(18, 29, { leapDay: 'mar1' }),
    { kind: 'age', field: 'birthDate', is: 'between', value: [18, 29], leapDay: 'mar1' },
  ],
  [
    b.date('joined').in(rolling('P30D'), { missing: 'match' }),
    { kind: 'date', field: 'joined', in: month, missing: 'match' },
  ],
  [
    b.date('joined').anniversaryIn(next('P14D')),
    { kind: 'anniversary', field: 'joined', in: { kind: 'upcoming', next: 'P14D' } },
  ],
  [b.purchases().receipts().in(rolling('P30D')).atLeast(1), { kind: 'aggregate', ...spent, is: 'gte', value: 1 }],
  [b.rank({ by: spent, order: 'highest', top: 10 }), { kind: 'rank', by: spent, order: 'highest', top: 10 }],
  [b.bucket('autumn', 0, 50), { kind: 'bucket', salt: 'autumn', from: 0, to: 50 }],
  [b.onList('vip'), { kind: 'list', list: 'vip' }],
  [b.ids('1', '2'), { kind: 'list', ids: ['1', '2'] }],
  [b.inSegment('lapsed'), { kind: 'segment', id: 'lapsed' }],
  [
    b.sequence({ steps: [search, wash], within: 'P7D', in: rolling('P30D') }),
    { kind: 'sequence', steps: [search, wash], within: 'P7D', in: month },
  ],
  [
    b.absence({ steps: [search], not: wash, for: 'PT24H', in: rolling('P30D') }),
    { kind: 'absence', steps: [search], not: wash, for: 'PT24H', in: month },
  ],
  [
    b.anchored({
      anchor: { field: 'joined' },
      from: 'P0D',
      to: 'P30D',
      ...wash,
      measure: { count: 'line' },
      is: 'gte',
      value: 1,
    }),
    {
      kind: 'anchored',
      anchor: { field: 'joined' },
      from: 'P0D',
      to: 'P30D',
      ...wash,
      measure: { count: 'line' },
      is: 'gte',
      value: 1,
    },
  ],
];

test.each(table)('%j', (condition, json) => {
  expect(condition).toEqual(json);
  expect(conditionSchema.parse(JSON.parse(JSON.stringify(condition)))).toEqual(json);
});

test('every kind of condition has a word', () => {
  expect([...new Set(table.map(([{ kind }]) => kind))].sort()).toEqual(Object.keys(conditionKinds).sort());
});

test('a field is asked only what its type can be', () => {
  // @ts-expect-error: a list is no single text
  b.field('likes').is('golf');
  // @ts-expect-error: a text has no items
  expect(b.field('tier').hasAny).toBeDefined();
  // @ts-expect-error: a text has no age
  expect(b.date('tier')).toBeDefined();
});
