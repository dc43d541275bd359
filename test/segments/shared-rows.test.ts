import range from 'lodash-es/range.js';
import { expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { ever, rolling } from '../../src/segments/window.js';
import { segmentsBoth } from '../parity/segments-both.js';
import { AS_OF } from '../parity/world.js';

const did = (type: string, times: number): Condition =>
  ({
    kind: 'aggregate',
    over: 'event',
    where: { type },
    measure: { count: 'line' },
    in: ever,
    is: 'gte',
    value: times,
  }) as Condition;

test.each([
  [1, 1],
  [8, 1],
  [9, 1],
  [1, 2],
  [8, 2],
  [16, 2],
  [17, 2],
  [30, 2],
])('of %i filters on one source, each has its own rows, %i of them', async (filters, times) => {
  const people = range(filters + 1).map((i) => `p${i}`);
  const said = await segmentsBoth(
    {
      profile: people.map((id) => ({ id })),
      event: people.flatMap((id) =>
        range(times).map(() => ({ profileId: id, type: `type of ${id}`, occurredAt: '2026-02-10T10:00:00Z' })),
      ),
    },
    people.slice(1).map((id) => did(`type of ${id}`, times)),
  );
  expect(said.map(({ reference, duckdb }) => [reference, duckdb])).toEqual(people.slice(1).map((id) => [[id], [id]]));
});

test.each([false, true])(
  'parts that begin at times of their own have their rows, unpacked once or not: %s',
  async (isPacked) => {
    const days = [10, 20, 40, 80, 160, 365];
    const at = (ago: number): string => new Date(Date.parse(AS_OF) - ago * 86_400_000).toISOString();
    const said = await segmentsBoth(
      {
        profile: days.map((day) => ({ id: `p${day}` })),
        purchase: days.flatMap((day) =>
          [1, day - 1, day + 1, 500, -1].map((ago) => ({
            profileId: `p${day}`,
            category: `within ${day}`,
            occurredAt: at(ago),
          })),
        ),
      },
      days.map(
        (day) =>
          ({
            kind: 'aggregate',
            over: 'purchase',
            where: { category: `within ${day}` },
            measure: { count: 'line' },
            in: rolling(`P${day}D`),
            is: 'eq',
            value: 2,
          }) as Condition,
      ),
      { isPacked },
    );
    expect(said.map(({ reference, duckdb }) => [reference, duckdb])).toEqual(
      days.map((day) => [[`p${day}`], [`p${day}`]]),
    );
  },
);

test('rows that are read whole are tested one by one, whatever part of them is read by itself', async () => {
  const bought = (returns: string): Condition =>
    ({
      kind: 'aggregate',
      over: 'purchase',
      where: { category: 'fuel' },
      measure: { count: 'line' },
      in: ever,
      returns,
      is: 'gte',
      value: 1,
    }) as Condition;
  const said = await segmentsBoth(
    {
      profile: [{ id: 'driver' }, { id: 'guest' }],
      purchase: [
        { profileId: 'driver', category: 'fuel', receipt: 'a', occurredAt: '2026-02-10T10:00:00Z' },
        { profileId: 'guest', category: 'shop', receipt: 'b', occurredAt: '2026-02-10T10:00:00Z' },
      ],
    },
    [bought('net'), bought('exclude_order')],
  );
  expect(said.map(({ reference, duckdb }) => [reference, duckdb])).toEqual([
    [['driver'], ['driver']],
    [['driver'], ['driver']],
  ]);
});
