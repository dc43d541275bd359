import fc from 'fast-check';
import range from 'lodash-es/range.js';
import { expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { comparisonOf } from '../../src/segments/row-comparisons.js';
import { ofRows } from '../../src/segments/row-presence.js';
import { absolute, ever, type Window } from '../../src/segments/window.js';
import { segmentsBoth } from '../parity/segments-both.js';

/** Whether there is a row is worked out apart from how many there are: it has to be what their number says. */

const COMPARISONS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in', 'between'] as const;

const compared = fc
  .tuple(fc.constantFrom(...COMPARISONS), fc.array(fc.integer({ min: -2, max: 4 }), { maxLength: 4 }), fc.nat(3))
  .map(([is, several, value]) => {
    const takes = comparisonOf(is).takes;
    const [low = 0, high = low] = [...several].sort((a, b) => a - b);
    return { is, value: takes === 'several' ? several : takes === 'two' ? [low, high] : value };
  });

test('a comparison is of presence where it says the same of every number but 0', () => {
  fc.assert(
    fc.property(compared, ({ is, value }) => {
      const limits = [value].flat().map(BigInt);
      const says = (count: number): boolean => comparisonOf(is).holds(BigInt(count), limits);
      const some = range(1, 10).map(says);
      const same = some.every((one) => one === some[0]);
      expect(ofRows({ is, value })).toEqual(same ? { none: says(0), some: some[0] } : undefined);
    }),
  );
});

test.each([
  ['gte', 1, { none: false, some: true }],
  ['gt', 0, { none: false, some: true }],
  ['ne', 0, { none: false, some: true }],
  ['lt', 1, { none: true, some: false }],
  ['lte', 0, { none: true, some: false }],
  ['eq', 0, { none: true, some: false }],
  ['gte', 0, { none: true, some: true }],
  ['lt', 0, { none: false, some: false }],
  ['gte', 2, undefined],
  ['eq', 1, undefined],
  ['ne', 3, undefined],
  ['between', [0, 5], undefined],
  ['in', [0], { none: true, some: false }],
  ['in', [], { none: false, some: false }],
] as const)('%s %j', (is, value, says) => {
  expect(ofRows({ is, value })).toEqual(says);
});

const AT = '2026-02-10T10:00:00Z';
const counted = (type: string | undefined, within: Window, is: string, value: number, measure = 'line'): Condition =>
  ({
    kind: 'aggregate',
    over: 'event',
    where: type === undefined ? {} : { type },
    measure: { count: measure },
    in: within,
    is,
    value,
  }) as Condition;

test('the ends of a window, missing types and devices of nobody’s', async () => {
  const event = [
    { profileId: 'at the start', type: 'open', occurredAt: '2026-02-01T00:00:00Z' },
    { profileId: 'at the end', type: 'open', occurredAt: '2026-02-10T00:00:00Z' },
    { profileId: 'just before the end', type: 'open', occurredAt: '2026-02-09T23:59:59.999Z' },
    { profileId: 'something else', type: 'search', occurredAt: '2026-02-05T00:00:00Z' },
    { deviceId: 'nobody’s', type: 'open', occurredAt: '2026-02-05T00:00:00Z' },
    { profileId: 'later than as-of', type: 'open', occurredAt: '2030-02-05T00:00:00Z' },
    { profileId: 'merged away', type: 'open', occurredAt: '2026-02-05T00:00:00Z' },
  ];
  const profile = [...new Set(event.flatMap(({ profileId }) => profileId ?? [])), 'silent', 'survivor'].map((id) => ({
    id,
  }));
  const identity_link = [{ link: 'merge', profileId: 'merged away', intoProfileId: 'survivor', occurredAt: AT }];
  const within = absolute('2026-02-01T00:00:00Z', '2026-02-10T00:00:00Z');
  const opened = ['at the start', 'just before the end', 'survivor'];
  const everybody = profile.map(({ id }) => id).filter((id) => id !== 'merged away');
  const said = await segmentsBoth({ profile, event, identity_link }, [
    counted('open', within, 'gte', 1),
    counted('open', within, 'lt', 1),
    counted(undefined, within, 'gte', 1),
    counted('open', ever, 'gte', 1),
    counted('nothing', within, 'eq', 0),
    counted('open', within, 'gte', 0),
  ]);
  const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort();
  const expected = [
    opened,
    everybody.filter((id) => !opened.includes(id)),
    [...opened, 'something else'],
    [...opened, 'at the end'],
    everybody,
    everybody,
  ];
  for (const [i, { reference, duckdb }] of said.entries()) {
    expect(sorted(reference)).toEqual(sorted(expected[i] ?? []));
    expect(duckdb).toEqual(reference);
  }
});

test('more presences than a word has bits, beside numbers of the same rows', async () => {
  const people = range(70).map((i) => `p${i}`);
  const event = people.flatMap((id, i) =>
    range(1 + (i % 3)).map(() => ({ profileId: id, type: `type ${i}`, occurredAt: AT })),
  );
  const asked = people.flatMap((_, i): { condition: Condition; expected: readonly string[] }[] => [
    { condition: counted(`type ${i}`, ever, 'gte', 1), expected: [`p${i}`] },
    { condition: counted(`type ${i}`, ever, 'gte', 2), expected: i % 3 > 0 ? [`p${i}`] : [] },
  ]);
  const said = await segmentsBoth(
    { profile: people.map((id) => ({ id })), event },
    asked.map(({ condition }) => condition),
  );
  expect(said.map(({ duckdb }) => duckdb)).toEqual(asked.map(({ expected }) => expected));
  expect(said.map(({ reference }) => reference)).toEqual(asked.map(({ expected }) => expected));
});
