import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { describeSegment } from '../../src/segments/segment.js';
import type { SequenceNode } from '../../src/segments/sequence.js';
import { absolute, ever, rolling } from '../../src/segments/window.js';
import { type SaidOfCondition, segmentsBoth } from '../parity/segments-both.js';

/** As-of 2026-03-03T10:00:00Z, zone Europe/Stockholm. Names say what a person did; times are UTC. */
const event = (profileId: string, type: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  type,
  occurredAt,
  ...fields,
});
const bought = (profileId: string, occurredAt: string, fields: object = {}) => ({
  profileId,
  occurredAt,
  category: 'fuel/diesel',
  controller: 'okq8',
  ...fields,
});

const events = [
  event('a then b', 'a', '2026-02-10T10:00:00Z'),
  event('a then b', 'b', '2026-02-11T10:00:00Z'),
  event('b then a', 'b', '2026-02-10T10:00:00Z'),
  event('b then a', 'a', '2026-02-11T10:00:00Z'),
  event('at once', 'a', '2026-02-10T10:00:00Z', { id: '1' }),
  event('at once', 'b', '2026-02-10T10:00:00Z', { id: '2' }),
  event('at once, b first', 'a', '2026-02-10T10:00:00Z', { id: '4' }),
  event('at once, b first', 'b', '2026-02-10T10:00:00Z', { id: '3' }),
  event('at once, without ids', 'a', '2026-02-10T10:00:00Z'),
  event('at once, without ids', 'b', '2026-02-10T10:00:00Z'),
  event('a microsecond later', 'a', '2026-02-10T10:00:00Z'),
  event('a microsecond later', 'b', '2026-02-10T10:00:00.000001Z'),
  event('only a', 'a', '2026-02-10T10:00:00Z'),
  // The first a is too early for b, the second is not.
  event('anchors again', 'a', '2026-02-01T10:00:00Z'),
  event('anchors again', 'a', '2026-02-10T10:00:00Z'),
  event('anchors again', 'b', '2026-02-11T10:00:00Z'),
  event('b at as-of', 'a', '2026-03-01T10:00:00Z'),
  event('b at as-of', 'b', '2026-03-03T10:00:00Z'),
  event('week to the microsecond', 'a', '2026-02-10T10:00:00Z'),
  event('week to the microsecond', 'b', '2026-02-17T10:00:00Z'),
  event('week and a microsecond', 'a', '2026-02-10T10:00:00Z'),
  event('week and a microsecond', 'b', '2026-02-17T10:00:00.000001Z'),
  // Clocks go forward on 29 March 2025: a local day of 23 hours. They go back on 26 October: one of 25 hours.
  event('short day', 'a', '2025-03-29T11:00:00Z'),
  event('short day', 'b', '2025-03-30T10:30:00Z'),
  event('long day', 'a', '2025-10-25T10:00:00Z'),
  event('long day', 'b', '2025-10-26T10:30:00Z'),
  // A month after 31 January is 28 February; the anchor of the evening before reaches further than the later one.
  event('month ends', 'a', '2025-01-30T22:00:00Z'),
  event('month ends', 'a', '2025-01-31T01:00:00Z'),
  event('month ends', 'b', '2025-02-28T12:00:00Z'),
  event('month over', 'a', '2025-01-31T11:00:00Z'),
  event('month over', 'b', '2025-02-28T11:00:00.000001Z'),
  event('three', 'a', '2026-02-10T10:00:00Z'),
  event('three', 'b', '2026-02-15T10:00:00Z'),
  event('three', 'c', '2026-02-20T10:00:00Z'),
  event('c too early', 'a', '2026-02-10T10:00:00Z'),
  event('c too early', 'c', '2026-02-12T10:00:00Z'),
  event('c too early', 'b', '2026-02-15T10:00:00Z'),
  event('merged', 'a', '2026-02-10T10:00:00Z'),
  event('remains', 'b', '2026-02-11T10:00:00Z'),
  event('app, then fuel', 'app_open', '2026-02-10T10:00:00Z', { controller: 'okq8' }),
  event('app, then fuel elsewhere', 'app_open', '2026-02-10T10:00:00Z', { controller: 'okq8_bank' }),
  event('app of nobody, then fuel', 'app_open', '2026-02-10T10:00:00Z'),
  event('app, then return', 'app_open', '2026-02-10T10:00:00Z', { controller: 'okq8' }),
];

const purchases = [
  bought('app, then fuel', '2026-02-11T10:00:00Z'),
  bought('app, then fuel elsewhere', '2026-02-11T10:00:00Z'),
  bought('app of nobody, then fuel', '2026-02-11T10:00:00Z'),
  bought('app, then return', '2026-02-11T10:00:00Z', { type: 'return' }),
  bought('once', '2026-02-11T10:00:00Z'),
  bought('twice', '2026-02-11T10:00:00Z'),
  bought('twice', '2026-02-12T10:00:00Z', { category: 'wash' }),
  bought('one line', '2026-02-11T10:00:00Z', { id: 'l0' }),
  bought('two lines', '2026-02-11T10:00:00Z', { id: 'l1' }),
  bought('two lines', '2026-02-11T10:00:00Z', { id: 'l2' }),
];

const names = [...events, ...purchases].map(({ profileId }) => profileId).filter((id) => id !== 'merged');
const records = {
  profile: [...new Set([...names, 'merged', 'silent'])].map((id) => ({ id })),
  event: events,
  purchase: purchases,
  identity_link: [{ link: 'merge', profileId: 'merged', intoProfileId: 'remains', occurredAt: '2026-02-01T00:00:00Z' }],
};

