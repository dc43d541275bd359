import { beforeAll, describe, expect, test } from 'vitest';
import type { AnchoredNode } from '../../src/segments/anchored.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { describeSegment } from '../../src/segments/segment.js';
import { attributes } from '../parity/run-both.js';
import { type SaidOfCondition, segmentsBoth } from '../parity/segments-both.js';

/** As-of 2026-03-03T10:00:00Z, zone Europe/Stockholm, one hour ahead of UTC in winter. `joined` is a day of the profile. */
const joined: Record<string, string | undefined> = {
  'at midnight': '2026-01-10',
  'a microsecond before': '2026-01-10',
  'on the last instant': '2026-01-10',
  'at the end': '2026-01-10',
  'never joined': undefined,
  'joined, bought nothing': '2026-01-10',
  'joined yesterday': '2026-03-02',
  'joined tomorrow': '2026-03-04',
  'summer time': '2025-03-30',
};

const bought = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  occurredAt,
  category: 'fuel/diesel',
  controller: 'okq8',
  quantity: '1',
  ...fields,
});

const purchase = [
  bought('at midnight', '2026-01-09T23:00:00Z'),
  bought('a microsecond before', '2026-01-09T22:59:59.999999Z'),
  bought('on the last instant', '2026-01-16T22:59:59.999999Z'),
  bought('at the end', '2026-01-16T23:00:00Z'),
  bought('never joined', '2026-01-10T10:00:00Z'),
  bought('joined yesterday', '2026-03-02T10:00:00Z'),
  bought('joined tomorrow', '2026-03-03T09:00:00Z'),
  // A local day of 23 hours: the next midnight is 22:00 of UTC.
  bought('summer time', '2025-03-30T22:30:00Z'),
  bought('washes', '2026-01-01T10:00:00Z', { category: 'wash' }),
  bought('washes', '2026-01-05T10:00:00Z', { category: 'fuel' }),
  bought('washes', '2026-02-01T10:00:00Z', { category: 'wash' }),
  bought('washes', '2026-02-20T10:00:00Z', { category: 'fuel' }),
  bought('takes back', '2026-01-01T10:00:00Z', { category: 'wash', type: 'return' }),
  bought('takes back', '2026-01-02T10:00:00Z', { category: 'fuel' }),
];

const names = [...new Set([...Object.keys(joined), ...purchase.map(({ profileId }) => profileId)])];
const records = {
  profile: names.map((id) => ({
    id,
    ...(joined[id] === undefined ? {} : { attributes: { joined: joined[id] } }),
  })),
  purchase,
};

const day = { field: 'joined' };
const wash = { over: 'purchase', where: { category: 'wash' } } as const;

const anchored = (rest: Partial<Omit<AnchoredNode, 'kind'>> = {}): Condition => ({
  kind: 'anchored',
  over: 'purchase',
  where: { category: 'fuel' },
  measure: { count: 'line' },
  anchor: day,
  from: 'P0D',
  to: 'P7D',
  is: 'gte',
  value: 1,
  ...rest,
});

const none = { is: 'eq', value: 0 } as const;

const table: readonly [string, Condition, readonly string[]][] = [
  [
    'from the first local midnight, the end left out',
    anchored(),
    ['at midnight', 'joined yesterday', 'on the last instant', 'summer time'],
  ],
  [
    'nothing since, of those who have the day',
    anchored(none),
    ['a microsecond before', 'at the end', 'joined tomorrow', 'joined, bought nothing'],
  ],
  [
    'who has no day is no member, however little was asked',
    anchored({ is: 'lte', value: 100 }),
    Object.keys(joined).filter((id) => id !== 'never joined'),
  ],
  ['before the day', anchored({ from: '-P7D', to: 'P0D' }), ['a microsecond before', 'joined tomorrow']],
  [
    'once the time is over',
    anchored({ ...none, matured: true }),
    ['a microsecond before', 'at the end', 'joined, bought nothing'],
  ],
  ['a local day may be short: the day itself', anchored({ to: 'P1D' }), ['at midnight', 'joined yesterday']],
  ['elapsed hours do not care', anchored({ to: 'PT24H' }), ['at midnight', 'joined yesterday', 'summer time']],
  [
    'a time that is over at as-of is over',
    anchored({ anchor: { last: wash }, to: 'PT720H', matured: true }),
    ['washes'],
  ],
  [
    'a microsecond more is not over',
    anchored({
      anchor: { last: { over: 'purchase', where: { category: 'fuel', controller: 'okq8' } } },
      from: '-P1D',
      to: 'PT264H',
      matured: true,
    }),
    [
      'a microsecond before',
      'at midnight',
      'at the end',
      'never joined',
      'on the last instant',
      'summer time',
      'takes back',
      'washes',
    ],
  ],
  ['after the first time', anchored({ anchor: { first: wash }, to: 'P5D', value: 1 }), ['washes']],
  ['the anchor itself is in', anchored({ anchor: { first: wash }, where: {}, to: 'PT1S' }), ['washes']],
  ['after the last time', anchored({ anchor: { last: wash }, to: 'P10D', ...none }), ['washes']],
  ['after the second time', anchored({ anchor: { nth: 2, step: wash }, to: 'P30D' }), ['washes']],
  ['a third time never was', anchored({ anchor: { nth: 3, step: wash }, ...none }), []],
  ['a return is no first time', anchored({ anchor: { first: wash }, to: 'P2D', ...none }), ['washes']],
  [
    'a kind that no source declares anchors nobody',
    anchored({ anchor: { first: { over: 'event', where: {} } }, ...none }),
    [],
  ],
];

describe('around a moment of one’s own', () => {
  let said: readonly SaidOfCondition[];
  beforeAll(async () => {
    said = await segmentsBoth(
      records,
      table.map(([, condition]) => condition),
    );
  });

  test.each(table)('%s', (_, condition, expected) => {
    const sorted = [...expected].sort();
    expect(said.find((one) => one.condition === condition)).toEqual({ condition, reference: sorted, duckdb: sorted });
  });
});

test.each<[string, object, readonly string[]]>([
  ['no date', { anchor: { field: 'tier' } }, ['segments.s.anchor.field']],
  ['no such field', { anchor: { field: 'joinde' } }, ['segments.s.anchor.field']],
  ['no durations', { from: 'now', to: 'P1DT1H' }, ['segments.s.from', 'segments.s.to']],
  ['the end before the beginning', { from: 'P7D', to: '-P7D' }, ['segments.s']],
  ['nothing between', { from: 'P0D', to: 'P0D' }, ['segments.s']],
  [
    'a step of fields that it has not',
    { anchor: { last: { over: 'event', where: { receipt: 'x' } } } },
    ['segments.s.anchor.last.where.receipt'],
  ],
  ['what an aggregate refuses', { value: 'many' }, ['segments.s.value']],
])('%s is refused', (_, fields, at) => {
  try {
    readSegment('s', { ...anchored(), ...fields }, { attributes });
    expect.unreachable();
  } catch (error) {
    expect((error as { issues: readonly { at: string }[] }).issues.map((issue) => issue.at)).toEqual(at);
  }
});

test('a sentence says it all', () => {
  expect(describeSegment({ id: 's', condition: anchored({ from: '-P7D', to: 'P1M', matured: true }) })).toBe(
    'purchase lines with category fuel from 7 days before to 1 month after, counted from the day of joined: at least 1, once that is over',
  );
});
