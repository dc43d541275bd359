import { beforeAll, describe, expect, test } from 'vitest';
import { builder } from '../../src/segments/builder.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { membersOf } from './members.js';

/** One person for each value, and one for whom nothing is known. */
const profile = [
  { id: 'gold', country: 'SE', birthDate: '2008-03-03', deceased: true, attributes: { tier: 'gold', points: '10' } },
  {
    id: 'silver',
    country: 'NO',
    birthDate: '2008-03-04',
    deceased: false,
    attributes: { tier: 'Silver', points: '10.000001' },
  },
  { id: 'åke', country: 'SE', birthDate: '1985-05-01', attributes: { tier: 'Å', points: '-1' } },
  { id: 'nobody', country: null, attributes: { tier: '  ', points: null } },
];

const { all, any, not } = builder();
const compare = (field: string, is: string, value: unknown): Condition =>
  ({ kind: 'compare', field, is, value }) as Condition;

const table: readonly [string, Condition, readonly string[]][] = [
  ['equal', compare('country', 'eq', 'SE'), ['gold', 'åke']],
  ['equal, in another spelling of the country', compare('country', 'eq', 'se'), ['gold', 'åke']],
  ['not equal leaves the missing out', compare('country', 'ne', 'SE'), ['silver']],
  ['one of', compare('country', 'in', ['SE', 'DK']), ['gold', 'åke']],
  ['one of none', compare('country', 'in', []), []],
  ['none of leaves the missing out', compare('country', 'not_in', ['SE']), ['silver']],
  ['none of none is everybody with a value', compare('country', 'not_in', []), ['gold', 'silver', 'åke']],
  ['text is exact', compare('tier', 'eq', 'silver'), []],
  ['text is trimmed on both sides', compare('tier', 'eq', ' gold '), ['gold']],
  ['text in Unicode form C on both sides', compare('tier', 'eq', 'A\u030a'), ['åke']],
  ['text in byte order', compare('tier', 'lt', 'gold'), ['silver']],
  ['text at its own place', compare('tier', 'lte', 'gold'), ['gold', 'silver']],
  ['text after ASCII', compare('tier', 'gt', 'zz'), ['åke']],
  ['numbers are exact', compare('points', 'eq', 10), ['gold']],
  ['a millionth more', compare('points', 'gt', '10'), ['silver']],
  ['at least', compare('points', 'gte', '10.000001'), ['silver']],
  ['below', compare('points', 'lt', 10), ['åke']],
  ['at most', compare('points', 'lte', 10), ['gold', 'åke']],
  ['a number other than', compare('points', 'ne', 10), ['silver', 'åke']],
  ['days as days', compare('birthDate', 'lte', '2008-03-03'), ['gold', 'åke']],
  ['the day after', compare('birthDate', 'gt', '2008-03-03'), ['silver']],
  ['a flag', compare('deceased', 'eq', true), ['gold']],
  ['a flag other than true leaves the unsaid out', compare('deceased', 'ne', true), ['silver']],
  ['the id', compare('id', 'gte', 'silver'), ['silver', 'åke']],
  ['present', { kind: 'presence', field: 'birthDate', is: 'present' }, ['gold', 'silver', 'åke']],
  ['missing', { kind: 'presence', field: 'birthDate', is: 'missing' }, ['nobody']],
  ['blank text is missing', { kind: 'presence', field: 'tier', is: 'missing' }, ['nobody']],
  ['a flag nobody set is missing', { kind: 'presence', field: 'deceased', is: 'missing' }, ['nobody', 'åke']],
  ['not takes the missing in', not(compare('country', 'eq', 'SE')), ['nobody', 'silver']],
  ['not not', { kind: 'not', of: not(compare('country', 'eq', 'SE')) }, ['gold', 'åke']],
  ['all', all(compare('country', 'eq', 'SE'), compare('points', 'gt', 0)), ['gold']],
  ['all of nothing is everybody', all(), ['gold', 'nobody', 'silver', 'åke']],
  ['any', any(compare('country', 'eq', 'NO'), compare('points', 'lt', 0)), ['silver', 'åke']],
  ['any of nothing is nobody', any(), []],
  ['not any of nothing is everybody', not(any()), ['gold', 'nobody', 'silver', 'åke']],
];

describe('profile conditions', () => {
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