type Step = SequenceNode['steps'][number];
const did = (type: string): Step => ({ over: 'event', where: { type } });
const fuel: Step = { over: 'purchase', where: { category: 'fuel' } };
const anything: Step = { over: 'purchase', where: {} };
const app = did('app_open');

const sequence = (steps: readonly Step[], rest: Partial<Omit<SequenceNode, 'kind' | 'steps'>> = {}): Condition => ({
  kind: 'sequence',
  steps,
  in: ever,
  ...rest,
});

const FOLLOWED = [
  'a microsecond later',
  'a then b',
  'anchors again',
  'c too early',
  'long day',
  'month ends',
  'month over',
  'remains',
  'short day',
  'three',
  'week and a microsecond',
  'week to the microsecond',
];
const but = (...ids: readonly string[]): readonly string[] => FOLLOWED.filter((id) => !ids.includes(id));

const ab = [did('a'), did('b')];

const table: readonly [string, Condition, readonly string[]][] = [
  ['later, not before, not at once, and before as-of', sequence(ab), FOLLOWED],
  ['as many as are held together by another word', sequence(ab, { ties: 'allow' }), [...FOLLOWED, 'at once'].sort()],
  [
    'within elapsed hours, the last microsecond included',
    sequence(ab, { within: 'PT168H' }),
    but('month ends', 'month over', 'week and a microsecond'),
  ],
  [
    'a gap of two steps is the same as the whole',
    sequence(ab, { maxGap: 'PT168H' }),
    but('month ends', 'month over', 'week and a microsecond'),
  ],
  [
    'a day on the wall is 23 hours in spring and 25 in autumn',
    sequence(ab, { within: 'P1D' }),
    ['a microsecond later', 'a then b', 'anchors again', 'long day', 'remains'],
  ],
  [
    'elapsed hours do not care',
    sequence(ab, { within: 'PT24H' }),
    ['a microsecond later', 'a then b', 'anchors again', 'remains', 'short day'],
  ],
  [
    'a month ends with its last day; the earlier anchor may reach further',
    sequence(ab, { within: 'P1M' }),
    but('month over'),
  ],
  ['a month and a day is a day more', sequence(ab, { within: 'P1M1D' }), FOLLOWED],
  ['an overall window holds every step', sequence(ab, { in: rolling('P20D') }), []],
  [
    'an overall window leaves its end out',
    sequence(ab, { in: absolute('2026-02-10T10:00:00Z', '2026-02-11T10:00:00Z') }),
    ['a microsecond later'],
  ],
  ['three steps', sequence([did('a'), did('b'), did('c')]), ['three']],
  ['three steps, all within ten days', sequence([did('a'), did('b'), did('c')], { within: 'P10D' }), ['three']],
  ['three steps, not within less', sequence([did('a'), did('b'), did('c')], { within: 'PT239H' }), []],
  ['three steps, five days between each', sequence([did('a'), did('b'), did('c')], { maxGap: 'P5D' }), ['three']],
  ['three steps, not four', sequence([did('a'), did('b'), did('c')], { maxGap: 'P4D' }), []],
  [
    'events and purchases; a return is no purchase',
    sequence([app, fuel]),
    ['app of nobody, then fuel', 'app, then fuel', 'app, then fuel elsewhere'],
  ],
  [
    'with the same controller; without one it is not the same',
    sequence([app, fuel], { same: 'controller' }),
    ['app, then fuel'],
  ],
  ['a row is one step only', sequence([anything, anything]), ['twice']],
  ['nor with itself at one instant', sequence([anything, anything], { ties: 'allow' }), ['twice', 'two lines']],
  ['the second step is another thing', sequence([fuel, { over: 'purchase', where: { category: 'wash' } }]), ['twice']],
];

describe('one thing after another', () => {
  let said: readonly SaidOfCondition[];
  beforeAll(async () => {
    said = await segmentsBoth(
      records,
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

  test('a kind that no source declares is never a step', async () => {
    const all = await segmentsBoth({ profile: records.profile, event: events }, [
      sequence([app, fuel], { within: 'P7D' }),
      sequence([app, fuel]),
      sequence([fuel, fuel], { within: 'P7D' }),
    ]);
    expect(all.map(({ reference, duckdb }) => [reference, duckdb])).toEqual([
      [[], []],
      [[], []],
      [[], []],
    ]);
  });
});

const issues = (condition: unknown): unknown => {
  try {
    readSegment('s', condition, { attributes: {} });
    return [];
  } catch (error) {
    return (error as { issues: readonly { at: string }[] }).issues.map(({ at }) => at);
  }
};

test.each<[string, object, readonly string[]]>([
  ['one step is no sequence', { steps: [app] }, ['segments.s.steps']],
  ['two limits at once', { steps: ab, within: 'P1D', maxGap: 'P1D' }, ['segments.s.maxGap']],
  ['no durations', { steps: ab, within: 'soon' }, ['segments.s.within']],
  [
    'both faults of one definition',
    { steps: ab, maxGap: 'P1DT1H', same: 'receipt' },
    ['segments.s.maxGap', 'segments.s.same'],
  ],
  ['events have no receipt', { steps: [app, fuel], same: 'receipt' }, ['segments.s.same']],
  [
    'a field of the other kind',
    { steps: [app, { over: 'event', where: { receipt: 'r1' } }] },
    ['segments.s.steps[1].where.receipt'],
  ],
])('%s', (_, fields, at) => {
  expect(issues({ kind: 'sequence', in: ever, ...fields })).toEqual(at);
});

test('a sentence says it all', () => {
  expect(describeSegment({ id: 's', condition: sequence([app, fuel], { within: 'P7D', same: 'controller' }) })).toBe(
    'an event with type app_open, then a purchase with category fuel, all within 7 days, with the same controller, ever',
  );
});
