import { beforeAll, describe, expect, test } from 'vitest';
import type { AbsenceNode } from '../../src/segments/absence.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { describeSegment } from '../../src/segments/segment.js';
import { absolute, ever, rolling } from '../../src/segments/window.js';
import { type SaidOfCondition, segmentsBoth } from '../parity/segments-both.js';

/** As-of 2026-03-03T10:00:00Z, zone Europe/Stockholm. A cart is filled; an order follows, or not. */
const cart = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  type: 'cart',
  occurredAt,
  ...fields,
});
const order = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  type: 'order',
  occurredAt,
  ...fields,
});

const event = [
  cart('abandoned', '2026-02-10T10:00:00Z'),
  cart('ordered', '2026-02-10T10:00:00Z'),
  order('ordered', '2026-02-10T12:00:00Z'),
  cart('ordered before', '2026-02-10T10:00:00Z'),
  order('ordered before', '2026-02-10T09:59:59Z'),
  cart('ordered at once', '2026-02-10T10:00:00Z', { id: '1' }),
  order('ordered at once', '2026-02-10T10:00:00Z', { id: '2' }),
  cart('ordered in the last microsecond', '2026-02-10T10:00:00Z'),
  order('ordered in the last microsecond', '2026-02-11T10:00:00Z'),
  cart('ordered a microsecond late', '2026-02-10T10:00:00Z'),
  order('ordered a microsecond late', '2026-02-11T10:00:00.000001Z'),
  // The first cart was ordered, the second was not; one is enough.
  cart('twice', '2026-02-10T10:00:00Z'),
  order('twice', '2026-02-10T11:00:00Z'),
  cart('twice', '2026-02-20T10:00:00Z'),
  // A day before as-of to the microsecond: its time is just over. A microsecond later: it is not.
  cart('just over', '2026-03-02T10:00:00Z'),
  cart('not over', '2026-03-02T10:00:00.000001Z'),
  cart('not over, ordered', '2026-03-03T08:00:00Z'),
  order('not over, ordered', '2026-03-03T09:00:00Z'),
  cart('order at as-of', '2026-03-02T10:00:00Z'),
  order('order at as-of', '2026-03-03T10:00:00Z'),
  order('only ordered', '2026-02-10T10:00:00Z'),
  cart('another shop', '2026-02-10T10:00:00Z', { controller: 'okq8' }),
  order('another shop', '2026-02-10T12:00:00Z', { controller: 'okq8_bank' }),
  cart('same shop', '2026-02-10T10:00:00Z', { controller: 'okq8' }),
  order('same shop', '2026-02-10T12:00:00Z', { controller: 'okq8' }),
  // 23 hours of one local day in spring; the order comes after it, and within 24 hours.
  cart('short day', '2025-03-29T11:00:00Z'),
  order('short day', '2025-03-30T10:30:00Z'),
];

const profile = [...new Set([...event.map(({ profileId }) => profileId), 'silent'])].map((id) => ({ id }));

const filled = { over: 'event', where: { type: 'cart' } } as const;
const ordered = { over: 'event', where: { type: 'order' } } as const;

const absence = (rest: Partial<Omit<AbsenceNode, 'kind'>> = {}): Condition => ({
  kind: 'absence',
  steps: [filled],
  not: ordered,
  for: 'PT24H',
  in: ever,
  ...rest,
});

const LEFT = [
  'abandoned',
  'just over',
  'order at as-of',
  'ordered a microsecond late',
  'ordered at once',
  'ordered before',
  'twice',
];

const table: readonly [string, Condition, readonly string[]][] = [
  ['nothing follows up to the end of the time, which is over', absence(), LEFT],
  ['what is not over yet, if nothing followed so far', absence({ open: 'include' }), [...LEFT, 'not over'].sort()],
  ['at one instant in the order of ids', absence({ ties: 'allow' }), LEFT.filter((id) => id !== 'ordered at once')],
  ['a local day is shorter than a day in spring', absence({ for: 'P1D' }), [...LEFT, 'short day'].sort()],
  ['of the same controller', absence({ same: 'controller' }), ['another shop']],
  ['the window is that of the steps', absence({ in: rolling('P1D') }), ['just over', 'order at as-of']],
  [
    'what follows need not lie in the window',
    absence({ in: absolute('2026-02-10T10:00:00Z', '2026-02-10T10:30:00Z') }),
    ['abandoned', 'ordered a microsecond late', 'ordered at once', 'ordered before'],
  ],
  [
    'a step at the end of the window is past it',
    absence({ in: absolute('2026-02-20T09:00:00Z', '2026-02-20T10:00:00Z') }),
    [],
  ],
  [
    'after several steps',
    absence({ steps: [filled, ordered], not: filled }),
    [
      'another shop',
      'ordered',
      'ordered a microsecond late',
      'ordered in the last microsecond',
      'same shop',
      'short day',
      'twice',
    ],
  ],
  ['nobody can lack a kind of which nothing is known', absence({ steps: [{ over: 'purchase', where: {} }] }), []],
  [
    'everybody lacks it',
    absence({ not: { over: 'purchase', where: {} } }),
    [...LEFT, 'another shop', 'ordered', 'ordered in the last microsecond', 'same shop', 'short day'].sort(),
  ],
];

describe('one thing and then not another', () => {
  let said: readonly SaidOfCondition[];
  beforeAll(async () => {
    said = await segmentsBoth(
      { profile, event },
      table.map(([, condition]) => condition),
    );
  });

  test.each(table)('%s', (_, condition, expected) => {
    expect(said.find((one) => one.condition === condition)).toEqual({
      condition,
      reference: expected,
      duckdb: expected,
    });
  });
});

test.each<[string, object, readonly string[]]>([
  ['no duration', { for: 'a while' }, ['segments.s.for']],
  ['events have no receipt', { same: 'receipt' }, ['segments.s.same']],
  ['a field of another kind', { not: { over: 'event', where: { receipt: 'r1' } } }, ['segments.s.not.where.receipt']],
])('%s', (_, fields, at) => {
  try {
    readSegment('s', { ...absence(), ...fields }, { attributes: {} });
    expect.unreachable();
  } catch (error) {
    expect((error as { issues: readonly { at: string }[] }).issues.map((issue) => issue.at)).toEqual(at);
  }
});

test('a sentence says it all', () => {
  expect(describeSegment({ id: 's', condition: absence({ open: 'include', in: rolling('P30D') }) })).toBe(
    'an event with type cart, in the last 30 days, then not an event with type order for 24 hours so far',
  );
});
