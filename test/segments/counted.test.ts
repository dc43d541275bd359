import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { membersOf } from './members.js';

/** The id says how many of the three conditions hold. */
const profile = [
  { id: 'none', attributes: { tier: null } },
  { id: 'one', country: 'SE' },
  { id: 'two', country: 'SE', city: 'Lund' },
  { id: 'three', country: 'SE', city: 'Lund', birthDate: '1985-05-01' },
];
const three: readonly Condition[] = ['country', 'city', 'birthDate'].map((field) => ({
  kind: 'presence',
  field,
  is: 'present',
}));
const [country] = three as readonly [Condition];

const two: Condition = { kind: 'at_least', k: 2, of: three };

const table: readonly [string, Condition, readonly string[]][] = [
  ['at least two of three', two, ['three', 'two']],
  ['at least none is everybody', { kind: 'at_least', k: 0, of: three }, ['none', 'one', 'three', 'two']],
  ['at least as many as there are', { kind: 'at_least', k: 3, of: three }, ['three']],
  ['at least more than there are is nobody', { kind: 'at_least', k: 4, of: three }, []],
  ['at least one of nothing is nobody', { kind: 'at_least', k: 1, of: [] }, []],
  ['at least none of nothing is everybody', { kind: 'at_least', k: 0, of: [] }, ['none', 'one', 'three', 'two']],
  ['at most one', { kind: 'at_most', k: 1, of: three }, ['none', 'one']],
  ['at most none', { kind: 'at_most', k: 0, of: three }, ['none']],
  ['at most none of nothing is everybody', { kind: 'at_most', k: 0, of: [] }, ['none', 'one', 'three', 'two']],
  ['exactly two', { kind: 'exactly', k: 2, of: three }, ['two']],
  ['exactly none of nothing is everybody', { kind: 'exactly', k: 0, of: [] }, ['none', 'one', 'three', 'two']],
  ['exactly one of nothing is nobody', { kind: 'exactly', k: 1, of: [] }, []],
  [
    'a condition written twice counts twice',
    { kind: 'exactly', k: 2, of: [country, country] },
    ['one', 'three', 'two'],
  ],
  ['one within the other', { kind: 'at_most', k: 0, of: [two] }, ['none', 'one']],
];

describe('k of n', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      { profile },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});
